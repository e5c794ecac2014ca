// A phone that comes in by a QR code and signs in by its own key, on a real hall.
package yike.tests

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.Enrolled
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.phone.FieldUnit

class EnrolmentTest {
    private val officer = District.officer()
    private val key = SoftwareKey()

    @Test
    fun anEnrolledPhoneTracksTakesAnOrderAndSignsOff() = runBlocking {
        val phone = Phone.start(enrolled())
        phone.known("online") { it.online && it.unit != null }
        phone.unit.goOnDuty()
        phone.unit.fix(standing())
        eventually("a position") { District.unit(officer).optJSONObject("position") }
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        eventually("a yes in the hall") {
            District.order(order).getJSONArray("assignments").getJSONObject(0).takeIf { it["state"] == "accepted" }
        }
        assertTrue("a session that stands is renewed", phone.unit.renewSession())
        assertTrue(phone.unit.signOff())
        assertFalse("there is no session any more", phone.unit.renewSession())
        phone.end()
    }

    @Test
    fun aCodeIsGoodForOneKeyAlone() = runBlocking {
        val qr = District.qr(officer)
        val first = FieldUnit.enrol(qr, "phone", key)
        assertEquals(officer.settings.name to District.url, first.name to first.hall)
        assertEquals("an answer may be lost", first, FieldUnit.enrol(qr, "phone", key))
        val fault = notEnrolled(qr, SoftwareKey())
        assertEquals("code_used", fault.reason)
        assertTrue(fault.english, "used already" in fault.english)
        assertTrue(fault.chinese, "已被使用" in fault.chinese)
    }

    @Test
    fun aCodeThatIsNoneSaysWhatIsWrong() = runBlocking {
        val good = District.qr(officer)
        val wrong = mapOf(
            "not_ours" to "https://pay.example/123", "other_version" to good.replace("v=1", "v=2"), "damaged" to good.dropLast(1),
            "unencrypted" to "$good&pin=sha256:${"0f".repeat(32)}", "away" to good.replace(District.url, "http://127.0.0.1:9"),
        )
        for ((reason, qr) in wrong) assertEquals(reason, notEnrolled(qr, key).reason)
    }

    @Test
    fun aKeyThatIsLockedIsToldAsSuchAndUsedOnceItIsOpen() = runBlocking {
        val settings = enrolled()
        key.locked = true
        val fault = notEnrolled(District.qr(officer), key)
        assertEquals("key", fault.reason)
        assertTrue(fault.detail, "locked" in fault.detail)
        val phone = Phone.start(settings)
        phone.notice<Notice.KeyUnusable>()
        phone.unit.goOnDuty()
        key.locked = false
        phone.unit.networkChanged()
        phone.known("all told") { it.online && it.waiting == 0u }
        phone.end()
    }

    @Test
    fun aPhoneThatIsPutOutIsToldSo() = runBlocking {
        val phone = Phone.start(enrolled())
        phone.known("online") { it.online }
        District.putOut(District.phones(officer).single())
        phone.notice<Notice.PhoneRevoked>()
        phone.known("offline") { !it.online }
        phone.end()
    }

    private suspend fun enrolled(): PhoneSettings {
        val brought = FieldUnit.enrol(District.qr(officer), "phone", key)
        return officer.settings.copy(password = "", enrolled = Enrolled(brought.phone, brought.pins, key))
    }

    private suspend fun notEnrolled(qr: String, key: SoftwareKey): PhoneFault.NotEnrolled =
        fault("not_enrolled") { FieldUnit.enrol(qr, "phone", key) } as PhoneFault.NotEnrolled
}
