// What goes with messages, on the officer's screen: seen and heard, or the word why not.
package yike.app

import android.app.Activity
import android.app.Dialog
import android.graphics.Bitmap
import android.graphics.drawable.BitmapDrawable
import android.os.Looper
import android.view.View
import android.widget.Button
import android.widget.ImageView
import android.widget.ScrollView
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
import org.robolectric.shadows.ShadowDialog
import org.robolectric.shadows.ShadowMediaPlayer
import org.robolectric.shadows.util.DataSource
import yike.fieldunit.AssignmentState
import yike.fieldunit.MediaType
import yike.fieldunit.Order
import yike.tests.mp4
import java.io.IOException
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class AttachmentsTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY)

    @After
    fun silence(): Unit = taps.player.stop()

    @Test
    fun aPhotoIsShownAsLargeAsItIsDrawnAndWholeOnATap() {
        taps.files[PHOTO] = scene(4000)
        open(order.with(fromHall("m1", 1, "").with("a1")))
        val photo = until("the photo") { photos().singleOrNull { it.bitmap() != null } }
        assertEquals("no pixel more than is drawn", photo.width to photo.height, photo.bitmap()!!.run { width to height })
        assertEquals("the red car is in it", 0xC0, photo.bitmap()!!.getPixel(photo.width / 4, photo.height * 3 / 5) shr 16 and 0xff, 6)
        assertEquals("Enlarge: Photo from Hall or desk, 14:14", photo.contentDescription)
        photo.performClick()
        val whole = until("the whole screen") { ShadowDialog.getLatestDialog()?.takeIf { it.isShowing && it.photo()?.bitmap() != null } }
        assertEquals("twice the screen’s width", 2 * 720, whole.photo()!!.bitmap()!!.width)
        assertTrue("Hall or desk, 14:14" in whole.texts())
        whole.window!!.decorView.drawn("whole-photo")
        whole.window!!.decorView.all().filterIsInstance<Button>().single { it.text == "Close" }.performClick()
        assertFalse(whole.isShowing)
    }

    @Test
    fun whatRingsPutsAPhotoAway() {
        taps.files[PHOTO] = scene()
        val shown = order.with(fromHall("m1", 1, "").with("a1"))
        open(shown)
        until("the photo") { photos().singleOrNull { it.bitmap() != null } }.performClick()
        val whole = until("the whole screen") { ShadowDialog.getLatestDialog()?.takeIf { it.isShowing } }
        screen.show(seen(shown, order(AssignmentState.DELIVERED) { it.copy(id = "55555555-5555-4555-8555-555555555555") }))
        assertFalse(whole.isShowing)
    }

    @Test
    fun withoutANetAPhotoWaitsForItAndThenComes() {
        taps.online = false
        open(order.with(fromHall("m1", 1, "").with("a1")))
        until("words") { "Photo: waits for the net, then appears".takeIf { it in texts() } }
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMinutes(2))
        assertEquals("nobody is asked without a net", listOf(PHOTO), taps.asked)
        taps.files[PHOTO] = scene()
        taps.online = true
        until("the photo") { photos().singleOrNull { it.bitmap() != null } }
        assertEquals(listOf(PHOTO, PHOTO), taps.asked)
    }

    @Test
    fun whatTheHallDoesNotHaveYetIsAskedForAgainEverMoreRarely() {
        open(order.with(fromHall("m1", 1, "").with("a1")))
        until("words") { "Photo: still on its way, appears by itself".takeIf { it in texts() } }
        repeat(240) { look() }
        assertTrue("in two minutes it was asked for ${taps.asked.size} times", taps.asked.size in 5..8)
        taps.files[PHOTO] = scene()
        until("the photo") { photos().singleOrNull { it.bitmap() != null } }
    }

    @Test
    fun whatHasNotComeADayLaterOrIsNoPhotoIsNotToBeHadButForATap() {
        taps.files[PHOTO] = mp4()
        open(order.with(fromHall("m1", 1, "").with("a1"), fromHall("m2", 2000, "").with("b2", MediaType.OGG)))
        val missing = until("words") { texts().filter { "not to be had" in it }.takeIf { it.size == 2 } }
        assertTrue("$missing", "This photo cannot be read" in missing[0] && "the hall cannot be reached or does not have it yet" in missing[1])
        repeat(100) { look() }
        assertEquals("once is enough", 2, taps.asked.size)
        taps.files[PHOTO] = scene()
        screen.all().filterIsInstance<TextView>().first { it.text.toString() == missing[0] }.performClick()
        until("the photo") { photos().singleOrNull { it.bitmap() != null } }
    }

    @Test
    fun nobodyPaysForWhatNobodyLooksAt() {
        val names = (10..49).map { "$it" }
        taps.files += names.associate { it.padEnd(64, '0') to scene() }
        val many = order.with(*names.map { fromHall("m$it", 1, "").with(it) }.toTypedArray())
        open(many)
        until("the last photos") { photos().lastOrNull()?.bitmap() }
        assertTrue("${taps.asked.size} of ${names.size} were asked for", taps.asked.size < 12)
        val list = screen.all().filterIsInstance<ScrollView>().single { it.isShown }
        list.scrollTo(0, 0)
        until("the first photos") { photos().first().bitmap() }
        assertNull("what is far away holds no pixels", photos().last().bitmap())
    }

    @Test
    fun aMessageIsReadWhereWhatGoesWithItIsShownAndNotWhereItIsNamed() {
        val written = order.with(fromHall("m1", 1, "", unread = true).with("a1"))
        repeat(3) { look(written) }
        assertTrue("[Photo]" in texts())
        assertEquals("on the card it is named", emptyList<String>(), taps.heard + taps.asked)
        open(written)
        until("words") { "Photo: still on its way, appears by itself".takeIf { it in texts() } }
        repeat(3) { look() }
        assertEquals("what is not there is not read", emptyList<String>(), taps.heard)
        taps.files[PHOTO] = scene()
        until("the photo") { photos().singleOrNull { it.bitmap() != null } }
        look()
        assertEquals(listOf("read [m1]"), taps.heard)
    }

    @Test
    fun whatIsNotToBeHadIsNotRead() {
        taps.files[PHOTO] = mp4()
        open(order.with(fromHall("m1", 1, "look", unread = true).with("a1")))
        until("words") { texts().firstOrNull { "not to be had" in it } }
        repeat(3) { look() }
        assertEquals(emptyList<String>(), taps.heard)
    }

    @Test
    @Config(qualifiers = "en-rGB-w412dp-h915dp-xxxhdpi")
    fun portraitPhotosOnALargeScreenAreFetchedOnceEach() {
        val names = (10..21).map { "$it" }
        taps.files += names.associate { it.padEnd(64, '0') to scene(1536, 2048) }
        open(order.with(*names.map { fromHall("m$it", 1, "").with(it) }.toTypedArray()))
        val shown = until("the last photos") { photos().filter { it.bitmap() != null }.takeIf { it.size >= 4 } }
        for (photo in shown) assertEquals("no pixel more than is drawn", photo.width to photo.height, photo.bitmap()!!.run { width to height })
        repeat(60) {
            Thread.sleep(10)
            look()
        }
        assertTrue("${taps.asked.size} are near", taps.asked.size in 4..names.size)
        assertEquals("each was asked for once", taps.asked.toSet().size, taps.asked.size)
        val list = screen.all().filterIsInstance<ScrollView>().single { it.isShown }
        val asked = taps.asked.size
        // A screen up, and down again.
        list.scrollBy(0, -list.height)
        until("more photos") { taps.asked.takeIf { it.size > asked } }
        repeat(20) { look() }
        list.scrollBy(0, list.height)
        repeat(20) { look() }
        assertEquals("what was near a moment ago is here", taps.asked.toSet().size, taps.asked.size)
    }

    @Test
    fun aSoundNoteIsPlayedFromItsBeginningAndStoppedAndTwoAreNotHeardAtOnce() {
        ShadowMediaPlayer.setMediaInfoProvider { ShadowMediaPlayer.MediaInfo(SPOKEN_MS, 0) }
        taps.files += mapOf(PHOTO to mp4(), OTHER to mp4(50_000))
        open(order.with(fromHall("m1", 2, "").with("a1", MediaType.MP4), own("m2", 1, "").with("b2", MediaType.OGG)))
        val (first, second) = until("two keys") { notes().takeIf { it.size == 2 } }
        assertEquals(listOf("Play: Sound note from Hall or desk, 14:13, 0:12", "Play: Sound note from Me, 14:14, 0:12"), listOf(first, second).map { it.contentDescription })
        first.performClick()
        val at = until("some of it") { (taps.player.hearing(PHOTO) as? Hearing.Playing)?.atMs?.takeIf { it > 200 } }
        assertTrue("$at", at < SPOKEN_MS)
        assertEquals("Stop: Sound note from Hall or desk, 14:13, 0:12", first.contentDescription)
        second.performClick()
        until("the other") { (taps.player.hearing(OTHER) as? Hearing.Playing)?.takeIf { it.atMs > 0 } }
        assertEquals(Hearing.Silent, taps.player.hearing(PHOTO))
        second.performClick()
        assertEquals(Hearing.Silent, taps.player.hearing(OTHER))
        first.performClick()
        until("the beginning") { taps.player.hearing(PHOTO) as? Hearing.Playing }
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(SPOKEN_MS + 500L))
        look()
        assertEquals("at its end it is silent", Hearing.Silent, taps.player.hearing(PHOTO))
        assertTrue(first.contentDescription.startsWith("Play"))
        first.performClick()
        until("it again") { taps.player.hearing(PHOTO) as? Hearing.Playing }
        screen.closeMessages()
        assertEquals("with the messages it ends", Hearing.Silent, taps.player.hearing(PHOTO))
    }

    @Test
    fun aSoundNoteThatThisPhoneCannotPlayIsSaid() {
        ShadowMediaPlayer.addException(DataSource.toDataSource(BytesSource(mp4())), IOException("no such codec"))
        taps.files[PHOTO] = mp4()
        open(order.with(fromHall("m1", 2, "").with("a1", MediaType.WEB_M)))
        until("a key") { notes().singleOrNull() }.performClick()
        until("words") { "This phone cannot play the sound note.".takeIf { it in texts() } }
        assertTrue("another try is free", notes().single().contentDescription.startsWith("Play"))
    }

    private fun open(shown: Order) {
        look(shown)
        assertTrue(screen.openMessages(shown.id))
        repeat(2) { look() }
    }

    private var last: Order = order

    /** Draws an order as the app does, twice a second. */
    private fun look(shown: Order = last) {
        last = shown
        screen.show(seen(shown))
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(500))
    }

    private fun <T : Any> until(what: String, wished: () -> T?): T {
        val until = System.nanoTime() + Duration.ofSeconds(20).toNanos()
        while (true) {
            wished()?.let { return it }
            check(System.nanoTime() < until) { "not in time: $what, but ${texts()}" }
            // What is decoded is so in real time.
            Thread.sleep(10)
            look()
        }
    }

    private fun photos(): List<RoundedPhoto> = screen.all().filterIsInstance<AttachedView>().flatMap { it.all() }.filterIsInstance<RoundedPhoto>()

    private fun notes(): List<Button> = screen.all().filterIsInstance<AttachedView>().flatMap { it.all() }.filterIsInstance<Button>().filter { it.isShown }

    private fun texts(): List<String> = screen.texts()

    private fun Dialog.texts(): List<String> = window!!.decorView.texts()

    private fun Dialog.photo(): ImageView? = window!!.decorView.all().filterIsInstance<ImageView>().firstOrNull { it.isShown }

    private fun ImageView.bitmap(): Bitmap? = (drawable as? BitmapDrawable)?.bitmap

    private fun assertEquals(what: String, wanted: Int, is_: Int, within: Int) = assertTrue("$what: $is_ for $wanted", is_ in wanted - within..wanted + within)

    private companion object {
        val PHOTO = "a1".padEnd(64, '0')
        val OTHER = "b2".padEnd(64, '0')
    }
}
