// The checklist on an order's card: ticked by a tap, drawn as the core has it, said to those who do not see it.
package yike.app

import android.app.Activity
import android.widget.CheckBox
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import yike.fieldunit.AssignmentState
import yike.fieldunit.ChecklistItem
import yike.fieldunit.Tick

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class ChecklistTest {
    private val taps = Tapped()
    private val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
    private val screen = DutyScreen(activity, taps).also(activity::setContentView)
    private val order = order(AssignmentState.UNDER_WAY) { it.copy(checklist = checklist()) }

    @Test
    fun eachItemSaysWhetherItIsDoneByWhomAndWhen() {
        screen.show(seen(order))
        assertTrue("${screen.texts()}", "At the scene: 3 of 5 done" in screen.texts())
        val wanted = listOf(
            "Close the lane" to false, "Call an ambulance\ndone: Li Na, 14:12" to true, "Photograph the plates\ndone: Me, 14:14" to true,
            "Write down witnesses\ndone: Me, 14:14, not sent yet" to true, "Have the cars towed\ntaken back: Li Na, 14:13" to false,
        )
        assertEquals(wanted, rows().map { it.text.toString() to it.isChecked })
        assertTrue(rows().all { it.minHeight >= 48 * it.resources.displayMetrics.density })
    }

    @Test
    fun aTapTicksAnItemOrTakesTheTickBackAndTheCoreSaysWhatIsSo() {
        screen.show(seen(order))
        rows()[0].performClick()
        rows()[1].performClick()
        assertEquals(listOf("check lane true", "check ambulance false"), taps.heard)
        assertEquals("as the core has it", listOf(false, true), rows().take(2).map { it.isChecked })
        val ticked = checklist().map { if (it.id == "lane") it.copy(done = true, tick = Tick(UNIT, "", NOW, sent = false)) else it }
        screen.show(seen(order.copy(checklist = ticked)))
        assertEquals("Close the lane\ndone: Me, 14:15, not sent yet" to true, rows()[0].run { text.toString() to isChecked })
        rows()[0].performClick()
        assertEquals("check lane false", taps.heard.last())
    }

    @Test
    fun itIsThereOnceTheOfficerSaidYesAndOnlyIfThereIsOne() {
        screen.show(seen(order.copy(checklist = emptyList())))
        assertFalse(list().isShown)
        screen.show(seen(order.copy(assignment = order.assignment.copy(state = AssignmentState.DELIVERED))))
        assertFalse("nobody ticks before", list().isShown)
        screen.show(seen(order))
        assertTrue(list().isShown)
    }

    @Test
    fun aListThatChangesKeepsItsOrder() {
        screen.show(seen(order))
        screen.show(seen(order.copy(checklist = checklist().reversed().drop(1))))
        assertEquals(listOf("Write down witnesses", "Photograph the plates", "Call an ambulance", "Close the lane"), rows().map { it.text.lines().first() })
    }

    @Test
    fun anItemWithoutWordsInOneLanguageIsSaidInTheOther() {
        screen.show(seen(order.copy(checklist = listOf(ChecklistItem("lane", "封闭车道", "", false, null)))))
        assertEquals("封闭车道", rows().single().text.toString())
    }

    private fun list(): Checklist = screen.all().filterIsInstance<Checklist>().single()

    private fun rows(): List<CheckBox> = list().all().filterIsInstance<CheckBox>()
}
