// A live picture from prepared frames, on a real hall.
package yike.tests

import kotlinx.coroutines.delay
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import yike.fieldunit.LivePicture
import yike.fieldunit.LiveState
import yike.fieldunit.Notice
import yike.fieldunit.VideoCodec
import yike.phone.EncoderWish
import yike.phone.EncoderWishes
import kotlin.random.Random

/** A frame of 50 kB is to be handed over in this long. */
private const val FRAME_WITHIN_US = 500L

class LiveTest {
    @Test
    fun aPictureMeetsTheOrdersVideoLegAndIsDecodedInTheHall() = story { officer, phone ->
        assertEquals(60, Clip.accessUnits.size)
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        filming(phone) { filming ->
            phone.notice<Notice.LiveChanged> { it.on }
            val leg = eventually("a picture") { District.order(order).leg("on_video") }
            assertEquals(officer.unit, leg["unit"])
            phone.known("the leg") { it.orders[0].onVideoAtMs != null }
            filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
            val rate = filming.wish<EncoderWish.Bitrate> { it.bitsPerSecond > 0 }
            assertTrue("$rate", rate.bitsPerSecond <= LIVE.maxBitrateBps.toLong())
            val still = eventually("a still") { District.file("/api/units/${officer.unit}/still") }
            assertArrayEquals(byteArrayOf(-1, -40, -1), still.copyOf(3))
        }
        eventually("the stream's end") { District.unit(officer).takeIf { !it.getBoolean("live") } }
        phone.known("the end") { !it.live }
    }

    @Test
    fun anEncoderThatStopsIsToldUntilItGoesOn() = story { officer, phone ->
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        filming(phone, pictures = emptyList()) { filming ->
            filming.wish<EncoderWish.Silent> { it.silent }
            filming.picture.video(0u, 0, Clip.accessUnits.first())
            filming.wish<EncoderWish.Silent> { !it.silent }
        }
    }

    @Test
    fun whileNobodyLooksNoneNeedBeEncoded() = story { _, phone ->
        filming(phone) { it.wish<EncoderWish.Encode> { wish -> !wish.needed } }
    }

    @Test
    fun goingOffDutyEndsThePicture() = story { officer, phone ->
        filming(phone) {
            eventually("a stream") { District.unit(officer).takeIf { it.getBoolean("live") } }
            phone.unit.goOffDuty()
            phone.notice<Notice.LiveChanged> { !it.on }
            eventually("the stream's end") { District.unit(officer).takeIf { !it.getBoolean("live") } }
        }
        fault("off_duty") { phone.unit.goLive(LIVE, EncoderWishes()) }
    }

    @Test
    fun thereIsOnePictureAtATime() = story { _, phone ->
        filming(phone) { fault("live_already") { phone.unit.goLive(LIVE, EncoderWishes()) } }
        filming(phone) { it.wish<EncoderWish.State> { wish -> wish.state == LiveState.CONNECTED } }
    }

    @Test
    fun aFrameThatIsNotH264IsRefusedAndSpoilsNothing() = story { _, phone ->
        filming(phone) { filming ->
            filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
            // A picture as in MP4, one of H.265, a JPEG, nothing.
            val strange = listOf(byteArrayOf(0, 0, 0, 4, 0x65, 1, 2, 3), byteArrayOf(0, 0, 0, 1, 0x40, 1), jpeg(), byteArrayOf())
            for (bytes in strange) fault("frame_not_h264") { filming.picture.video(0u, 0, direct(bytes)) }
            assertEquals(LiveState.CONNECTED, filming.asked.value.filterIsInstance<EncoderWish.State>().last().state)
        }
    }

    @Test
    fun aHallThatRecordsHasAnEncoderOfBothMakeH264() = story { officer, phone ->
        filming(phone, settings = LIVE.copy(h265 = true)) { filming ->
            eventually("a stream") { District.unit(officer).takeIf { it.getBoolean("live") } }
            eventually("a still") { District.file("/api/units/${officer.unit}/still") }
            assertEquals(VideoCodec.H264, filming.picture.codec())
            assertEquals(emptyList<EncoderWish>(), filming.asked.value.filterIsInstance<EncoderWish.EncodeIn>())
        }
    }

    @Test
    fun soundGoesWithThePictureAndNothingAfterItsEnd() = story { _, phone ->
        lateinit var picture: LivePicture
        filming(phone) { filming ->
            picture = filming.picture
            filming.wish<EncoderWish.State> { it.state == LiveState.CONNECTED }
            // What was filmed before there was a connection has gone.
            val dropped = filming.picture.dropped()
            // Opus: 20 ms of silence (RFC 6716 section 3.2.1).
            repeat(25) { number ->
                filming.picture.sound(number * 20L, 127u, direct(byteArrayOf(-8, -1, -2)))
                delay(20)
            }
            assertEquals(dropped, filming.picture.dropped())
        }
        // Nobody films any more, and it is stopped.
        fault("stopped") { picture.sound(0, null, direct(byteArrayOf(-8))) }
        fault("stopped") { picture.video(0u, 0, Clip.accessUnits.first()) }
        picture.stop()
    }

    @Test
    fun aFrameOf50KbIsHandedOverInTime() = story { _, phone ->
        val picture = phone.unit.goLive(LIVE, EncoderWishes())
        // A picture that needs another, of noise in which no start code can be: as long to read as any.
        val noise = Random(1).nextBytes(50_000).map { (it.toInt() or 1).toByte() }.toByteArray()
        val frame = direct(byteArrayOf(0, 0, 0, 1, 0x41) + noise)
        val took = (0L until 2_000L).map { number ->
            val began = System.nanoTime()
            picture.video(0u, number, frame)
            (System.nanoTime() - began) / 1000
        }.sorted()
        picture.stop()
        println("a frame of 50 kB from Kotlin: median ${took[1_000]} µs, p99 ${took[1_980]} µs")
        assertTrue(took[1_000] < FRAME_WITHIN_US)
    }
}
