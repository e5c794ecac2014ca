// The hall's street map: one archive of vector tiles, read in pieces (PMTiles, version 3).
package yike.app

import java.io.ByteArrayInputStream
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.GZIPInputStream

/**
 * An archive of tiles.
 *
 * @param read gives so many bytes from an offset on; less only at the archive's end. Throws [IOException] if it cannot.
 */
internal class TileArchive(private val read: (Long, Int) -> ByteArray) {
    private class Entry(val tile: Long, val offset: Long, val length: Int, val run: Long)

    private val root: List<Entry>
    private val leaves: Long
    private val tiles: Long
    private val directories = HashMap<Long, List<Entry>>()

    /** The nearest zoom there is. */
    val mostZoom: Int

    init {
        val head = read(0, HEADER_BYTES)
        if (head.size < HEADER_BYTES || String(head, 0, 7) != "PMTiles" || head[7] != 3.toByte()) throw IOException("this is no PMTiles 3")
        if (head[97] != GZIP || head[98] != GZIP || head[99] != VECTOR) throw IOException("the archive is not of gzipped vector tiles")
        val numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)
        leaves = numbers.getLong(40)
        tiles = numbers.getLong(56)
        mostZoom = head[101].toInt()
        root = directory(numbers.getLong(8), numbers.getLong(16).toInt())
    }

    /** A tile's bytes, or nothing where the map is empty. */
    fun tile(zoom: Int, x: Int, y: Int): ByteArray? {
        val wanted = number(zoom, x, y)
        var entries = root
        repeat(MOST_DEPTH) {
            val entry = entries.lastOrNull { it.tile <= wanted } ?: return null
            if (entry.run > 0) return if (wanted < entry.tile + entry.run) unpacked(read(tiles + entry.offset, entry.length)) else null
            entries = directories.getOrPut(entry.offset) { directory(leaves + entry.offset, entry.length) }
        }
        throw IOException("the archive's directories have no end")
    }

    private fun directory(offset: Long, length: Int): List<Entry> {
        val numbers = Numbers(unpacked(read(offset, length)))
        val count = numbers.next().toInt()
        if (count !in 0..MOST_ENTRIES) throw IOException("a directory of $count entries")
        var tile = 0L
        val ids = LongArray(count) { tile += numbers.next(); tile }
        val runs = LongArray(count) { numbers.next() }
        val lengths = IntArray(count) { numbers.next().toInt() }
        var after = 0L
        return List(count) { at ->
            val said = numbers.next()
            val from = if (said == 0L && at > 0) after else said - 1
            after = from + lengths[at]
            Entry(ids[at], from, lengths[at], runs[at])
        }
    }

    private companion object {
        const val HEADER_BYTES = 127
        const val GZIP: Byte = 2
        const val VECTOR: Byte = 1
        const val MOST_DEPTH = 4
        const val MOST_ENTRIES = 1_000_000

        fun unpacked(bytes: ByteArray): ByteArray = GZIPInputStream(ByteArrayInputStream(bytes)).use { it.readBytes() }

        /** A tile's number along a Hilbert curve, after all of the zooms before. */
        fun number(zoom: Int, x: Int, y: Int): Long {
            var (at, along) = (x to y) to ((1L shl (2 * zoom)) - 1) / 3
            for (level in zoom - 1 downTo 0) {
                val side = 1 shl level
                val right = if (at.first and side != 0) 1 else 0
                val down = if (at.second and side != 0) 1 else 0
                along += side.toLong() * side * ((3 * right) xor down)
                at = when {
                    down == 1 -> at
                    right == 1 -> side - 1 - at.second to side - 1 - at.first
                    else -> at.second to at.first
                }
            }
            return along
        }
    }
}

/** Numbers as protocol buffers write them, one after another. */
internal class Numbers(private val bytes: ByteArray, private var at: Int = 0, private val end: Int = bytes.size) {
    /** Whether there are more. */
    val more: Boolean get() = at < end

    /** The next one. */
    fun next(): Long {
        var number = 0L
        var shift = 0
        while (shift < 64) {
            if (at >= end) throw IOException("a number is cut off")
            val byte = bytes[at++].toInt()
            number = number or ((byte and 0x7F).toLong() shl shift)
            if (byte and 0x80 == 0) return number
            shift += 7
        }
        throw IOException("a number has no end")
    }

    /** The next one, of a sign. */
    fun signed(): Int = next().let { (it ushr 1).toInt() xor -(it and 1).toInt() }

    /** What comes next as a piece of its own, which begins with its length. */
    fun piece(): Numbers {
        val length = next()
        if (length < 0 || length > end - at) throw IOException("a piece is cut off")
        return Numbers(bytes, at, at + length.toInt()).also { at += length.toInt() }
    }

    /** All of it as text. */
    fun text(): String = String(bytes, at, end - at)

    /** Passes over a field of some kind. */
    fun skip(kind: Int) {
        when (kind) {
            0 -> next()
            1 -> at += 8
            2 -> piece()
            5 -> at += 4
            else -> throw IOException("a field of an unknown kind")
        }
    }
}
