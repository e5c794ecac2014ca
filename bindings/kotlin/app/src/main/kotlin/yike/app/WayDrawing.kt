// The way by road on a small map, with the streets that came with it and the others who go there.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.Path
import yike.fieldunit.LatLon
import yike.fieldunit.Way

/** What is drawn of a way; without one, a dashed line leads straight to the place. */
internal class WayDrawing(private val context: Context, private val way: Way?) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeCap = Paint.Cap.ROUND
        strokeJoin = Paint.Join.ROUND
    }

    /** The way by road; empty if none is known. */
    val line: List<Point> = way?.line.orEmpty().map(::point)

    /** Whether streets came with it. */
    val hasStreets: Boolean = way?.streets.orEmpty().isNotEmpty()

    /** Draws the streets around, smallest first. */
    fun drawStreets(canvas: Canvas, sheet: Sheet) {
        for (street in way?.streets.orEmpty().sortedByDescending { LARGEST_FIRST.indexOf(it.size) }) {
            val (colour, widthDp) = LOOKS[street.size] ?: LOOKS.getValue("lane")
            street.lines.forEach { stroke(canvas, sheet, it.map(::point), colour, widthDp) }
        }
    }

    /** Draws the way, and where no road leads a dashed line. */
    fun draw(canvas: Canvas, sheet: Sheet, me: Point?, there: Point) {
        stroke(canvas, sheet, line, Colour.GROUND, WAY_DP + 3)
        stroke(canvas, sheet, line, Colour.ACCENT, WAY_DP)
        val dash = context.px(5).toFloat()
        paint.pathEffect = DashPathEffect(floatArrayOf(dash, dash), 0f)
        for ((from, to) in gaps(me, there)) stroke(canvas, sheet, listOf(from, to), Colour.ACCENT, 2f)
        paint.pathEffect = null
        way?.team.orEmpty().forEach { mate(canvas, sheet, point(it.at), "${it.name} ${clockTime(it.fixAtMs).take(5)}") }
    }

    private fun gaps(me: Point?, there: Point): List<Pair<Point, Point>> {
        if (line.isEmpty()) return listOfNotNull(me?.let { it to there })
        val nearest = me?.let { here -> line.minBy { distanceM(it, here) } }
        return listOfNotNull(nearest?.let { me to it }, line.last() to there).filter { (from, to) -> distanceM(from, to) > OFF_ROAD_M }
    }

    /** A square on its corner, told from the officer by shape as well; when it was there is said with the name. */
    private fun mate(canvas: Canvas, sheet: Sheet, at: Point, name: String) {
        val (x, y, reach) = Triple(sheet.x(at), sheet.y(at), context.px(7).toFloat())
        val square = Path().apply {
            moveTo(x, y - reach)
            lineTo(x + reach, y)
            lineTo(x, y + reach)
            lineTo(x - reach, y)
            close()
        }
        val fill = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = Colour.LIVE }
        canvas.drawPath(square, fill)
        fill.textSize = context.px(12).toFloat()
        // Beside the square, to where there is more room.
        val toTheRight = x < canvas.width / 2f || x + reach * 2 + fill.measureText(name) < canvas.width
        fill.textAlign = if (toTheRight) Paint.Align.LEFT else Paint.Align.RIGHT
        canvas.drawText(name, if (toTheRight) x + reach * 2 else x - reach * 2, y + fill.textSize / 3, fill)
    }

    private fun stroke(canvas: Canvas, sheet: Sheet, line: List<Point>, colour: Int, widthDp: Float) {
        if (line.size < 2) return
        val path = Path().apply {
            moveTo(sheet.x(line[0]), sheet.y(line[0]))
            line.drop(1).forEach { lineTo(sheet.x(it), sheet.y(it)) }
        }
        paint.color = colour
        paint.strokeWidth = widthDp * context.px(1)
        canvas.drawPath(path, paint)
    }

    private companion object {
        const val WAY_DP = 4f

        /** Where the officer or the place is further from the road, a dashed line leads there. */
        const val OFF_ROAD_M = 25.0

        val LARGEST_FIRST = listOf("highway", "main", "street", "lane", "path", "ferry", "unknown")
        val LOOKS = mapOf(
            "highway" to (Color.parseColor("#6385bd") to 5f),
            "main" to (Color.parseColor("#4c6a9e") to 4f),
            "street" to (Color.parseColor("#33486e") to 2.6f),
            "lane" to (Color.parseColor("#2b3d5e") to 1.6f),
            "path" to (Color.parseColor("#263755") to 1.2f),
            "ferry" to (Color.parseColor("#263755") to 1.2f),
        )

        fun point(at: LatLon): Point = Point(at.lat, at.lon)
    }
}
