// Streets, water and green of some tiles, drawn under an order's place.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.Path
import android.graphics.PathMeasure
import android.graphics.RectF
import kotlin.math.PI
import kotlin.math.asinh
import kotlin.math.atan
import kotlin.math.floor
import kotlin.math.sinh
import kotlin.math.tan

/** A piece of the earth, in degrees. */
internal data class Box(val west: Double, val south: Double, val east: Double, val north: Double) {
    /** Whether another one lies in it. */
    operator fun contains(other: Box): Boolean = other.west >= west && other.east <= east && other.south >= south && other.north <= north

    /** One that is larger by a share of it on every side. */
    fun wider(share: Double): Box {
        val (x, y) = (east - west) * share to (north - south) * share
        return Box(west - x, south - y, east + x, north + y)
    }
}

/** What lies in a box. */
internal class Streets(val box: Box, private val tiles: List<Placed>) {
    /** A tile with its place in the grid. */
    class Placed(val zoom: Int, val x: Int, val y: Int, val tile: VectorTile)

    /** What its streets are called. */
    val names: Set<String> get() = tiles.flatMap { it.tile.shapes }.filter { it.layer == "roads" }.mapNotNull { it.name }.toSet()

    /** Draws it; where something else is drawn, no name goes. */
    fun draw(canvas: Canvas, sheet: Sheet, context: Context, kept: List<RectF>) {
        val paint = Paint(Paint.ANTI_ALIAS_FLAG)
        val drawn = tiles.flatMap { placed -> placed.tile.shapes.map { it to placed.path(it, sheet) } }
        for (layer in listOf("landuse", "water", "buildings")) {
            for ((shape, path) in drawn) if (shape.layer == layer) area(canvas, context, paint, shape, path)
        }
        val roads = drawn.filter { it.first.layer == "roads" }.sortedBy { rank(it.first.kind) }
        for ((shape, path) in roads) {
            paint.style = Paint.Style.STROKE
            paint.strokeCap = Paint.Cap.ROUND
            paint.strokeJoin = Paint.Join.ROUND
            paint.color = colour(shape.kind)
            paint.strokeWidth = context.px(1) * widthDp(shape.kind)
            canvas.drawPath(path, paint)
        }
        names(canvas, sheet, context, roads, kept)
    }

    private fun area(canvas: Canvas, context: Context, paint: Paint, shape: Shape, path: Path) {
        paint.style = if (shape.closed) Paint.Style.FILL else Paint.Style.STROKE
        paint.strokeWidth = context.px(2).toFloat()
        paint.color = when (shape.layer) {
            "water" -> WATER
            "buildings" -> BUILDING
            else -> if (shape.kind in GREEN) PARK else return
        }
        if (shape.closed || shape.layer == "water") canvas.drawPath(path, paint)
    }

    /** Names along the streets, each once, where there is room. */
    private fun names(canvas: Canvas, sheet: Sheet, context: Context, roads: List<Pair<Shape, Path>>, kept: List<RectF>) {
        val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { textSize = context.px(11).toFloat() }
        val whole = RectF(0f, 0f, sheet.width.toFloat(), sheet.height.toFloat()).apply { inset(paint.textSize, paint.textSize) }
        val (said, taken) = mutableSetOf<String>() to kept.toMutableList()
        for ((shape, path) in roads.reversed()) {
            val name = shape.name ?: continue
            if (name in said) continue
            val length = paint.measureText(name)
            val line = readable(path, length, whole) ?: continue
            val bounds = RectF().also { line.computeBounds(it, true) }.apply { inset(-paint.textSize, -paint.textSize) }
            if (taken.any { RectF.intersects(it, bounds) }) continue
            said += name
            taken += bounds
            for ((style, colour) in listOf(Paint.Style.STROKE to EARTH, Paint.Style.FILL to NAME)) {
                paint.style = style
                paint.strokeWidth = context.px(3).toFloat()
                paint.color = colour
                canvas.drawTextOnPath(name, line, 0f, paint.textSize / 3, paint)
            }
            if (said.size == MOST_NAMES) return
        }
    }

    /** The stretch of a street that a name of some length goes along from left to right, on the sheet and nearly straight. */
    private fun readable(path: Path, length: Float, whole: RectF): Path? {
        val measure = PathMeasure(path, false)
        do {
            if (measure.length < length * 1.15f) continue
            val from = (measure.length - length) / 2
            val (begin, end) = FloatArray(2) to FloatArray(2)
            measure.getPosTan(from, begin, null)
            measure.getPosTan(from + length, end, null)
            if (!whole.contains(begin[0], begin[1]) || !whole.contains(end[0], end[1])) continue
            val straight = kotlin.math.hypot(end[0] - begin[0], end[1] - begin[1])
            if (straight < length * STRAIGHT) continue
            val stretch = Path()
            measure.getSegment(from, from + length, stretch, true)
            return if (end[0] >= begin[0]) stretch else Path().apply {
                moveTo(end[0], end[1])
                lineTo(begin[0], begin[1])
            }
        } while (measure.nextContour())
        return null
    }

    private fun Placed.path(shape: Shape, sheet: Sheet): Path {
        val path = Path()
        val count = (1 shl zoom).toDouble()
        for (line in shape.lines) {
            for (at in line.indices step 2) {
                val point = Point(latOf((y + line[at + 1] / tile.extent) / count), (x + line[at] / tile.extent) / count * 360 - 180)
                if (at == 0) path.moveTo(sheet.x(point), sheet.y(point)) else path.lineTo(sheet.x(point), sheet.y(point))
            }
            if (shape.closed) path.close()
        }
        path.fillType = Path.FillType.EVEN_ODD
        return path
    }

    companion object {
        private const val MOST_TILES = 12
        private const val MOST_NAMES = 7
        private const val STRAIGHT = 0.94f
        /** What is nothing else. */
        val EARTH = Color.parseColor("#101a2b")
        private val PARK = Color.parseColor("#12261f")
        private val WATER = Color.parseColor("#0d2c4a")
        private val BUILDING = Color.parseColor("#1d2c49")
        private val NAME = Color.parseColor("#a3b4ce")
        private val GREEN = setOf("park", "forest", "wood", "grass", "meadow", "recreation_ground", "pitch", "cemetery", "farmland")

        /** Reads what lies in a box from an archive, as near as few tiles show it. */
        fun read(archive: TileArchive, box: Box): Streets {
            for (zoom in archive.mostZoom downTo 0) {
                val count = 1 shl zoom
                val columns = column(box.west, count)..column(box.east, count)
                val rows = row(box.north, count)..row(box.south, count)
                if ((columns.last - columns.first + 1) * (rows.last - rows.first + 1) > MOST_TILES) continue
                val tiles = columns.flatMap { x -> rows.mapNotNull { y -> archive.tile(zoom, x, y)?.let { Placed(zoom, x, y, VectorTile(it)) } } }
                return Streets(box, tiles)
            }
            return Streets(box, emptyList())
        }

        private fun column(lon: Double, count: Int): Int = floor((lon + 180) / 360 * count).toInt().coerceIn(0, count - 1)

        private fun row(lat: Double, count: Int): Int =
            floor((1 - asinh(tan(Math.toRadians(lat))) / PI) / 2 * count).toInt().coerceIn(0, count - 1)

        private fun latOf(share: Double): Double = Math.toDegrees(atan(sinh(PI * (1 - 2 * share))))

        private fun rank(kind: String): Int = ROADS.indexOf(kind)

        private val ROADS = listOf("path", "rail", "other", "minor_road", "major_road", "highway")

        private fun colour(kind: String): Int = Color.parseColor(
            when (kind) {
                "highway" -> "#6385bd"
                "major_road" -> "#4c6a9e"
                "rail" -> "#3a4a66"
                "path" -> "#263755"
                else -> "#33486e"
            },
        )

        private fun widthDp(kind: String): Float = when (kind) {
            "highway" -> 5f
            "major_road" -> 4f
            "minor_road" -> 2.6f
            else -> 1.2f
        }
    }
}
