// How far and which way the place is from here, with an arrow; north is up.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.view.View
import android.widget.LinearLayout
import yike.fieldunit.Measurement
import yike.fieldunit.Order
import kotlin.math.max

/** Shows the way to an order's place. */
internal class WayLine(context: Context) : LinearLayout(context) {
    private val arrow = Arrow(context)
    private val words = context.label(18f, bold = true)

    init {
        gravity = android.view.Gravity.CENTER_VERTICAL
        addView(arrow, LayoutParams(context.px(28), context.px(28)).apply { marginEnd = context.px(10) })
        addView(words)
    }

    /** Shows it, as far as the officer's own position is known. */
    fun show(order: Order, here: Measurement?) {
        shown(order.arrivedAtMs == null)
        arrow.shown(false)
        words.setTextColor(if (here == null) Colour.FAINT else Colour.INK)
        if (here == null) return words.setText(R.string.own_position_unknown)
        val (me, there) = Point(here.lat, here.lon) to Point(order.place.lat, order.place.lon)
        val far = distanceM(me, there)
        // Nearer than the position is sure: a direction would mean nothing.
        if (far <= max(NEAR_M, here.accuracyM)) return words.setText(R.string.at_place)
        val bearing = bearingDeg(me, there)
        words.text = context.getString(R.string.straight, context.distance(far), context.wind(bearing))
        arrow.rotation = bearing.toFloat()
        arrow.shown(true)
    }

    private companion object {
        const val NEAR_M = 20.0
    }
}

/** An arrow that points up. */
private class Arrow(context: Context) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = Colour.ACCENT }

    override fun onDraw(canvas: Canvas) {
        canvas.scale(width / 24f, height / 24f)
        val arrow = Path().apply {
            moveTo(12f, 1.5f)
            lineTo(20f, 21f)
            lineTo(12f, 16.4f)
            lineTo(4f, 21f)
            close()
        }
        canvas.drawPath(arrow, paint)
    }
}
