// Prepared pictures: the access units of `clip/testsrc.h264`, each of which begins with a delimiter (H.264 section 7.3.2.4).
package yike.tests

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

object Clip {
    const val FPS: Int = 15

    /** In direct buffers, as Android's encoders give them out. */
    val accessUnits: List<ByteBuffer>

    init {
        // Every byte is one character of this charset.
        val file = Files.readString(Path.of(System.getProperty("yike.clip")), Charsets.ISO_8859_1)
        val delimiter = "\u0000\u0000\u0000\u0001\u0009"
        accessUnits = file.split(delimiter).drop(1).map { direct((delimiter + it).toByteArray(Charsets.ISO_8859_1)) }
    }
}

/** Bytes as Android's encoders give them out. */
fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
