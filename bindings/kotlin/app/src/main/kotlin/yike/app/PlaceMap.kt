// Here, there and the way between on a small map, north up: what the officer needs to find the place, with or without a net.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.view.View
import yike.fieldunit.Measurement
import yike.fieldunit.Order
import yike.fieldunit.Way

/** Draws the place of an order, its arrival radius, the way there, the officer, and the others who go. */
internal class PlaceMap(context: Context, private val taps: Taps) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private val clip = Path()
    private var order: Order? = null
    private var here: Measurement? = null
    private var way: Way? = null
    private var streets: Streets? = null
    private var asked: Box? = null

    /** Shows an order's place, from where the officer is. */
    fun show(order: Order, here: Measurement?, way: Way?) {
        if (order.place == this.order?.place && here == this.here && way == this.way) return
        this.order = order
        this.here = here
        this.way = way
        contentDescription = context.getString(R.string.map_of, order.place.name)
        invalidate()
    }

    override fun onMeasure(width: Int, height: Int): Unit =
        setMeasuredDimension(getDefaultSize(suggestedMinimumWidth, width), context.px(HEIGHT_DP))

    override fun onDraw(canvas: Canvas) {
        val order = order ?: return
        val there = Point(order.place.lat, order.place.lon)
        val me = here?.let { Point(it.lat, it.lon) }
        val drawn = WayDrawing(context, way)
        val sheet = Sheet.around(listOfNotNull(there, me) + drawn.line, order.arrivalRadiusM, width, height, context.px(MARGIN_DP))
        val round = context.px(12).toFloat()
        clip.reset()
        clip.addRoundRect(0f, 0f, width.toFloat(), height.toFloat(), round, round, Path.Direction.CW)
        canvas.save()
        canvas.clipPath(clip)
        canvas.drawColor(Streets.EARTH)
        ask(sheet.box)
        val tiles = streets
        when {
            tiles != null -> tiles.draw(canvas, sheet, context, listOfNotNull(there, me).map { point -> around(sheet, point) })
            drawn.hasStreets -> drawn.drawStreets(canvas, sheet)
            else -> write(canvas, context.getString(R.string.no_streets))
        }
        if (tiles != null || drawn.hasStreets) write(canvas, "© OpenStreetMap")
        drawArrivalRadius(canvas, sheet, there, order.arrivalRadiusM)
        drawn.draw(canvas, sheet, me, there)
        dot(canvas, sheet, there, Colour.LATE, Colour.GROUND, THERE_DP)
        me?.let { dot(canvas, sheet, it, Colour.ACCENT, Colour.INK, HERE_DP) }
        drawScale(canvas, sheet)
        drawNorth(canvas)
        canvas.restore()
        fill(Colour.LINE, Paint.Style.STROKE, context.px(1).toFloat())
        canvas.drawPath(clip, paint)
    }

    /** Streets come when they come; until then here and there are shown all the same. */
    private fun ask(box: Box) {
        if (asked?.contains(box) == true) return
        val wider = box.wider(AROUND)
        asked = wider
        taps.streets(wider) {
            streets = it
            invalidate()
        }
    }

    private fun drawArrivalRadius(canvas: Canvas, sheet: Sheet, there: Point, radiusM: Double) {
        val radius = (radiusM * sheet.perMetre).toFloat()
        fill(Colour.LATE and 0x00FFFFFF or (0x26 shl 24), Paint.Style.FILL)
        canvas.drawCircle(sheet.x(there), sheet.y(there), radius, paint)
        fill(Colour.LATE, Paint.Style.STROKE, context.px(1).toFloat())
        canvas.drawCircle(sheet.x(there), sheet.y(there), radius, paint)
    }

    private fun dot(canvas: Canvas, sheet: Sheet, at: Point, colour: Int, rim: Int, radiusDp: Int) {
        fill(rim, Paint.Style.FILL)
        canvas.drawCircle(sheet.x(at), sheet.y(at), context.px(radiusDp + 3).toFloat(), paint)
        fill(colour, Paint.Style.FILL)
        canvas.drawCircle(sheet.x(at), sheet.y(at), context.px(radiusDp).toFloat(), paint)
    }

    private fun drawScale(canvas: Canvas, sheet: Sheet) {
        val metres = roundBelow(context.px(80) / sheet.perMetre)
        val length = (metres * sheet.perMetre).toFloat()
        val (x, y) = context.px(14).toFloat() to height - context.px(14).toFloat()
        fill(Colour.FAINT, Paint.Style.STROKE, context.px(2).toFloat())
        val tick = context.px(5).toFloat()
        canvas.drawLines(floatArrayOf(x, y, x + length, y, x, y - tick, x, y, x + length, y - tick, x + length, y), paint)
        fill(Colour.FAINT, Paint.Style.FILL)
        paint.textSize = context.px(12).toFloat()
        canvas.drawText(context.distance(metres), x + context.px(4), y - context.px(6), paint)
    }

    private fun around(sheet: Sheet, at: Point): RectF {
        val reach = context.px(THERE_DP + 6).toFloat()
        return RectF(sheet.x(at) - reach, sheet.y(at) - reach, sheet.x(at) + reach, sheet.y(at) + reach)
    }

    /** Whose work the streets are, as their licence asks, or that there are none. */
    private fun write(canvas: Canvas, words: String) {
        fill(Colour.FAINT, Paint.Style.FILL)
        paint.textSize = context.px(10).toFloat()
        paint.textAlign = Paint.Align.RIGHT
        canvas.drawText(words, width - context.px(8).toFloat(), height - context.px(8).toFloat(), paint)
        paint.textAlign = Paint.Align.LEFT
    }

    private fun drawNorth(canvas: Canvas) {
        val (x, y, step) = Triple(width - context.px(20).toFloat(), context.px(10).toFloat(), context.px(6).toFloat())
        fill(Colour.FAINT, Paint.Style.FILL)
        val needle = Path().apply {
            moveTo(x, y)
            lineTo(x + step, y + 2.4f * step)
            lineTo(x, y + 1.8f * step)
            lineTo(x - step, y + 2.4f * step)
            close()
        }
        canvas.drawPath(needle, paint)
        paint.textSize = context.px(12).toFloat()
        paint.textAlign = Paint.Align.CENTER
        canvas.drawText(context.getString(R.string.north), x, y + 4.6f * step, paint)
        paint.textAlign = Paint.Align.LEFT
    }

    private fun fill(colour: Int, style: Paint.Style, width: Float = 0f) {
        paint.color = colour
        paint.style = style
        paint.strokeWidth = width
    }

    private companion object {
        const val HEIGHT_DP = 170
        const val MARGIN_DP = 34
        const val THERE_DP = 9
        const val HERE_DP = 7

        /** So much more than is shown is asked for: the officer moves. */
        const val AROUND = 0.25
    }
}
