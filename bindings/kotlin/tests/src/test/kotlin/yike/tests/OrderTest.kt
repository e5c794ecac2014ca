// An officer's order, from ringing to its report, on a real hall.
package yike.tests

import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.AssignmentState
import yike.fieldunit.DeclineReason
import yike.fieldunit.LocationPermission
import yike.fieldunit.Notice
import yike.fieldunit.OrderKind
import yike.fieldunit.Permissions
import yike.phone.countdown
import java.security.MessageDigest
import kotlin.math.abs

class OrderTest {
    @Test
    fun signingInSaysWhichUnitThisIsAndWhatTimeItIs() = story { officer, phone ->
        val unit = phone.known("a unit") { it.unit != null }.unit!!
        assertEquals(officer.unit to officer.settings.name, unit.id to unit.name)
        phone.notice<Notice.TimeHeard>()
        val told = phone.unit.hallTime
        // A second is what a busy machine may take between the two readings.
        assertTrue("$told", abs(told.atMs - System.currentTimeMillis()) < told.errorMs.toLong() + 1000)
    }

    @Test
    fun aPositionIsOnTheHallsBoard() = story { officer, phone ->
        phone.unit.fix(standing(accuracyM = 7.5))
        val position = eventually("a position") { District.unit(officer).optJSONObject("position") }
        assertEquals(LAT, position.getDouble("lat"), 1e-6)
        assertEquals(LON, position.getDouble("lon"), 1e-6)
        assertEquals(7.5, position.getDouble("accuracy_m"), 0.0)
        assertEquals(80, position.getInt("battery_pct"))
    }

    @Test
    fun anOrderRingsWithItsPlaceAndItsClock() = story { officer, phone ->
        val order = District.sendOrder(officer, "two cars 两辆车")
        phone.notice<Notice.OrderRang> { it.order == order }
        val shown = phone.unit.orders.single()
        assertEquals(order to OrderKind.EMERGENCY, shown.id to shown.kind)
        assertEquals("two cars 两辆车" to "市政厅", shown.note to shown.place.name)
        assertEquals(15 * 60 * 1000L, shown.limitMs)
        val card = countdown(shown, phone.unit.hallTime.atMs)!!
        assertTrue(card, Regex("1[45]:[0-5][0-9]").matches(card))
    }

    @Test
    fun anOrderIsCarriedOutAndReportedWithAPhoto() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        phone.unit.setOff(order)
        phone.known("under way") { known ->
            known.orders.any { it.assignment.state == AssignmentState.UNDER_WAY && !it.provisional }
        }
        phone.unit.arrived(order)
        phone.unit.report(order, "nobody hurt 无人受伤", jpeg())
        val told = eventually("a report") {
            District.order(order).takeIf { it.getJSONArray("reports").length() > 0 && it.leg("arrived") != null }
        }
        val report = told.getJSONArray("reports").getJSONObject(0)
        assertEquals("nobody hurt 无人受伤" to sha256(jpeg()), report["text"] to report["photo"])
        assertEquals(officer.unit, told.leg("arrived")!!["unit"])
        val photo = eventually("the photo") { District.file("/api/photos/${report["photo"]}") }
        assertArrayEquals(jpeg(), photo)
        val shown = phone.known("all told") { it.waiting == 0u && it.orders[0].reports.isNotEmpty() }.orders.single()
        assertFalse(shown.provisional)
        assertTrue(shown.arrivedAtMs != null && shown.reportedAtMs != null)
    }

    @Test
    fun aNoIsToldWithItsReason() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.decline(order, DeclineReason.TOO_FAR)
        val because = eventually("a no") {
            val assignment = District.order(order).getJSONArray("assignments").getJSONObject(0)
            assignment.opt("declined_because") as? String
        }
        assertEquals("too_far", because)
        assertTrue(phone.unit.orders.isEmpty())
    }

    @Test
    fun anOrderThatIsCalledOffEndsOnThePhone() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        District.cancel(order)
        phone.notice<Notice.OrderEnded> { it.order == order }
        assertTrue(phone.unit.orders.isEmpty())
        fault("refused") { phone.unit.accept(order) }
    }

    @Test
    fun whatTheAppMayNotDoIsKnownInTheHall() = story { officer, phone ->
        phone.unit.fix(standing())
        phone.unit.permissionsChanged(Permissions(LocationPermission.ALWAYS, notifications = false, batteryExempt = true))
        // The hall asks each phone once a minute, in a second of its own.
        eventually("a doubt", 60_000 + SOON_MS) {
            val reasons = District.unit(officer).optJSONObject("reachability")?.getJSONArray("reasons")
            reasons?.takeIf { "notifications_off" in it.toList() }
        }
    }

    @Test
    fun aCallForHelpIsOpenOnBothSides() = story { officer, phone ->
        phone.unit.callForHelp()
        phone.notice<Notice.SosChanged> { it.open }
        assertTrue("the camera is to be on", phone.known("SOS") { it.sos && it.waiting == 0u }.live)
        eventually("a unit in danger") { District.unit(officer).takeIf { it["state"] == "busy" } }
    }
}

/** A leg of an order, once it is met. */
fun JSONObject.leg(name: String): JSONObject? = getJSONObject("legs").optJSONObject(name)

/** How a photo is named. */
fun sha256(bytes: ByteArray): String =
    MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) }
