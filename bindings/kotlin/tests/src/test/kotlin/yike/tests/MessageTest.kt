// Messages on an order between a hall and an officer, on a real hall.
package yike.tests

import kotlinx.coroutines.runBlocking
import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.MediaType
import yike.fieldunit.NewAttachment
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault

class MessageTest {
    @Test
    fun hallAndOfficerWriteEachOtherAndSeeThatItWasRead() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        District.write(order, "back door, code 4711 后门")
        val message = phone.known("a message") { it.orders.singleOrNull()?.unread == 1u }.orders.single().messages.single()
        assertEquals("back door, code 4711 后门" to null, message.text to message.fromUnit)
        assertTrue(message.sent && message.unread)

        phone.unit.readMessages(order, listOf(message.id))
        phone.unit.writeMessage(order, "  门锁着 locked\n")
        phone.known("all told") { it.waiting == 0u && it.orders[0].unread == 0u }
        val (first, second) = messages(order)
        assertEquals(listOf(officer.unit), first.readers())
        assertEquals("门锁着 locked" to officer.unit, second["text"] to second.getJSONObject("from")["unit"])

        assertEquals(emptyList<String>(), second.readers())
        District.read(order, second.getString("id"))
        val own = phone.known("a mark") { it.orders[0].messages.last().read.isNotEmpty() }.orders[0].messages.last()
        assertEquals(Triple(officer.unit, true, false), Triple(own.fromUnit, own.sent, own.unread))
        assertNull("the hall read it", own.read.single().unit)
    }

    @Test
    fun whatIsNoMessageIsRefusedWithItsReason() = story { officer, phone ->
        val order = District.sendOrder(officer)
        eventually("the receipt") { District.delivered(order) }
        phone.known("all told") { it.waiting == 0u }
        for ((text, reason) in listOf(" \n" to "message_empty", "a".repeat(1001) to "message_too_long", "\u001b[31m" to "message_unreadable")) {
            val refused = fault("refused") { phone.unit.writeMessage(order, text) } as PhoneFault.Refused
            assertEquals(reason, refused.reason)
        }
        fault("not_an_id") { phone.unit.readMessages(order, listOf("7")) }
        assertEquals(0u, phone.unit.snapshot.value?.waiting)
    }

    @Test
    fun whatWasWrittenAndReadOffTheNetArrivesOnceAfterComingBack() = runBlocking {
        val officer = District.officer()
        Relay(District.address).use { relay ->
            val settings = officer.settings.copy(connectTo = relay.address)
            var phone = Phone.start(settings)
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            phone.known("on duty") { it.onDuty && it.waiting == 0u }
            val order = District.sendOrder(officer)
            phone.notice<Notice.OrderRang> { it.order == order }
            District.write(order, "where are you?")
            val asked = phone.known("a message") { it.waiting == 0u && it.orders.singleOrNull()?.unread == 1u }.orders.single().messages.single()

            relay.cut()
            phone.known("offline") { !it.online }
            phone.unit.readMessages(order, listOf(asked.id))
            phone.unit.writeMessage(order, "at the gate 在门口")
            val waits = phone.known("two waiting") { it.waiting == 2u }.orders.single()
            assertEquals(0u to listOf(true, false), waits.unread to waits.messages.map { it.sent })
            District.write(order, "come in by the yard")
            assertEquals(listOf("where are you?", "come in by the yard"), messages(order).map { it["text"] })
            assertEquals(emptyList<String>(), messages(order).first().readers())

            // The app is ended, as by the system, and comes back before the net does.
            phone.end()
            phone = Phone.start(settings)
            val kept = phone.known("the order") { it.orders.isNotEmpty() }
            assertEquals(2u to "at the gate 在门口", kept.waiting to kept.orders[0].messages.last().text)

            relay.mend()
            phone.unit.networkChanged()
            val back = phone.known("all told") { it.online && it.waiting == 0u && it.orders.singleOrNull()?.messages?.size == 3 }.orders.single()
            assertTrue("${back.messages}", back.messages.all { it.sent })
            assertEquals(listOf("come in by the yard"), back.messages.filter { it.unread }.map { it.text })
            assertEquals(listOf("where are you?", "come in by the yard", "at the gate 在门口"), messages(order).map { it["text"] })
            assertEquals(listOf(officer.unit), messages(order).first().readers())
            phone.end()
        }
    }

    @Test
    fun aPhotoGoesWithAMessageAndIsSeenOnBothSides() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.writeMessage(order, "", NewAttachment(MediaType.JPEG, jpeg()))
        phone.known("all told") { it.waiting == 0u && it.orders.singleOrNull()?.messages?.singleOrNull()?.sent == true }
        val beside = messages(order).single().getJSONObject("attachment")
        assertEquals(sha256(jpeg()) to "image/jpeg", beside["sha256"] to beside["media_type"])
        val photo = eventually("the photo") { District.file("/api/attachments/${sha256(jpeg())}") }
        assertArrayEquals(jpeg(), photo)
        assertArrayEquals(jpeg(), phone.unit.attachment(sha256(jpeg())))
        fault("attachment_not_of_its_kind") { phone.unit.writeMessage(order, "", NewAttachment(MediaType.OGG, jpeg())) }
        fault("no_attachment") { phone.unit.attachment("0".repeat(64)) }
    }

    @Test
    fun aClipComesWithoutItsPlaceAndOneThatNotEverybodyCouldPlayIsRefused() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        fault("attachment_not_played") { phone.unit.writeMessage(order, "", NewAttachment(MediaType.CLIP, mp4(codec = "hvc1"))) }
        fault("attachment_not_of_its_kind") { phone.unit.writeMessage(order, "", NewAttachment(MediaType.CLIP, mp4().copyOf(30_000))) }
        val place = "+47.1410+009.5209/"
        phone.unit.writeMessage(order, "", NewAttachment(MediaType.CLIP, mp4(told = place)))
        val beside = phone.known("the message") { it.orders.singleOrNull()?.messages?.size == 1 }.orders.single().messages.single().attachment!!
        val clip = eventually("the clip") { District.file("/api/attachments/${beside.sha256}") }
        assertEquals(mp4(told = place).size, clip.size)
        assertFalse(place in String(clip, Charsets.ISO_8859_1))
        assertArrayEquals(clip, phone.unit.attachment(beside.sha256))
    }

    @Test
    fun aSoundNoteSpokenOffTheNetIsHeardThereAndArrivesAfterComingBack() = runBlocking {
        val officer = District.officer()
        val note = mp4(300_000)
        Relay(District.address).use { relay ->
            val settings = officer.settings.copy(connectTo = relay.address)
            var phone = Phone.start(settings)
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            val order = District.sendOrder(officer)
            phone.notice<Notice.OrderRang> { it.order == order }
            District.write(order, "", jpeg(), "image/jpeg")
            phone.known("the photo’s message") { it.waiting == 0u && it.orders.singleOrNull()?.messages?.size == 1 }
            assertArrayEquals(jpeg(), phone.unit.attachment(sha256(jpeg())))

            relay.cut()
            phone.known("offline") { !it.online }
            phone.unit.writeMessage(order, "", NewAttachment(MediaType.MP4, note))
            phone.end()
            phone = Phone.start(settings)
            val kept = phone.known("the order") { it.orders.singleOrNull()?.messages?.size == 2 }.orders.single()
            assertEquals(MediaType.MP4 to false, kept.messages.last().let { it.attachment?.mediaType to it.sent })
            for (bytes in listOf(jpeg(), note)) assertArrayEquals(bytes, phone.unit.attachment(sha256(bytes)))
            fault("no_attachment") { phone.unit.attachment("0".repeat(64)) }

            relay.mend()
            phone.unit.networkChanged()
            phone.known("all told") { it.online && it.orders.singleOrNull()?.messages?.lastOrNull()?.sent == true }
            assertArrayEquals(note, eventually("the note") { District.file("/api/attachments/${sha256(note)}") })
            phone.end()
        }
    }

    private fun messages(order: String): List<JSONObject> = District.order(order).getJSONArray("messages").map { it as JSONObject }

    /** The units that have read a message; an empty name is the hall. */
    private fun JSONObject.readers(): List<String> = getJSONArray("read").map { (it as JSONObject).getJSONObject("by").optString("unit") }
}
