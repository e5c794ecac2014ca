// No net, no hall, no such officer: what an app is told, and that nothing is lost.
package yike.tests

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.phone.EncoderWishes
import yike.phone.FieldUnit
import java.nio.file.Files

private const val NOBODYS_ORDER = "01980000-0000-7000-8000-000000000000"

class TroubleTest {
    @Test
    fun aWrongPasswordIsTold() = runBlocking {
        val phone = Phone.start(District.officer().settings.copy(password = "a wrong one"))
        phone.notice<Notice.SignInRefused>()
        assertFalse(phone.unit.snapshot.value?.online ?: false)
        phone.end()
    }

    @Test
    fun aHallThatIsAwayCostsNothingButTheWait() = runBlocking {
        val folder = Files.createTempDirectory("yike-away-")
        val store = folder.resolve("phone.db").toString()
        val phone = Phone.start(PhoneSettings("http://127.0.0.1:9", "somebody", "a password", store, "kotlin tests"))
        phone.unit.goOnDuty()
        phone.unit.fix(standing())
        assertFalse(phone.known("two waiting") { it.onDuty && it.waiting == 2u }.online)
        fault("unit_unknown") { phone.unit.goLive(LIVE, EncoderWishes()) }
        phone.end()
        assertTrue(folder.toFile().deleteRecursively())
    }

    @Test
    fun whatCannotBeStartedSaysWhy() = runBlocking {
        val settings = District.officer().settings
        fault("hall_address") { FieldUnit.start(settings.copy(hall = "no address")) }
        fault("proxy_address") { FieldUnit.start(settings.copy(proxy = "no address")) }
        fault("store") { FieldUnit.start(settings.copy(store = "/proc/nowhere/phone.db")) }
        val ca = "no certificate".toByteArray()
        fault("certificates") { FieldUnit.start(settings.copy(hall = "https://hall.invalid", ca = ca)) }
        Unit
    }

    @Test
    fun aStrangeCertificateIsNeverTrusted() = runBlocking {
        // The hall speaks plain HTTP, so that no handshake can come about.
        val phone = Phone.start(District.officer().settings.copy(hall = District.url.replace("http:", "https:")))
        phone.unit.goOnDuty()
        delay(2_000)
        val known = phone.known("something") { it.onDuty }
        assertEquals(false to 1u, known.online to known.waiting)
        phone.end()
    }

    @Test
    fun whatAnOfficerCannotDoIsRefusedWithItsReason() = story { _, phone ->
        fault("not_an_id") { phone.unit.accept("7") }
        val refused = fault("refused") { phone.unit.accept(NOBODYS_ORDER) } as PhoneFault.Refused
        assertTrue(refused.reason.isNotEmpty() && refused.detail.isNotEmpty())
        fault("photo_not_jpeg") { phone.unit.report(NOBODYS_ORDER, "", "no picture".toByteArray()) }
        val huge = jpeg() + ByteArray(8 * 1024 * 1024)
        fault("photo_too_big") { phone.unit.report(NOBODYS_ORDER, "", huge) }
    }

    @Test
    fun aMeasurementThatIsNoneIsTold() = story { _, phone ->
        phone.unit.fix(standing(accuracyM = -1.0))
        assertTrue("accuracy_m" in phone.notice<Notice.FixUnusable>().detail)
        fault("not_a_place") { phone.unit.fix(standing().copy(lat = 91.0)) }
    }

    @Test
    fun aPhoneThatWasShutDownDoesNothingMore() = story { _, phone ->
        phone.unit.shutdown()
        fault("stopped") { phone.unit.goOnDuty() }
        fault("stopped") { phone.unit.report(NOBODYS_ORDER, "late") }
        fault("stopped") { phone.unit.goLive(LIVE, EncoderWishes()) }
        fault("stopped") { phone.unit.networkChanged() }
        phone.unit.fix(standing())
    }

    @Test
    fun nothingDoneOffTheNetIsLostOrDoubled() = runBlocking {
        val officer = District.officer()
        Relay(District.address).use { relay ->
            val settings = officer.settings.copy(connectTo = relay.address)
            var phone = Phone.start(settings)
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            val order = District.sendOrder(officer)
            phone.notice<Notice.OrderRang> { it.order == order }
            eventually("the receipt") { District.delivered(order) }
            phone.known("all told") { it.waiting == 0u }

            relay.cut()
            phone.known("offline") { !it.online }
            phone.unit.accept(order)
            phone.unit.setOff(order)
            phone.unit.arrived(order)
            phone.unit.report(order, "all quiet", jpeg())
            phone.known("four waiting") { it.waiting == 4u && it.orders[0].provisional }
            assertEquals(0, District.order(order).getJSONArray("reports").length())

            // The app is ended, as by the system, and comes back before the net does.
            phone.end()
            phone = Phone.start(settings)
            val kept = phone.known("the order") { it.orders.isNotEmpty() }
            assertEquals(4u to "all quiet", kept.waiting to kept.orders[0].reports[0].text)

            relay.mend()
            phone.unit.networkChanged()
            phone.known("all told") { it.online && it.waiting == 0u }
            val told = District.order(order)
            assertEquals(listOf("all quiet"), told.getJSONArray("reports").map { (it as org.json.JSONObject)["text"] })
            assertEquals("under_way", told.getJSONArray("assignments").getJSONObject(0)["state"])
            assertTrue(told.leg("arrived") != null)
            eventually("the photo") { District.file("/api/photos/${sha256(jpeg())}") }

            // Once more, and nothing is told again.
            relay.cut()
            phone.known("offline") { !it.online }
            relay.mend()
            phone.unit.networkChanged()
            phone.known("online") { it.online }
            assertEquals(1, District.order(order).getJSONArray("reports").length())
            phone.end()
        }
    }
}
