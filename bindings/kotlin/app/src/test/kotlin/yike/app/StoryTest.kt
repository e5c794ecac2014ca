// An officer's day with the app, in Robolectric's Android 14, with the real core and a real hall.
package yike.app

import android.content.Intent
import android.net.Uri
import android.widget.EditText
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import yike.fieldunit.Measurement
import yike.tests.District
import yike.tests.LAT
import yike.tests.LON

internal class StoryTest : Story() {
    @Test
    fun aWrongPasswordIsSaidAndAnotherTryIsFree() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val form = activity.root<SignInScreen>()
        signIn(form, "not the password")
        eventually("a refusal") { form.texts().any { "password is wrong" in it } }
        assertTrue(form.key("Sign in").isEnabled)
        assertEquals(null, app.vault.kept())
        signIn(form, officer.settings.password)
        eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
    }

    @Test
    fun anOrderRingsIsTakenReachedAndReported() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        signIn(activity.root(), officer.settings.password)
        val screen = eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
        eventually("duty") { screen.takeIf { "On duty" in it.texts() && "Connected" in it.texts() } }
        eventually("the service") { shadowOf(app).nextStartedService?.takeIf { "OnDuty" in it.component.toString() } }
        val order = District.sendOrder(officer, "two cars")
        eventually("the ringing card") { screen.texts().takeIf { "New order" in it && "two cars" in it } }
        assertEquals(1, notices.size())
        screen.key("Accept").performClick()
        eventually("a yes in the hall") { state(order).takeIf { it == "accepted" } }
        eventually("quiet") { notices.takeIf { it.size() == 0 } }
        app.measured(Measurement(lat = LAT, lon = LON, accuracyM = 6.0))
        eventually("the way") { screen.texts().takeIf { "Right here" in it } }
        eventually("the key") { screen.keyOrNull("I’m here") }.performClick()
        eventually("the scene") { screen.texts().takeIf { "At the scene" in it } }
        screen.field("What you see").setText("nobody hurt")
        screen.key("Send report").performClick()
        eventually("a report in the hall") { District.order(order).getJSONArray("reports").takeIf { it.length() == 1 } }
        eventually("an empty form") { screen.field("What you see").takeIf { it.text.isEmpty() } }
        eventually("the report on the card") { screen.texts().takeIf { all -> all.any { "nobody hurt" in it } } }
    }

    @Test
    @Config(qualifiers = "en-rGB-w360dp-h720dp")
    fun whatTheHallWritesIsReadOnTheCardAndAnswered() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = takenOn(activity)
        District.write(order, "back door, code 4711")
        eventually("the message on the card") { screen.texts().takeIf { "back door, code 4711" in it } }
        val (asked) = eventually("a mark in the hall") { messages(order).takeIf { it.single().readers().isNotEmpty() } }
        assertEquals(listOf(officer.unit), asked.readers())
        assertEquals("whoever looks needs no notification", 0, notices.size())

        eventually("nothing new") { screen.keyOrNull("Messages") }.performClick()
        eventually("all messages") { screen.keyOrNull("Send") }
        assertFalse(screen.key("Send").isEnabled)
        screen.field("To the hall").setText("  门锁着\tlocked\n")
        screen.key("Send").performClick()
        val answer = eventually("an answer in the hall") { messages(order).getOrNull(1) }
        assertEquals("门锁着 locked" to officer.unit, answer["text"] to answer.getJSONObject("from")["unit"])
        eventually("an empty field") { screen.field("To the hall").takeIf { it.text.isEmpty() } }
        eventually("not read yet") { screen.texts().takeIf { "sent, not read" in it } }
        District.read(order, answer.getString("id"))
        eventually("read") { screen.texts().takeIf { all -> all.any { it.startsWith("read: Hall or desk") } } }

        @Suppress("DEPRECATION")
        activity.onBackPressed()
        assertFalse(activity.isFinishing)
        assertTrue("the card is back", "Navigate" in screen.texts() && "Send" !in screen.texts())
    }

    @Test
    @Config(qualifiers = "en-rGB-w360dp-h720dp")
    fun aMessageIsToldWhileNobodyLooksAndOpensWhatWasWritten() {
        val shown = Robolectric.buildActivity(MainActivity::class.java).setup()
        val (screen, order) = takenOn(shown.get())
        shown.pause().stop()
        District.write(order, "back door, code 4711")
        val told = eventually("a notification") { notices.allNotifications.singleOrNull() }
        assertEquals("市政厅" to "Hall or desk: back door, code 4711", told.said())
        assertEquals("Messages" to "New messages: 1", told.publicVersion.said())
        eventually("the message on the card") { screen.texts().takeIf { "back door, code 4711" in it } }
        assertEquals("nobody saw it", emptyList<String>(), messages(order).single().readers())

        shown.newIntent(shadowOf(told.contentIntent).savedIntent).restart().start().resume()
        eventually("all messages") { screen.keyOrNull("Send") }
        eventually("a mark in the hall") { messages(order).single().readers().takeIf { it == listOf(officer.unit) } }
        eventually("no notification") { notices.takeIf { it.size() == 0 } }
    }

    @Test
    fun aNoIsToldWithItsReasonAndTheCardGoes() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        signIn(activity.root(), officer.settings.password)
        val screen = eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
        val order = District.sendOrder(officer)
        eventually("the ringing card") { screen.keyOrNull("Vehicle or kit broken") }.performClick()
        val said = eventually("a no in the hall") { assignment(order).opt("declined_because")?.takeIf { it != JSONObject.NULL } }
        assertEquals("broken", said)
        eventually("no card") { screen.takeIf { "Standing by" in it.texts() } }
    }

    @Test
    fun anAppThatTheSystemEndedGoesOnAsBefore() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        signIn(activity.root(), officer.settings.password)
        eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
        val kept = Vault(app).kept()!!
        assertEquals(officer.settings.name to officer.settings.password, kept.name to kept.password)
        // Nothing that a copy of the files would tell.
        val file = app.getSharedPreferences("account", 0).all.values.joinToString()
        assertFalse(file, officer.settings.password in file)
        val before = app.officer.value!!
        runBlocking { before.unit.shutdown() }
        app.onCreate()
        val after = eventually("another phone") { app.officer.value?.takeIf { it !== before } }
        eventually("duty again") { after.unit.snapshot.value?.takeIf { it.onDuty && it.online } }
    }

    @Test
    fun aPhoneIsEnrolledByTheLinkOfACodeAndNeedsNoneUntilItIsPutOut() {
        val link = Intent(Intent.ACTION_VIEW, Uri.parse(District.qr(officer)))
        val activity = Robolectric.buildActivity(MainActivity::class.java, link).setup().get()
        val form = activity.root<SignInScreen>()
        assertTrue("it says where", form.texts().any { District.url in it })
        form.key("Enrol and sign in").performClick()
        val screen = eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
        eventually("duty") { screen.takeIf { "On duty" in it.texts() && "Connected" in it.texts() } }
        assertEquals(officer.settings.name to "", app.vault.kept()!!.let { it.name to it.password })

        app.scope.launch { app.signOut() }
        val again = eventually("the way back") { activity.rootOrNull<SignInScreen>()?.takeIf { officer.settings.name in it.texts() } }
        assertEquals("signing in is the officer’s to do", null, app.vault.kept())
        again.key("Sign in").performClick()
        eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }

        District.putOut(District.phones(officer).single())
        val end = eventually("the end") { activity.rootOrNull<SignInScreen>()?.takeIf { it.texts().any { words -> "put this phone out" in words } } }
        assertFalse(end.key("Enrol and sign in").isEnabled)
        assertEquals(null, app.vault.enrolment)
    }

    @Test
    fun aCodeThatIsNoneIsRefusedInWords() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val form = activity.root<SignInScreen>()
        form.all().filterIsInstance<EditText>().first { it.shownWhole() }.setText("https://pay.example/123")
        form.key("Enrol and sign in").performClick()
        eventually("a refusal") { form.texts().any { "no enrolment code of Yike" in it } }
        assertTrue(form.key("Enrol and sign in").isEnabled)
    }
}
