// The way to an order's scene, on a real hall, on the net and off it.
package yike.tests

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.Datum
import yike.fieldunit.LatLon
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.inDatum
import kotlin.math.abs

class WayTest {
    @Test
    fun theWayIsThereOffTheNetUntilTheOrderIsEnded() = runBlocking {
        val officer = District.officer()
        Relay(District.address).use { relay ->
            val settings = officer.settings.copy(connectTo = relay.address)
            var phone = Phone.start(settings)
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            phone.unit.fix(standing().copy(lat = START.lat, lon = START.lon))
            eventually("a position") { District.unit(officer).optJSONObject("position") }
            val order = District.sendOrder(officer)
            phone.notice<Notice.OrderRang> { it.order == order }

            val way = phone.unit.way(order)
            assertEquals(Triple(order, false, null), Triple(way.order, way.kept, way.noWay))
            assertTrue("${way.line}", abs(way.line.first().lat - START.lat) < 0.002 && abs(way.line.last().lat - LAT) < 0.002 && way.line.size > 5)
            assertTrue("${way.metres} m, ${way.etaS} s", way.metres!! in 1_300u..4_000u && way.etaS!! in 60u..900u)
            assertTrue("Städtle" in way.streets.map { it.name })
            assertEquals("the hall is not asked again without a reason", way, phone.unit.way(order))

            relay.cut()
            phone.known("offline") { !it.online }
            val kept = phone.unit.way(order)
            assertEquals(way.copy(kept = true), kept)

            // The app is ended, as by the system, and comes back without a net.
            phone.end()
            phone = Phone.start(settings)
            phone.known("the order") { it.orders.isNotEmpty() }
            assertEquals(kept, phone.unit.way(order))

            relay.mend()
            phone.unit.networkChanged()
            phone.known("online again") { it.online }
            District.cancel(order)
            phone.known("no order") { it.orders.isEmpty() }
            val refused = fault("refused") { phone.unit.way(order) } as PhoneFault.Refused
            assertEquals("not_at_hand", refused.reason)
            phone.end()
        }
    }

    @Test
    fun theHallsNumberIsKnown() = story { _, phone ->
        val number = phone.known("the hall's number") { it.hallTelephone != null }.hallTelephone!!
        assertTrue(number, Regex("[+]?[0-9]{3,15}").matches(number))
    }

    @Test
    fun aPlaceIsHandedOverInTheDatumOfTheCountry() {
        val baoshan = LatLon(31.405, 121.489)
        val (wgs84, gcj02, bd09) = listOf(Datum.WGS84, Datum.GCJ02, Datum.BD09).map { inDatum(baoshan, it) }
        assertEquals(baoshan, wgs84)
        assertTrue("$gcj02 $bd09", gcj02.lon - baoshan.lon in 0.003..0.006 && bd09.lon - baoshan.lon in 0.009..0.013)
        assertEquals(START, inDatum(START, Datum.BD09))
    }

    private companion object {
        /** A kilometre and a half north of the scene, on the road from Schaan. */
        val START = LatLon(47.1535, 9.5152)
    }
}
