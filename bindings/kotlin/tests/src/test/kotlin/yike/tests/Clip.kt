// Prepared pictures: the access units of `clip/testsrc.h264`, each of which begins with a delimiter (H.264 section 7.3.2.4), and what
// they show.
package yike.tests

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import kotlin.random.Random

object Clip {
    const val FPS: Int = 15

    /** Pixels across and down. */
    val SIZE: Pair<Int, Int> = 320 to 240

    /** Its bars, as FFmpeg decodes it: red, green and blue at a point of each, which never change. */
    val BARS: Map<Pair<Int, Int>, List<Int>> = mapOf(
        (10 to 20) to listOf(0, 0, 0), (60 to 60) to listOf(0, 255, 255), (100 to 60) to listOf(255, 0, 255), (140 to 60) to listOf(0, 0, 255),
        (180 to 60) to listOf(255, 255, 0), (220 to 60) to listOf(0, 255, 0), (252 to 60) to listOf(255, 0, 0), (310 to 20) to listOf(255, 255, 255),
    )

    /** A point of the rainbow that moves below them: half a second later it has another colour. */
    val RAINBOW: Pair<Int, Int> = 160 to 195

    /** In direct buffers, as Android's encoders give them out. */
    val accessUnits: List<ByteBuffer>

    init {
        // Every byte is one character of this charset.
        val file = Files.readString(Path.of(System.getProperty("yike.clip")), Charsets.ISO_8859_1)
        val delimiter = "\u0000\u0000\u0000\u0001\u0009"
        accessUnits = file.split(delimiter).drop(1).map { direct((delimiter + it).toByteArray(Charsets.ISO_8859_1)) }
    }

    /** Pictures of the same form that show noise: their headers are whole, what is in their slices is not. */
    fun noise(): List<ByteBuffer> {
        val random = Random(1)
        return accessUnits.map { unit ->
            val bytes = ByteArray(unit.limit()) { unit.get(it) }
            val slice = (START_CODE.size until bytes.size).first {
                bytes.copyOfRange(it - START_CODE.size, it).contentEquals(START_CODE) && bytes[it].toInt() and 31 in SLICES
            }
            // No start code is in odd bytes.
            for (at in slice + SLICE_HEADER until bytes.size) bytes[at] = (random.nextInt() or 1).toByte()
            direct(bytes)
        }
    }
}

/** What stands before each unit (H.264 annex B). */
private val START_CODE = byteArrayOf(0, 0, 1)

/** What a picture is in: a slice that needs others, one that does not (H.264 table 7-1). */
private val SLICES = listOf(1, 5)

/** More than its header takes. */
private const val SLICE_HEADER = 8

/** Bytes as Android's encoders give them out. */
fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
