// What the officer sees of messages is read, and nothing else; what is begun is not lost.
package yike.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.ScrollView
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
import yike.fieldunit.AssignmentState
import yike.fieldunit.Message
import yike.fieldunit.Order
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class MessagesTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY)

    @Test
    fun onlyWhatIsOnTheScreenIsRead() {
        val many = order.with(*Array(12) { fromHall("m$it", 1, "a message of some length, which takes two lines of the screen", unread = true) })
        show(many)
        screen.openMessages(many.id)
        taps.heard.clear()
        show(many)
        val (first) = taps.heard
        assertTrue(first, first.startsWith("read [m0, m1, m2") && "m11" !in first)
        show(many)
        assertEquals("said once", listOf(first), taps.heard)
        val list = screen.all().filterIsInstance<ScrollView>().single { it.isShown }
        list.scrollTo(0, list.getChildAt(0).height)
        show(many)
        assertTrue("${taps.heard}", taps.heard.last().endsWith("m11]") && "m0" !in taps.heard.last())
    }

    @Test
    fun ofAMessageHigherThanTheScreenAPartIsEnough() {
        val long = order.with(fromHall("m1", 1, "字".repeat(MOST_MESSAGE_CHARS), unread = true))
        show(long)
        assertEquals("on the card it is cut", emptyList<String>(), taps.heard)
        screen.openMessages(long.id)
        taps.heard.clear()
        show(long)
        assertEquals(listOf("read [m1]"), taps.heard)
    }

    @Test
    @Config(qualifiers = "en-rGB-w360dp-h420dp-xhdpi")
    fun onTheCardAMessageIsReadOnceTheOfficerScrollsToIt() {
        val written = order.with(fromHall("m1", 1, "back door", unread = true))
        show(written)
        assertEquals(emptyList<String>(), taps.heard)
        val list = screen.all().filterIsInstance<ScrollView>().single { it.isShown }
        list.scrollTo(0, list.getChildAt(0).height / 3)
        show(written)
        assertEquals(listOf("read [m1]"), taps.heard)
    }

    @Test
    fun whoeverDoesNotLookReadsNothing() {
        val written = order.with(fromHall("m1", 1, "back door", unread = true))
        show(written, looking = false)
        assertEquals(emptyList<String>(), taps.heard)
        show(written)
        assertEquals(listOf("read [m1]"), taps.heard)
    }

    @Test
    fun anOrderThatRingsComesBeforeMessagesAndWhatWasBegunStays() {
        show(order)
        screen.openMessages(order.id)
        show(order)
        field().setText("at the gate, it is")
        val other = order(AssignmentState.DELIVERED) { it.copy(id = "55555555-5555-4555-8555-555555555555") }
        screen.show(seen(order, other))
        assertEquals(listOf("Accept", "Go live"), keys().takeLast(2))
        screen.openMessages(other.id)
        assertEquals("", field().text.toString())
        screen.closeMessages()
        screen.openMessages(order.id)
        // It rings on, and the officer goes on writing.
        screen.show(seen(order, other))
        assertTrue("Send" in keys())
        assertEquals("at the gate, it is", field().text.toString())
        // With the order its messages go.
        screen.show(seen(other))
        assertTrue("Send" !in keys())
    }

    @Test
    fun onlyWhatTheHallTakesIsSent() {
        show(order)
        screen.openMessages(order.id)
        val send = screen.all().filterIsInstance<Button>().single { it.text == "Send" }
        for ((text, may) in listOf("" to false, " \n\t" to false, "in" to true, "🚪".repeat(MOST_MESSAGE_CHARS) to true, "字".repeat(MOST_MESSAGE_CHARS + 1) to false)) {
            field().setText(text)
            assertEquals("“${text.take(9)}” of ${text.length}", may, send.isEnabled)
        }
        assertTrue("Too long by characters: 1" in screen.all().filterIsInstance<android.widget.TextView>().map { it.text.toString() })
        assertEquals("back door\ncode  4711", wordsOf("  back\tdoor\r\ncode\u0007 4711 \n"))
    }

    @Test
    fun whatIsNotInTheHallYetIsTheOfficersOwn() {
        val waiting = own("m1", 0, "in", sent = false)
        assertTrue(waiting.isOwn(null) && waiting.isOwn(UNIT))
        assertFalse(waiting.copy(fromUnit = "another", sent = true).isOwn(UNIT))
        assertFalse(fromHall("m2", 0, "well").isOwn(null))
        val said = { message: Message -> activity.writer(message, UNIT) }
        assertEquals(listOf("Me", "Hall or desk", "Another unit"), listOf(waiting, fromHall("m2", 0, "well"), waiting.copy(fromUnit = "another", sent = true)).map(said))
    }

    /** Shows an order, and lets the phone draw it. */
    private fun show(order: Order, looking: Boolean = true) {
        repeat(2) {
            screen.show(seen(order) { it.copy(looking = looking) })
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(100))
        }
    }

    private fun field(): EditText = screen.all().filterIsInstance<EditText>().single { it.hint.startsWith("To the hall") }

    private fun keys(): List<String> = screen.all().filterIsInstance<Button>().filter(View::isShown).map { it.text.toString() }
}
