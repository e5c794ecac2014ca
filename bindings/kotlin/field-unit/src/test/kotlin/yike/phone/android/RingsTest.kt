// Ringing for an order, in Robolectric's Android 14.
package yike.phone.android

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import yike.fieldunit.Assignment
import yike.fieldunit.AssignmentState
import yike.fieldunit.Order
import yike.fieldunit.OrderKind
import yike.fieldunit.OrderStatus
import yike.fieldunit.Place

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class RingsTest {
    private val app = RuntimeEnvironment.getApplication()
    private val manager = app.getSystemService(NotificationManager::class.java)
    private val rings = Rings(app, android.R.drawable.ic_dialog_alert, "调度指令") { order ->
        PendingIntent.getActivity(app, 0, Intent("card").putExtra("order", order), PendingIntent.FLAG_IMMUTABLE)
    }

    @Test
    fun anOrderCoversTheScreenAndRingsOn() {
        rings.ring(order("7", "两辆车"))
        val shown = shadowOf(manager).allNotifications.single()
        assertEquals("市政厅", shown.extras.getString(Notification.EXTRA_TITLE))
        assertEquals("两辆车", shown.extras.getString(Notification.EXTRA_TEXT))
        val opens = shadowOf(shown.fullScreenIntent).savedIntent
        assertEquals("7", opens.getStringExtra("order"))
        assertNotEquals(0, shown.flags and Notification.FLAG_INSISTENT)
        assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        assertEquals(NotificationManager.IMPORTANCE_HIGH, manager.getNotificationChannel(Rings.CHANNEL).importance)
    }

    @Test
    fun anAnswerQuietsItsOrderAndNoOther() {
        rings.ring(order("7", "one"))
        rings.ring(order("8", "two"))
        rings.quiet("7")
        assertEquals("two", shadowOf(manager).allNotifications.single().extras.getString(Notification.EXTRA_TEXT))
        rings.quiet("8")
        assertTrue(shadowOf(manager).allNotifications.isEmpty())
    }

    @Test
    fun aPushRingsUntilItsOrderIsThere() {
        rings.ringUnseen()
        val shown = shadowOf(manager).allNotifications.single()
        assertEquals("调度指令", shown.extras.getString(Notification.EXTRA_TITLE))
        assertEquals(Rings.UNSEEN, shadowOf(shown.fullScreenIntent).savedIntent.getStringExtra("order"))
        assertNotEquals(0, shown.flags and Notification.FLAG_INSISTENT)
        assertEquals(60_000L, shown.timeoutAfter)
        rings.ring(order("7", "one"))
        assertEquals("one", shadowOf(manager).allNotifications.single().extras.getString(Notification.EXTRA_TEXT))
        rings.ringUnseen()
        rings.quietUnseen()
        assertEquals("one", shadowOf(manager).allNotifications.single().extras.getString(Notification.EXTRA_TEXT))
    }

    @Test
    fun somebodyWhoAsksForTheCameraRingsBesideAnOrderForAsLongAsTheHallAsks() {
        rings.ringForCamera("请求开启摄像头", "值守一")
        rings.ring(order("7", "one"))
        assertEquals(2, shadowOf(manager).allNotifications.size)
        val shown = shadowOf(manager).allNotifications.single { it.extras.getString(Notification.EXTRA_TEXT) == "值守一" }
        assertEquals("请求开启摄像头", shown.extras.getString(Notification.EXTRA_TITLE))
        assertNotEquals(0, shown.flags and Notification.FLAG_INSISTENT)
        assertEquals(120_000L, shown.timeoutAfter)
        assertEquals(Rings.UNSEEN, shadowOf(shown.fullScreenIntent).savedIntent.getStringExtra("order"))
        rings.quietForCamera()
        assertEquals("one", shadowOf(manager).allNotifications.single().extras.getString(Notification.EXTRA_TEXT))
    }

    private fun order(id: String, note: String) = Order(
        id = id, kind = OrderKind.EMERGENCY, place = Place(47.1, 9.5, "市政厅", "Städtle 6"), arrivalRadiusM = 50.0, note = note,
        status = OrderStatus.Open, team = false, sentAtMs = 0, limitMs = null, startedAtMs = null, dueAtMs = null,
        arrivedAtMs = null, onVideoAtMs = null, reportedAtMs = null, reports = emptyList(),
        assignment = Assignment("", AssignmentState.DELIVERED, 0, null, null), provisional = false,
    )
}
