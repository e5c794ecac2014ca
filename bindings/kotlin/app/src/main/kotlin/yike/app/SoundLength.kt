// How long a sound note is, which what browsers record does not say in its head.
package yike.app

import android.media.MediaDataSource
import android.media.MediaExtractor
import android.media.MediaFormat
import java.io.IOException

/** Milliseconds that a sound note lasts; nothing if this phone cannot tell. */
internal fun soundLengthMs(note: ByteArray): Int? {
    val reader = MediaExtractor()
    return try {
        reader.setDataSource(BytesSource(note))
        val track = (0 until reader.trackCount).firstOrNull { reader.getTrackFormat(it).getString(MediaFormat.KEY_MIME)?.startsWith("audio/") == true }
        track?.let { reader.toldUs(it) ?: reader.lastUs(it) }?.let { (it / 1000).toInt() }
    } catch (_: IOException) {
        null
    } finally {
        reader.release()
    }
}

/** Bytes in memory, as Android's players read them. */
internal class BytesSource(private val bytes: ByteArray) : MediaDataSource() {
    override fun readAt(position: Long, buffer: ByteArray, offset: Int, size: Int): Int {
        if (position >= bytes.size) return if (size == 0) 0 else END
        val count = minOf(size.toLong(), bytes.size - position).toInt()
        bytes.copyInto(buffer, offset, position.toInt(), position.toInt() + count)
        return count
    }

    override fun getSize(): Long = bytes.size.toLong()

    override fun close(): Unit = Unit

    private companion object {
        const val END = -1
    }
}

private fun MediaExtractor.toldUs(track: Int): Long? {
    val format = getTrackFormat(track)
    return if (format.containsKey(MediaFormat.KEY_DURATION)) format.getLong(MediaFormat.KEY_DURATION).takeIf { it > 0 } else null
}

/** When the last piece begins: a piece of sound is some hundredths of a second long. */
private fun MediaExtractor.lastUs(track: Int): Long? {
    selectTrack(track)
    var last = sampleTime
    while (advance()) last = maxOf(last, sampleTime)
    return last.takeIf { it > 0 }
}
