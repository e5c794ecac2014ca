// A whole errand, watched in a real Chromium: what the core sends from Kotlin is decoded, and looks like what was filmed.
package yike.tests

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.Enrolled
import yike.fieldunit.LiveState
import yike.fieldunit.Notice
import yike.phone.EncoderWish
import yike.phone.FieldUnit

class ErrandTest {
    @Test
    fun anErrandFromEnrolmentToTheReportIsWatchedInChromium() = runBlocking {
        val officer = District.officer()
        val key = SoftwareKey()
        val brought = FieldUnit.enrol(District.qr(officer), "phone", key)
        Relay(District.address).use { relay ->
            val enrolled = Enrolled(brought.phone, brought.pins, key)
            val phone = Phone.start(officer.settings.copy(password = "", enrolled = enrolled, connectTo = relay.address))
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            phone.unit.fix(standing())
            eventually("a position") { District.unit(officer).optJSONObject("position") }
            val order = District.sendOrder(officer)
            phone.notice<Notice.OrderRang> { it.order == order }
            phone.unit.accept(order)
            phone.unit.setOff(order)
            filming(phone) { filming ->
                filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
                val seen = watch(officer)
                println("Chromium saw $seen")
                assertEquals("video/H264" to Clip.SIZE, seen.codec to seen.size)
                assertTrue("$seen", seen.isTheClip)
                // Not half of those filmed meanwhile: this machine may be busy with other things.
                assertTrue("$seen", seen.looks.last().frames - seen.looks[0].frames >= Clip.FPS)
                eventually("the leg") { District.order(order).leg("on_video") }
            }
            phone.unit.arrived(order)
            // What is known follows what is stored: without the stamp it may be from before.
            phone.known("all told") { it.waiting == 0u && it.orders.singleOrNull()?.arrivedAtMs != null }

            relay.cut()
            phone.known("offline") { !it.online }
            phone.unit.report(order, "all quiet 平安无事", jpeg())
            phone.known("a report that waits") { it.waiting == 1u }
            assertEquals(0, District.order(order).getJSONArray("reports").length())
            relay.mend()
            phone.unit.networkChanged()
            phone.known("all told") { it.online && it.waiting == 0u }
            val told = District.order(order)
            assertEquals(1, told.getJSONArray("reports").length())
            for (leg in listOf("arrived", "on_video", "reported")) assertTrue(leg, told.leg(leg) != null)
            eventually("the photo") { District.file("/api/photos/${sha256(jpeg())}") }
            phone.end()
        }
    }

    @Test
    fun framesOfNoiseAreNotTakenForThePicture() = story { officer, phone ->
        filming(phone, Clip.noise()) { filming ->
            filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
            val seen = watch(officer)
            println("of noise Chromium saw $seen")
            assertFalse("$seen", seen.isTheClip)
        }
    }

    @Test
    fun aCameraThatFilmsNothingShowsNothing() = story { officer, phone ->
        filming(phone, emptyList()) { filming ->
            filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
            val seen = watch(officer)
            assertTrue("$seen", seen.looks.isEmpty())
        }
    }
}
