// What an officer sees to at the scene, on a real hall.
package yike.tests

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.ChecklistItem
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.Snapshot

class ChecklistTest {
    @Test
    fun aTickShowsAtOnceGoesToTheHallAndIsTakenBack() = story { officer, phone ->
        val order = District.sendToFire(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        val open = phone.unit.orders.single().checklist.first()
        assertEquals(Triple("people_back", false, null), Triple(open.id, open.done, open.tick))
        assertEquals("疏散围观人员，拉开距离" to "Keep people back, well away", open.zh to open.en)
        phone.unit.checkItem(order, open.id, done = true)
        val ticked = phone.unit.orders.single().checklist.first()
        assertEquals(true to officer.unit, ticked.done to ticked.tick?.unit)
        val there = phone.known("it in the hall") { it.first?.tick?.sent == true }.first!!
        assertTrue(there.done)
        assertEquals(officer.settings.name, there.tick!!.unitName)
        phone.unit.checkItem(order, open.id, done = false)
        val back = phone.known("it taken back") { it.first?.done == false && it.first?.tick?.sent == true }.first!!
        assertFalse("it was before", back.tick!!.atMs < there.tick!!.atMs)
        assertEquals("no_such_item", (fault("refused") { phone.unit.checkItem(order, "hydrant", done = true) } as PhoneFault.Refused).reason)
    }
}

private val Snapshot.first: ChecklistItem? get() = orders.singleOrNull()?.checklist?.firstOrNull()
