// Here and there on a small map, north up: what the officer needs to set off in the right direction, with or without a net.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.view.View
import yike.fieldunit.Measurement
import yike.fieldunit.Order
import kotlin.math.abs
import kotlin.math.cos
import kotlin.math.floor
import kotlin.math.log10
import kotlin.math.max
import kotlin.math.min
import kotlin.math.pow

/** Draws the place of an order, its arrival radius, and the officer. */
internal class PlaceMap(context: Context, private val taps: Taps) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private val clip = Path()
    private var order: Order? = null
    private var here: Measurement? = null
    private var streets: Streets? = null
    private var asked: Box? = null

    /** Shows an order's place, from where the officer is. */
    fun show(order: Order, here: Measurement?) {
        if (order.place == this.order?.place && here == this.here) return
        this.order = order
        this.here = here
        contentDescription = context.getString(R.string.map_of, order.place.name)
        invalidate()
    }

    override fun onMeasure(width: Int, height: Int): Unit =
        setMeasuredDimension(getDefaultSize(suggestedMinimumWidth, width), context.px(HEIGHT_DP))

    override fun onDraw(canvas: Canvas) {
        val order = order ?: return
        val there = Point(order.place.lat, order.place.lon)
        val me = here?.let { Point(it.lat, it.lon) }
        val sheet = Sheet.around(there, me, order.arrivalRadiusM, width, height, context.px(MARGIN_DP))
        val round = context.px(12).toFloat()
        clip.reset()
        clip.addRoundRect(0f, 0f, width.toFloat(), height.toFloat(), round, round, Path.Direction.CW)
        canvas.save()
        canvas.clipPath(clip)
        canvas.drawColor(Streets.EARTH)
        ask(sheet.box)
        streets?.let {
            it.draw(canvas, sheet, context, listOfNotNull(there, me).map { point -> around(sheet, point) })
            drawSource(canvas)
        }
        drawArrivalRadius(canvas, sheet, there, order.arrivalRadiusM)
        me?.let { drawWay(canvas, sheet, it, there) }
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

    private fun drawWay(canvas: Canvas, sheet: Sheet, me: Point, there: Point) {
        fill(Colour.ACCENT, Paint.Style.STROKE, context.px(2).toFloat())
        val dash = context.px(5).toFloat()
        paint.pathEffect = DashPathEffect(floatArrayOf(dash, dash), 0f)
        canvas.drawLine(sheet.x(me), sheet.y(me), sheet.x(there), sheet.y(there), paint)
        paint.pathEffect = null
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

    /** Whose work the streets are, as their licence asks. */
    private fun drawSource(canvas: Canvas) {
        fill(Colour.FAINT, Paint.Style.FILL)
        paint.textSize = context.px(10).toFloat()
        paint.textAlign = Paint.Align.RIGHT
        canvas.drawText("© OpenStreetMap", width - context.px(8).toFloat(), height - context.px(8).toFloat(), paint)
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

/** Where points of the earth lie on a sheet of so many pixels; true enough over some kilometres. */
internal class Sheet(private val middle: Point, val perMetre: Double, val width: Int, val height: Int) {
    private val perLat = METRES_PER_DEGREE * perMetre
    private val perLon = perLat * cos(Math.toRadians(middle.lat))

    fun x(at: Point): Float = (width / 2 + (at.lon - middle.lon) * perLon).toFloat()

    fun y(at: Point): Float = (height / 2 - (at.lat - middle.lat) * perLat).toFloat()

    /** What is on it. */
    val box: Box
        get() = Box(
            middle.lon - width / 2 / perLon, middle.lat - height / 2 / perLat, middle.lon + width / 2 / perLon, middle.lat + height / 2 / perLat,
        )

    companion object {
        private const val METRES_PER_DEGREE = 111_195.0

        /** The nearest a sheet goes. */
        private const val MOST_PER_METRE_DP = 1.5

        /** The sheet on which both points fit, and the radius around the first. */
        fun around(there: Point, here: Point?, radiusM: Double, width: Int, height: Int, margin: Int): Sheet {
            val other = here ?: there
            val middle = Point((there.lat + other.lat) / 2, (there.lon + other.lon) / 2)
            val east = abs(there.lon - other.lon) * METRES_PER_DEGREE * cos(Math.toRadians(middle.lat))
            val north = abs(there.lat - other.lat) * METRES_PER_DEGREE
            val fits = min((width - 2 * margin) / max(east, 1.0), (height - 2 * margin) / max(north, 1.0))
            val whole = (height - margin) / (2 * max(radiusM, 1.0))
            return Sheet(middle, min(min(fits, whole), MOST_PER_METRE_DP * margin / 34.0), width, height)
        }
    }
}

/** The largest 1, 2 or 5 followed by noughts that is at most so much. */
internal fun roundBelow(most: Double): Double {
    val power = 10.0.pow(floor(log10(max(most, 1.0))))
    return (listOf(5, 2, 1).firstOrNull { it * power <= most } ?: 1) * power
}
