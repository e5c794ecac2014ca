// Telling of messages, in Robolectric's Android 14.
package yike.phone.android

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import android.os.Vibrator
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import yike.fieldunit.Assignment
import yike.fieldunit.AssignmentState
import yike.fieldunit.Message
import yike.fieldunit.Order
import yike.fieldunit.OrderKind
import yike.fieldunit.OrderStatus
import yike.fieldunit.Place

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class MessageAlertsTest {
    private val app = RuntimeEnvironment.getApplication()
    private val manager = app.getSystemService(NotificationManager::class.java)
    private val shadow get() = shadowOf(manager)
    private val alerts = alerts()

    @Test
    fun aMessageIsToldLikeAnyOtherAndKeepsItsWordsFromALockedScreen() {
        alerts.follow(listOf(order("7", message("m1", "后门，密码 4711"))), looking = false)
        val shown = shadow.allNotifications.single()
        assertEquals("市政厅" to "大厅：后门，密码 4711", shown.title() to shown.text())
        assertEquals("7", shadowOf(shown.contentIntent).savedIntent.getStringExtra("order"))
        assertNull(shown.fullScreenIntent)
        assertEquals(0, shown.flags and (Notification.FLAG_INSISTENT or Notification.FLAG_ONGOING_EVENT))
        assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        assertEquals("消息" to "1 条新消息", shown.publicVersion.title() to shown.publicVersion.text())
        for (key in shown.publicVersion.extras.keySet()) assertFalse(key, "4711" in shown.publicVersion.extras.get(key).toString())
        val channel = manager.getNotificationChannel(MessageAlerts.CHANNEL)
        assertEquals(Notification.VISIBILITY_PRIVATE, channel.lockscreenVisibility)
    }

    @Test
    fun whatIsReadIsTakenBackAndWhatIsLeftMakesNoSound() {
        alerts.follow(listOf(order("7", message("m1", "one"), message("m2", "two")), order("8", message("m3", "three"))), looking = false)
        assertEquals(setOf("大厅：two", "大厅：three"), shadow.allNotifications.map { it.text() }.toSet())
        alerts.follow(listOf(order("7", message("m1", "one", unread = false), message("m2", "two")), order("8")), looking = false)
        val left = shadow.allNotifications.single()
        assertEquals("大厅：two", left.extras.getCharSequence(Notification.EXTRA_BIG_TEXT).toString())
        assertEquals("1 条新消息", left.publicVersion.text())
        assertTrue("it is no news", left.alertsOnce())
        // The order ended.
        alerts.follow(emptyList(), looking = false)
        assertEquals(0, shadow.size())
    }

    @Test
    fun anotherMessageIsNewsAgain() {
        alerts.follow(listOf(order("7", message("m1", "one"))), looking = false)
        assertFalse(shadow.allNotifications.single().alertsOnce())
        alerts.follow(listOf(order("7", message("m1", "one"), message("m2", "two"))), looking = false)
        val shown = shadow.allNotifications.single()
        assertFalse(shown.alertsOnce())
        assertEquals("大厅：one\n大厅：two", shown.extras.getCharSequence(Notification.EXTRA_BIG_TEXT).toString())
    }

    @Test
    fun whoeverLooksIsShakenOnceAndToldWhenLookingAway() {
        val orders = listOf(order("7", message("m1", "one")))
        alerts.follow(orders, looking = true)
        assertEquals(0, shadow.size())
        assertTrue(shakes())
        alerts.follow(orders, looking = true)
        assertFalse("once is enough", shakes())
        alerts.follow(orders, looking = false)
        assertEquals(1, shadow.size())
        // It stays until it is read, and shakes no more.
        alerts.follow(orders, looking = true)
        assertEquals(1, shadow.size())
        assertFalse(shakes())
        alerts.follow(listOf(order("7", message("m1", "one", unread = false))), looking = true)
        assertEquals(0, shadow.size())
    }

    @Test
    fun whatTheOfficerWipedAwayComesBackForANewOneAlone() {
        alerts.follow(listOf(order("7", message("m1", "one"), message("m2", "two"))), looking = false)
        manager.cancelAll()
        alerts.follow(listOf(order("7", message("m2", "two"))), looking = false)
        assertEquals(0, shadow.size())
        alerts.follow(listOf(order("7", message("m2", "two"), message("m3", "three"))), looking = false)
        assertEquals("大厅：three", shadow.allNotifications.single().text())
    }

    @Test
    fun anAppThatTheSystemEndedKnowsWhatItTold() {
        val orders = listOf(order("7", message("m1", "one")))
        alerts.follow(orders, looking = false)
        val before = shadow.allNotifications.single()
        val after = alerts()
        after.follow(orders, looking = false)
        assertTrue("it was told anew", before === shadow.allNotifications.single())
        after.follow(listOf(order("7", message("m1", "one", unread = false))), looking = false)
        assertEquals(0, shadow.size())
    }

    @Test
    fun signedOutNothingStays() {
        alerts.follow(listOf(order("7", message("m1", "one")), order("8", message("m2", "two"))), looking = false)
        alerts.quiet()
        assertEquals(0, shadow.size())
    }

    private fun alerts() = MessageAlerts(
        app, android.R.drawable.ic_dialog_email, MessageWords("消息", { "$it 条新消息" }, { "大厅：${it.text}" }),
    ) { order -> PendingIntent.getActivity(app, 0, Intent("thread").putExtra("order", order), PendingIntent.FLAG_IMMUTABLE) }

    /** Whether the phone shook since it was asked the last time. */
    private fun shakes(): Boolean {
        val vibrator = app.getSystemService(Vibrator::class.java)
        return shadowOf(vibrator).isVibrating.also { vibrator.cancel() }
    }

    private fun message(id: String, text: String, unread: Boolean = true) =
        Message(id = id, fromUnit = null, atMs = 0, text = text, sent = true, unread = unread, read = emptyList())

    private fun order(id: String, vararg messages: Message) = Order(
        id = id, kind = OrderKind.EMERGENCY, place = Place(47.1, 9.5, "市政厅", "Städtle 6"), arrivalRadiusM = 50.0, note = "",
        status = OrderStatus.Open, team = false, sentAtMs = 0, limitMs = null, startedAtMs = null, dueAtMs = null,
        arrivedAtMs = null, onVideoAtMs = null, reportedAtMs = null, reports = emptyList(),
        assignment = Assignment("", AssignmentState.UNDER_WAY, 0, null, null), provisional = false,
        messages = messages.toList(), unread = messages.count { it.unread }.toUInt(),
    )
}

private fun Notification.title(): String? = extras.getString(Notification.EXTRA_TITLE)

private fun Notification.text(): String? = extras.getString(Notification.EXTRA_TEXT)

private fun Notification.alertsOnce(): Boolean = flags and Notification.FLAG_ONLY_ALERT_ONCE != 0
