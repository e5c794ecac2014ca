// The line to talk on the officer's screen: a held key, who talks, and a key that never stays pressed.
package yike.app

import android.app.Activity
import android.app.AlertDialog
import android.os.Looper
import android.os.SystemClock
import android.view.MotionEvent
import android.view.View
import android.widget.Button
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowDialog
import yike.fieldunit.AssignmentState
import yike.fieldunit.Order
import yike.fieldunit.OwnTalk
import yike.fieldunit.TalkEnd
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkState
import yike.fieldunit.Voice

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class TalkBarTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY)
    private val hall = TalkGroup.Unit(UNIT)
    private val team = TalkGroup.Team(order.id)

    @Test
    fun itIsOneKeyUntilItIsOpened() {
        show(TALK.copy(open = false, sounds = false))
        key("Open talk").performClick()
        assertEquals(listOf("line true"), taps.heard)
        assertNull(keyOrNull("Hold to talk"))
        show()
        assertNull(keyOrNull("Open talk"))
        assertTrue("Nobody talks" in screen.texts())
        screen.all().single { it.isShown && it.contentDescription == "Close talk" }.performClick()
        assertEquals("line false", taps.heard.last())
    }

    @Test
    fun itIsHeardAsLongAsTheKeyIsHeldByTheChosenGroup() {
        show()
        val talk = key("Hold to talk")
        touch(talk, MotionEvent.ACTION_DOWN)
        assertEquals(listOf("press $hall"), taps.heard)
        show(granted(hall))
        assertEquals("You are talking", talk.text.toString())
        assertFalse("whoever talks chooses nobody else", screen.all().single { it.contentDescription == "To whom: The hall" }.isEnabled)
        touch(talk, MotionEvent.ACTION_MOVE)
        touch(talk, MotionEvent.ACTION_UP)
        assertEquals(listOf("press $hall", "release"), taps.heard)
        show()
        taps.heard.clear()
        choose("The hall", 1)
        touch(talk, MotionEvent.ACTION_DOWN)
        touch(talk, MotionEvent.ACTION_CANCEL)
        assertEquals(listOf("press $team", "release"), taps.heard)
        // Without the order there is no team.
        screen.show(seen { it.copy(known = it.known.copy(talk = TALK)) })
        assertNull(keyOrNull("My team"))
    }

    @Test
    fun aScreenReadersClickTurnsItOnAndOff() {
        show()
        val talk = key("Hold to talk")
        talk.performClick()
        show(granted(hall))
        talk.performClick()
        assertEquals(listOf("press $hall", "release"), taps.heard)
        show(TALK.copy(own = OwnTalk.Queued(team, 2u)))
        assertTrue("what it waits for is shown", screen.all().any { it.contentDescription == "To whom: My team" })
        talk.performClick()
        assertEquals("out of the queue too", "release", taps.heard.last())
    }

    @Test
    fun aHeldKeyNeverOutlivesWhatItWasHeldOn() {
        val ends = listOf<Pair<String, () -> Unit>>(
            "messages are opened" to { screen.openMessages(order.id) },
            "the app is left" to { screen.letGo() },
            "something else has the window" to { bar().onWindowFocusChanged(false) },
            "the sound is gone" to { show(TALK.copy(sounds = false)) },
            "a call comes" to { show(TALK.copy(own = OwnTalk.InCall("Leader Li"))) },
            "the line is closed" to { show(TALK.copy(open = false)) },
            "off duty" to { screen.show(seen(order) { it.copy(known = it.known.copy(onDuty = false, talk = TALK)) }) },
        )
        val begins = listOf<(View) -> Unit>({ touch(it, MotionEvent.ACTION_DOWN) }, { it.performClick() })
        for ((what, end) in ends) for (begin in begins) {
            screen.closeMessages()
            show()
            taps.heard.clear()
            val talk = key("Hold to talk")
            begin(talk)
            end()
            assertEquals(what, listOf("press $hall", "release"), taps.heard.filterNot { it.startsWith("read") })
            assertFalse(what, talk.isPressed)
            touch(talk, MotionEvent.ACTION_UP)
            assertEquals("$what: once is enough", 1, taps.heard.count { it == "release" })
        }
    }

    @Test
    fun itIsGoneWithTheScreen() {
        show()
        touch(key("Hold to talk"), MotionEvent.ACTION_DOWN)
        activity.setContentView(View(activity))
        assertEquals(listOf("press $hall", "release"), taps.heard)
    }

    @Test
    fun whoTalksIsSaid() {
        val cases = listOf(
            granted(hall) to "The hall · seats that hear you: 2",
            granted(team) to "Team: Town hall · heard by units: 3 of 4, seats: 2",
            TALK.copy(own = OwnTalk.Queued(team, 2u)) to "Team: Town hall · number 2 in the queue",
            TALK.copy(heard = listOf(Voice("Li Na", "officer", team, true))) to "Li Na talks to Team: Town hall",
            TALK.copy(heard = listOf(Voice("Seat 1", "dispatcher", hall, true))) to "Seat 1 talks with you",
            TALK.copy(heard = listOf(Voice("Seat 1", "dispatcher", TalkGroup.All, true))) to "Seat 1 talks to All units",
            TALK.copy(own = OwnTalk.Ended(TalkEnd.PREEMPTED, "Leader Li")) to "Taken by somebody who comes first (Leader Li)",
            TALK.copy(own = OwnTalk.Ended(TalkEnd.NOBODY_THERE, null)) to "Nobody there has talk open",
            TALK.copy(own = OwnTalk.Ended(TalkEnd.RELEASED, null)) to "Nobody talks",
            TALK.copy(own = OwnTalk.Unknown) to "Nobody talks",
            TALK.copy(own = null) to "Off the net: nobody hears you",
            TALK.copy(sounds = false) to "Connecting…",
        )
        for ((state, words) in cases) {
            show(state)
            assertTrue("“$words” is not in ${screen.texts()}", words in screen.texts())
        }
    }

    @Test
    fun aCallIsAnsweredAndHungUp() {
        val call = TALK.copy(own = OwnTalk.InCall("Leader Li"))
        show(call)
        assertNull(keyOrNull("Hold to talk"))
        assertTrue("Leader Li calls: answer to be heard" in screen.texts())
        key("Answer").performClick()
        show(call.copy(out = true))
        assertTrue("In a call with Leader Li, who hears you" in screen.texts())
        key("Mute").performClick()
        key("Hang up").performClick()
        assertEquals(listOf("answer true", "answer false", "hang up"), taps.heard)
        show(call, hears = false)
        assertFalse(key("Answer").isEnabled)
        assertTrue("Leader Li calls: no microphone, listening only" in screen.texts())
    }

    @Test
    fun withoutSoundOrMicrophoneNobodyPresses() {
        for ((state, hears) in listOf(TALK.copy(sounds = false) to true, TALK to false)) {
            show(state, hears)
            val talk = key("Hold to talk")
            assertFalse(talk.isEnabled)
            touch(talk, MotionEvent.ACTION_DOWN)
            touch(talk, MotionEvent.ACTION_UP)
            assertEquals(emptyList<String>(), taps.heard)
        }
        assertTrue("No microphone: listening only" in screen.texts())
    }

    @Test
    fun itIsOutOfTheWayOfMessagesOffDutyAndOfWhatRings() {
        val shut = TALK.copy(open = false, sounds = false)
        show(shut)
        screen.openMessages(order.id)
        show(shut)
        assertFalse(bar().isShown)
        screen.closeMessages()
        assertTrue(bar().isShown)
        show(shut, order = order(AssignmentState.DELIVERED))
        assertFalse("what rings is answered first", bar().isShown)
        show(order = order(AssignmentState.DELIVERED))
        assertTrue("whoever talks goes on", bar().isShown)
        screen.show(seen(order) { it.copy(known = it.known.copy(online = false, talk = shut)) })
        assertFalse("off the net it cannot be opened", bar().isShown)
        screen.show(seen { it.copy(known = it.known.copy(onDuty = false, talk = shut)) })
        assertFalse("off duty", bar().isShown)
    }

    @Test
    fun besideThePictureThereIsOneKeyToTalk() {
        val line = seen(order) { it.copy(known = it.known.copy(live = true, talk = TALK), picture = connected()) }
        screen.show(line.copy(known = line.known.copy(talk = TALK.copy(open = false))))
        assertEquals("the picture’s own", 1, keys().count { it == "Hold to talk" })
        screen.show(line)
        assertEquals("the line’s", 1, keys().count { it == "Hold to talk" })
        assertTrue("Talk is open: use its key below. Who watches hears it too." in screen.texts())
        touch(key("Hold to talk"), MotionEvent.ACTION_DOWN)
        assertEquals(listOf("press $hall"), taps.heard)
        touch(key("Hold to talk"), MotionEvent.ACTION_UP)
        // Whoever is heard all along, as in a call for help, can end that.
        screen.show(line.copy(picture = connected(talking = true)))
        assertTrue("The hall hears you" in keys())
    }

    private fun show(state: TalkState = TALK, hears: Boolean = true, order: Order = this.order) {
        screen.show(seen(order) { it.copy(known = it.known.copy(talk = state), talkHears = hears) })
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun granted(group: TalkGroup) = TALK.copy(out = true, own = OwnTalk.Granted(group, NOW, 3u, 4u, 2u))

    private fun choose(now: String, at: Int) {
        screen.all().single { it.isShown && it.contentDescription == "To whom: $now" }.performClick()
        shadowOf(ShadowDialog.getLatestDialog() as AlertDialog).clickOnItem(at)
    }

    private fun touch(view: View, action: Int) {
        val now = SystemClock.uptimeMillis()
        val event = MotionEvent.obtain(now, now, action, 10f, 10f, 0)
        view.dispatchTouchEvent(event)
        event.recycle()
    }

    private fun bar(): TalkBar = screen.all().filterIsInstance<TalkBar>().single()

    private fun keys(): List<String> = screen.all().filterIsInstance<Button>().filter { it.isShown }.map { it.text.toString() }

    private fun keyOrNull(words: String): Button? = screen.all().filterIsInstance<Button>().firstOrNull { it.isShown && it.text.toString() == words }

    private fun key(words: String): Button = checkNotNull(keyOrNull(words)) { "there is no key “$words” in ${keys()}" }

    private companion object {
        /** An open line on which nobody talks. */
        val TALK = TalkState(open = true, sounds = true, out = false, own = OwnTalk.Idle, heard = emptyList())
    }
}
