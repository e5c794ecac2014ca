// A clip or sound note, as far as anybody but a player looks.
package yike.tests

import java.nio.ByteBuffer

/** One with [bytes] of pictures and sound, the pictures in this [codec], and with what a camera says beside them as [told]. */
fun mp4(bytes: Int = 40_000, codec: String = "avc1", told: String? = null): ByteArray {
    val tracks = arrayOf(track("vide", codec), track("soun", "mp4a"))
    val beside = told?.let { box("udta", it.toByteArray()) } ?: ByteArray(0)
    return box("ftyp", "mp42".toByteArray()) + box("moov", *tracks, beside) + box("mdat", ByteArray(bytes) { (it * 7).toByte() })
}

private fun track(kind: String, codec: String): ByteArray {
    val handler = box("hdlr", ByteArray(Long.SIZE_BYTES), kind.toByteArray(), ByteArray(13))
    val one = ByteArray(Long.SIZE_BYTES).apply { set(lastIndex, 1) }
    return box("trak", box("mdia", handler, box("minf", box("stbl", box("stsd", one, box(codec))))))
}

private fun box(name: String, vararg inside: ByteArray): ByteArray {
    val length = HEAD_BYTES + inside.sumOf { it.size }
    val box = ByteBuffer.allocate(length).putInt(length).put(name.toByteArray())
    inside.forEach(box::put)
    return box.array()
}

private const val HEAD_BYTES = 8
