// What the officer attaches to a message: a photo or a sound note, looked at or heard, taken away or kept until it is sent.
package yike.app

import android.app.Activity
import android.media.MediaFormat
import android.media.MediaRecorder
import android.os.Looper
import android.os.SystemClock
import android.view.MotionEvent
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import org.junit.After
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
import org.robolectric.shadows.ShadowMediaExtractor
import org.robolectric.shadows.ShadowMediaPlayer
import org.robolectric.shadows.util.DataSource
import yike.fieldunit.AssignmentState
import yike.tests.mp4
import java.io.File
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class AttachingTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY)
    private val forMessage = PhotoFor(order.id, message = true)
    private val microphone = taps.hears!!

    init {
        screen.show(seen(order))
        screen.openMessages(order.id)
        idle(200)
    }

    @After
    fun silence() {
        taps.player.stop()
        taps.recorder.cancel()
    }

    @Test
    fun aPhotoIsSeenAndMayBeSentWithoutWordsUntilItIsTakenAway() {
        assertFalse(key("Send").isEnabled)
        key("Photo, clip").performClick()
        assertEquals(listOf("photo for a message"), taps.heard)
        screen.prepare(forMessage)
        assertTrue("Preparing the photo…" in texts())
        field().setText("look")
        assertFalse("words do not go without the photo", key("Send").isEnabled)
        assertTrue(screen.attach(forMessage, scene()))
        assertTrue("Photo attached" in texts())
        field().setText("")
        assertTrue(key("Send").isEnabled)
        assertEquals(1, screen.all().filterIsInstance<RoundedPhoto>().count { it.isShown && it.drawable != null })
        named("Remove photo").performClick()
        assertFalse(key("Send").isEnabled)
        assertFalse("Photo attached" in texts())
    }

    @Test
    fun aPhotoThatIsNoneLeavesWhatWasAttachedBefore() {
        screen.attach(forMessage, scene())
        screen.prepare(forMessage)
        assertTrue(screen.attach(forMessage, null))
        assertTrue("Photo attached" in texts())
        assertTrue(key("Send").isEnabled)
        assertFalse("an order that is gone takes none", screen.attach(PhotoFor("55555555-5555-4555-8555-555555555555", message = true), scene()))
    }

    @Test
    fun aNoteLastsAsLongAsTheKeyIsHeldAndIsHeardBeforeItIsSent() {
        ShadowMediaPlayer.setMediaInfoProvider { ShadowMediaPlayer.MediaInfo(7_000, 0) }
        val speak = key("Sound note")
        touch(speak, MotionEvent.ACTION_DOWN)
        idle(7_000)
        assertTrue("${texts()}", "Recording" in texts() && "0:07 / 1:00" in texts())
        field().setText("look")
        assertFalse("what is spoken is not sent in halves", key("Send").isEnabled)
        touch(speak, MotionEvent.ACTION_UP)
        assertEquals(1, microphone.ended)
        assertTrue(key("Send").isEnabled)
        val play = named("Play: Sound note, 0:07")
        play.performClick()
        repeat(5) { idle(200) }
        assertEquals("Stop: Sound note, 0:07", play.contentDescription)
        named("Remove sound note").performClick()
        assertFalse(play.isShown)
        assertEquals(Hearing.Silent, taps.player.hearing("draft ${order.id} ${mp4().size}"))
    }

    @Test
    fun aTapBeginsANoteAndAnotherEndsIt() {
        val speak = key("Sound note")
        touch(speak, MotionEvent.ACTION_DOWN)
        idle(100)
        touch(speak, MotionEvent.ACTION_UP)
        idle(3_000)
        assertTrue("it hears on", "Recording" in texts())
        touch(speak, MotionEvent.ACTION_DOWN)
        touch(speak, MotionEvent.ACTION_UP)
        named("Play: Sound note, 0:03")
        // A screen reader clicks; what is spoken takes the place of what was.
        speak.performClick()
        idle(2_000)
        key("Done").performClick()
        named("Play: Sound note, 0:02")
    }

    @Test
    fun afterAMinuteItEndsByItselfAndIsKept() {
        key("Sound note").performClick()
        idle(61_000)
        named("Play: Sound note, 1:00")
        assertEquals(1, microphone.ended)
    }

    @Test
    fun whatIsDiscardedIsNotKeptAndLeavesNoFile() {
        key("Sound note").performClick()
        idle(2_000)
        key("Discard").performClick()
        assertFalse(key("Send").isEnabled)
        assertEquals(1 to false, microphone.ended to microphone.file!!.exists())
    }

    @Test
    fun aNoteThatIsNoneIsSaidAndWordsStillGo() {
        val cases = listOf<Pair<String, () -> Unit>>(
            "The microphone is not allowed; words can be sent all the same. Allow it in the phone’s settings for this app, then record again." to { taps.microphone = false },
            "Another app has the microphone. Close it and try again." to { taps.hears = null },
            "The recording did not work. Please try again." to { taps.hears = FakeMicrophone(note = null) },
            "The recording did not work. Please try again." to { taps.hears = FakeMicrophone(note = ByteArray(0)) },
            "The recording did not work. Please try again." to { taps.hears = FakeMicrophone(note = mp4(NoteRecorder.MOST_SOUND_BYTES)) },
        )
        for ((words, wrong) in cases) {
            taps.microphone = true
            wrong()
            key("Sound note").performClick()
            idle(1_000)
            screen.all().filterIsInstance<Button>().firstOrNull { it.isShown && it.text == "Done" }?.performClick()
            assertTrue("“$words” is not in ${texts()}", words in texts())
            field().setText("look")
            assertTrue(key("Send").isEnabled)
            field().setText("")
            assertFalse(key("Send").isEnabled)
        }
        taps.hears = microphone
        key("Sound note").performClick()
        idle(100)
        key("Done").performClick()
        assertTrue("${texts()}", "That was too short. Hold the key while you speak." in texts())
    }

    @Test
    fun eachOrderKeepsWhatIsAttachedToIt() {
        val other = order(AssignmentState.UNDER_WAY) { it.copy(id = "55555555-5555-4555-8555-555555555555") }
        key("Sound note").performClick()
        idle(4_000)
        screen.closeMessages()
        assertEquals("nobody is heard unawares", 1, microphone.ended)
        screen.show(seen(order, other))
        screen.openMessages(other.id)
        assertFalse(key("Send").isEnabled)
        screen.closeMessages()
        screen.openMessages(order.id)
        named("Play: Sound note, 0:04")
        assertTrue(key("Send").isEnabled)
    }

    @Test
    fun thePhonesMicrophoneWritesWhatTheHallTakes() {
        val file = File(activity.cacheDir, "note.m4a")
        val recorder = SpokenNote(activity, file).let { note -> note.javaClass.getDeclaredField("recorder").apply { isAccessible = true }.get(note) as MediaRecorder }
        val shadow = shadowOf(recorder)
        assertEquals(MediaRecorder.OutputFormat.MPEG_4 to MediaRecorder.AudioEncoder.AAC, shadow.outputFormat to shadow.audioEncoder)
        assertEquals(NoteRecorder.MOST_SOUND_BYTES.toLong() to file.path, shadow.maxFileSize to shadow.outputPath)
        assertTrue("a minute of it fits", shadow.audioEncodingBitRate / 8 * 61 < NoteRecorder.MOST_SOUND_BYTES / 2)
    }

    @Test
    fun howLongANoteIsStandsInItsHeadOrIsNotKnown() {
        val source = DataSource.toDataSource(BytesSource(mp4()))
        ShadowMediaExtractor.addTrack(source, MediaFormat.createAudioFormat("audio/mp4a-latm", 24_000, 1).apply { setLong(MediaFormat.KEY_DURATION, 7_400_000) }, mp4())
        assertEquals(7_400, soundLengthMs(mp4()))
        ShadowMediaExtractor.reset()
        assertNull(soundLengthMs(mp4()))
        assertEquals(listOf("–:––", "0:00", "0:07", "1:00", "2:05"), listOf(null, 0, 7_400, 59_600, 125_000).map(::lengthText))
    }

    private fun idle(ms: Long) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(ms))
        screen.show(seen(order))
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun touch(view: View, action: Int) {
        val now = SystemClock.uptimeMillis()
        val event = MotionEvent.obtain(now, now, action, 10f, 10f, 0)
        view.dispatchTouchEvent(event)
        event.recycle()
    }

    private fun key(words: String): Button = checkNotNull(screen.all().filterIsInstance<Button>().firstOrNull { it.isShown && it.text.toString() == words }) { "there is no key “$words” in ${texts()}" }

    private fun named(name: String): View = checkNotNull(screen.all().firstOrNull { it.isShown && it.contentDescription == name }) { "nothing is called “$name”: ${screen.all().mapNotNull { it.contentDescription }}" }

    private fun field(): EditText = screen.all().filterIsInstance<EditText>().single { it.hint.startsWith("To the hall") }

    private fun texts(): List<String> = screen.all().filterIsInstance<TextView>().filter { it.isShown }.map { it.text.toString() }
}
