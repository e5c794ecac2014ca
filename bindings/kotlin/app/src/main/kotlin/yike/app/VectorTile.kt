// What a vector tile holds, as far as the officer's map draws it (Mapbox Vector Tile, version 2.1).
package yike.app

/** A line or an outline on a tile; points lie one after another, x and y in turn, in units of [VectorTile.extent]. */
internal class Shape(val layer: String, val kind: String, val name: String?, val lines: List<FloatArray>, val closed: Boolean)

/** A tile's shapes, in their order. */
internal class VectorTile(bytes: ByteArray) {
    /** How many units a tile is wide. */
    var extent = 4096f
        private set

    /** The shapes of the layers that are drawn. */
    val shapes: List<Shape>

    init {
        val found = mutableListOf<Shape>()
        val tile = Numbers(bytes)
        while (tile.more) {
            val field = tile.next().toInt()
            if (field ushr 3 == LAYER) layer(tile.piece(), found) else tile.skip(field and 7)
        }
        shapes = found
    }

    private class Raw(val tags: List<Int>, val type: Int, val geometry: Numbers?)

    private fun layer(layer: Numbers, found: MutableList<Shape>) {
        var name = ""
        val (raws, keys, values) = Triple(mutableListOf<Raw>(), mutableListOf<String>(), mutableListOf<String?>())
        while (layer.more) {
            val field = layer.next().toInt()
            when (field ushr 3) {
                1 -> name = layer.piece().text()
                2 -> raws += raw(layer.piece())
                3 -> keys += layer.piece().text()
                4 -> values += value(layer.piece())
                5 -> extent = layer.next().toFloat()
                else -> layer.skip(field and 7)
            }
        }
        if (name !in DRAWN) return
        for (raw in raws) {
            val said = raw.tags.chunked(2).filter { it.size == 2 }.associate { (key, value) -> keys.getOrNull(key) to values.getOrNull(value) }
            val geometry = raw.geometry ?: continue
            if (raw.type == POINT) continue
            found += Shape(name, said["kind"].orEmpty(), said["name"], lines(geometry), raw.type == POLYGON)
        }
    }

    private fun raw(feature: Numbers): Raw {
        var (tags, type) = emptyList<Int>() to 0
        var geometry: Numbers? = null
        while (feature.more) {
            val field = feature.next().toInt()
            when (field ushr 3) {
                2 -> tags = feature.piece().let { all -> buildList { while (all.more) add(all.next().toInt()) } }
                3 -> type = feature.next().toInt()
                4 -> geometry = feature.piece()
                else -> feature.skip(field and 7)
            }
        }
        return Raw(tags, type, geometry)
    }

    /** A value's words; others than words are not asked for. */
    private fun value(value: Numbers): String? {
        var text: String? = null
        while (value.more) {
            val field = value.next().toInt()
            if (field ushr 3 == 1) text = value.piece().text() else value.skip(field and 7)
        }
        return text
    }

    private fun lines(geometry: Numbers): List<FloatArray> {
        val lines = mutableListOf<FloatArray>()
        var line = mutableListOf<Float>()
        var (x, y) = 0 to 0
        while (geometry.more) {
            val command = geometry.next().toInt()
            if (command and 7 == CLOSE) continue
            repeat(command ushr 3) {
                x += geometry.signed()
                y += geometry.signed()
                if (command and 7 == MOVE) {
                    if (line.size > 2) lines += line.toFloatArray()
                    line = mutableListOf()
                }
                line += x.toFloat()
                line += y.toFloat()
            }
        }
        if (line.size > 2) lines += line.toFloatArray()
        return lines
    }

    private companion object {
        const val LAYER = 3
        const val MOVE = 1
        const val CLOSE = 7
        const val POINT = 1
        const val POLYGON = 3
        val DRAWN = setOf("landuse", "water", "buildings", "roads")
    }
}
