// Officers talk with one another through a real hall.
package yike.tests

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.OwnTalk
import yike.fieldunit.Speaker
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkLine
import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentLinkedQueue

/** How loud the microphone is said to be: a voice. */
private val VOICE: UByte = 30u

/** Remembers what is played. */
private class Ear : Speaker {
    val packets = ConcurrentLinkedQueue<ByteArray>()

    override fun play(takenAtMs: Long, packet: ByteArray) {
        packets.add(packet)
    }

    override fun onMissed(count: ULong): Unit = throw AssertionError("$count packets went by")
}

class TalkTest {
    @Test
    fun whoPressesIsHeardAndNobodyElse() = story { officer, phone ->
        val (_, other) = Phone.ready()
        val ear = Ear()
        val (line, listening) = lineOf(phone, Ear()) to lineOf(other, ear)
        val town = TalkGroup.Town(phone.known("its unit") { it.unit != null }.unit!!.town)
        val speaking = launch(Dispatchers.IO) { speak(line) }
        delay(500)
        assertEquals("nobody pressed", 0, ear.packets.size)
        line.press(town)
        val granted = phone.known("the floor") { it.talk.own is OwnTalk.Granted }
        assertTrue("the microphone is let out", granted.talk.out)
        eventually("a voice") { ear.packets.takeIf { it.size > 10 } }
        assertArrayEquals(packet(), ear.packets.first())
        val heard = other.known("who talks") { it.talk.heard.isNotEmpty() }.talk.heard
        assertEquals(listOf(officer.settings.name), heard.map { it.name })
        line.release()
        assertFalse(phone.known("nothing") { it.talk.own is OwnTalk.Idle }.talk.out)
        speaking.cancel()
        listening.stop()
        line.stop()
        other.end()
    }

    @Test
    fun aLineIsForOfficersOnDuty() = story { _, phone ->
        val line = lineOf(phone, Ear())
        fault("talk_open_already") { phone.unit.openTalk(Ear()) }
        phone.unit.goOffDuty()
        phone.known("closed") { !it.talk.open }
        fault("off_duty") { phone.unit.openTalk(Ear()) }
        line.stop()
    }
}

private suspend fun lineOf(phone: Phone, ear: Ear): TalkLine {
    val line = phone.unit.openTalk(ear)
    phone.known("the line sounds") { it.talk.sounds && it.talk.own != null }
    return line
}

private fun packet() = ByteArray(60) { 0x78 }

private suspend fun speak(line: TalkLine) {
    val bytes = ByteBuffer.allocateDirect(60).put(packet()).flip() as ByteBuffer
    repeat(3_000) { number ->
        line.sound(number * 20L, VOICE, bytes.duplicate())
        delay(20)
    }
}
