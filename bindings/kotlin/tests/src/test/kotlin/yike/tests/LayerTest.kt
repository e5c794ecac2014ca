// The layer over the face, by itself: what it shows, and that it has words for every fault.
package yike.tests

import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.Assignment
import yike.fieldunit.AssignmentState
import yike.fieldunit.Order
import yike.fieldunit.OrderKind
import yike.fieldunit.OrderStatus
import yike.fieldunit.PhoneFault
import yike.fieldunit.Place
import yike.fieldunit.VideoCodec
import yike.fieldunit.coreVersion
import yike.fieldunit.faultCode
import yike.phone.EncoderWish
import yike.phone.EncoderWishes
import yike.phone.countdown
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** One of each. */
private val FAULTS = listOf(
    PhoneFault.Stopped(), PhoneFault.Refused("", ""), PhoneFault.OutboxFull(), PhoneFault.NotStored(""),
    PhoneFault.PhotoNotJpeg(), PhoneFault.PhotoTooBig(), PhoneFault.AttachmentNotOfItsKind(""), PhoneFault.AttachmentNotPlayed(""),
    PhoneFault.AttachmentTooBig(""), PhoneFault.NoAttachment(""), PhoneFault.LiveAlready(), PhoneFault.TalkOpenAlready(), PhoneFault.UnitUnknown(),
    PhoneFault.OffDuty(), PhoneFault.FrameNotH264(), PhoneFault.FrameNotH265(), PhoneFault.NotAnId(""), PhoneFault.NotAPlace(""),
    PhoneFault.NotAPushToken(), PhoneFault.NotANumber(), PhoneFault.NoWay(""),
    PhoneFault.HallAddress(), PhoneFault.ProxyAddress(), PhoneFault.NotEnrolled("", "", "", ""), PhoneFault.Certificates(), PhoneFault.Store(""), PhoneFault.System(""),
)

class LayerTest {
    @Test
    fun theCoreSaysItsVersion() {
        assertTrue(Regex("""\d+\.\d+\.\d+""").matches(coreVersion()))
    }

    @Test
    fun theCountdownReadsZeroWhenTheLimitIsUpAndNotBefore() {
        val shown = listOf(0L, 1L, 899_999L, 900_000L, 900_999L, 901_000L, 967_000L).map { countdown(due(900_000), it) }
        assertEquals(listOf("15:00", "15:00", "0:01", "0:00", "-0:00", "-0:01", "-1:07"), shown)
    }

    @Test
    fun anOrderWithoutALimitHasNoCountdown() {
        assertNull(countdown(due(null), 0))
    }

    @Test
    fun everyFaultHasWordsInBothLanguages() {
        val codes = FAULTS.map { "fault_${faultCode(it)}" }.toSet()
        assertEquals("one of each", PhoneFault::class.java.declaredClasses.count { PhoneFault::class.java.isAssignableFrom(it) }, codes.size)
        for (language in listOf("values", "values-zh")) assertEquals(language, codes, words(language).keys)
        assertTrue("Chinese", words("values-zh")["fault_off_duty"]!!.any { it.code > 0x2e80 })
    }

    @Test
    fun whatASlowFollowerHasNoRoomForGoesByAndThatIsTold() = runBlocking {
        val camera = EncoderWishes()
        repeat(300) { camera.setBitrate(0u, it.toULong()) }
        assertEquals(List(256) { EncoderWish.Bitrate(0, it.toLong()) }, camera.wishes.take(256).toList())
        camera.encode(true)
        assertEquals(listOf(EncoderWish.Missed(44), EncoderWish.Encode(true)), camera.wishes.take(2).toList())
        camera.encodeIn(VideoCodec.H265)
        assertEquals(listOf(EncoderWish.EncodeIn(VideoCodec.H265)), camera.wishes.take(1).toList())
    }

    private fun words(language: String): Map<String, String> {
        val file = File(System.getProperty("yike.res"), "$language/faults.xml")
        val strings = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getElementsByTagName("string")
        return (0 until strings.length).associate { at ->
            strings.item(at).attributes.getNamedItem("name").nodeValue to strings.item(at).textContent
        }
    }

    private fun due(atMs: Long?) = Order(
        id = "", kind = OrderKind.EMERGENCY, place = Place(LAT, LON, "", ""), arrivalRadiusM = 50.0, note = "",
        status = OrderStatus.Open, team = false, sentAtMs = 0, limitMs = atMs, startedAtMs = 0, dueAtMs = atMs,
        arrivedAtMs = null, onVideoAtMs = null, reportedAtMs = null, reports = emptyList(),
        assignment = Assignment("", AssignmentState.ACCEPTED, 0, null, null), provisional = false,
    )
}
