// The hall's street map on the phone: what was read once is there without a net.
package yike.app

import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL

/**
 * The map that a hall serves; used from one thread at a time.
 *
 * @param cache a folder for what was read; the system may empty it.
 */
internal class HallMap(private val hall: String, private val cache: File) {
    private var opened: TileArchive? = null

    /** What lies in a box; throws [IOException] where that was never read and the hall is away, or has no map. */
    @Synchronized
    fun around(box: Box): Streets = Streets.read(opened ?: TileArchive(::read).also { opened = it }, box)

    private fun read(offset: Long, length: Int): ByteArray {
        val kept = File(cache, "$offset-$length")
        if (kept.isFile) return kept.readBytes()
        val bytes = fetch(offset, length)
        cache.mkdirs()
        // Whole or not at all, whenever the app ends.
        val writing = File(cache, "$offset-$length.part")
        writing.writeBytes(bytes)
        writing.renameTo(kept)
        return bytes
    }

    private fun fetch(offset: Long, length: Int): ByteArray {
        val connection = URL("${hall.trimEnd('/')}/basemap.pmtiles").openConnection() as HttpURLConnection
        try {
            connection.connectTimeout = WITHIN_MS
            connection.readTimeout = WITHIN_MS
            connection.setRequestProperty("Range", "bytes=$offset-${offset + length - 1}")
            if (connection.responseCode != HttpURLConnection.HTTP_PARTIAL) throw IOException("the hall answered ${connection.responseCode}")
            return connection.inputStream.use { it.readBytes() }
        } finally {
            connection.disconnect()
        }
    }

    private companion object {
        const val WITHIN_MS = 10_000
    }
}
