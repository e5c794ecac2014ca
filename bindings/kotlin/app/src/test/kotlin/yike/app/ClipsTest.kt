// A clip on the officer's screen: fetched by a tap alone, played from a file that is gone afterwards, read once it was opened.
package yike.app

import android.app.Activity
import android.app.Dialog
import android.media.MediaPlayer
import android.os.Looper
import android.widget.Button
import android.widget.VideoView
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowDialog
import org.robolectric.shadows.ShadowToast
import yike.fieldunit.AssignmentState
import yike.fieldunit.MediaType
import yike.fieldunit.Order
import yike.tests.mp4
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class ClipsTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY).with(fromHall("m1", 1, "", unread = true).with("a1", MediaType.CLIP))
    private val file = WholeClip.file(activity)

    @Test
    fun itIsFetchedByATapPlayedAndReadOnceItWasOpened() {
        taps.files[CLIP] = mp4()
        open()
        repeat(4) { look() }
        assertEquals("nobody asked for it", emptyList<String>(), taps.heard + taps.asked)
        val whole = opened()
        val picture = until("the clip") { whole.picture().takeIf { shadowOf(it).videoPath == file.path } }
        assertArrayEquals(mp4(), file.readBytes())
        assertEquals("not before it is on the screen", listOf(CLIP) to emptyList<String>(), taps.asked to taps.heard)
        shadowOf(picture).onPreparedListener.onPrepared(MediaPlayer())
        assertTrue(picture.isPlaying)
        look()
        assertEquals(listOf("read [m1]"), taps.heard)
        whole.key("Pause").performClick()
        assertFalse(picture.isPlaying)
        whole.key("Go on").performClick()
        assertTrue(picture.isPlaying)
        shadowOf(picture).onCompletionListener.onCompletion(MediaPlayer())
        whole.key("Play again").performClick()
        whole.key("Close").performClick()
        assertEquals("nothing of it stays behind", false to false, whole.isShowing to file.exists())
    }

    @Test
    fun oneThatCannotBeHadIsSaidAndNotRead() {
        open()
        val whole = opened()
        until("words") { whole.words().firstOrNull { "the hall cannot be reached or does not have it yet" in it } }
        whole.key("Close").performClick()
        repeat(3) { look() }
        assertEquals(listOf(CLIP) to emptyList<String>(), taps.asked to taps.heard)
    }

    @Test
    fun oneThatThisPhoneCannotPlayIsSaid() {
        taps.files[CLIP] = mp4()
        open()
        val whole = opened()
        val picture = until("the clip") { whole.picture().takeIf { shadowOf(it).videoPath == file.path } }
        assertTrue("no window of the system's", shadowOf(picture).onErrorListener.onError(MediaPlayer(), 1, -1010))
        assertTrue("This phone cannot play the clip." in whole.words())
        screen.closeMessages()
        assertEquals("with the messages it ends", false to false, whole.isShowing to file.exists())
    }

    @Test
    fun onTheCardAndInANotificationItIsNamed() {
        look(order)
        assertTrue("[Clip]" in screen.texts())
        assertEquals("[Clip]", activity.said(order.messages.single()))
        assertEquals(emptyList<String>(), taps.heard)
    }

    @Test
    fun oneThatIsAttachedIsSeenBeforeItIsSentAndTakenAway() {
        open()
        val wanted = PhotoFor(order.id, message = true, clip = true)
        screen.prepare(wanted)
        assertTrue("Preparing the clip…" in screen.texts())
        screen.attach(wanted, mp4(2_000_000))
        assertTrue("${screen.texts()}", "Clip attached, 1.9 MB" in screen.texts())
        screen.all().single { it.isShown && it.contentDescription == "Play clip, 1.9 MB" }.performClick()
        val whole = until("the whole screen") { ShadowDialog.getLatestDialog()?.takeIf { it.isShowing } }
        until("the clip") { file.takeIf { it.exists() && it.length() > 2_000_000 } }
        whole.key("Close").performClick()
        screen.all().single { it.isShown && it.contentDescription == "Remove clip" }.performClick()
        assertFalse("Clip attached, 1.9 MB" in screen.texts())
        assertEquals(0, ShadowToast.shownToastCount())
    }

    private fun open() {
        look(order)
        assertTrue(screen.openMessages(order.id))
        look()
    }

    private fun opened(): Dialog {
        until("the key") { screen.all().singleOrNull { it.isShown && it.contentDescription == "Play Clip from Hall or desk, 14:14, 0.1 MB" } }.performClick()
        return until("the whole screen") { ShadowDialog.getLatestDialog()?.takeIf { it.isShowing } }
    }

    private fun look(shown: Order = order) {
        screen.show(seen(shown))
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(500))
    }

    private fun <T : Any> until(what: String, wished: () -> T?): T {
        val until = System.nanoTime() + Duration.ofSeconds(20).toNanos()
        while (true) {
            wished()?.let { return it }
            check(System.nanoTime() < until) { "not in time: $what, but ${screen.texts()}" }
            // What is written is so in real time.
            Thread.sleep(10)
            look()
        }
    }

    private fun Dialog.picture(): VideoView = window!!.decorView.all().filterIsInstance<VideoView>().single()

    private fun Dialog.words(): List<String> = window!!.decorView.texts()

    private fun Dialog.key(words: String): Button = window!!.decorView.all().filterIsInstance<Button>().single { it.text.toString() == words && it.visibility == android.view.View.VISIBLE }

    private companion object {
        val CLIP = "a1".padEnd(64, '0')
    }
}
