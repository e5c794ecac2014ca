// The fifteen minutes of an order: digits, a bar, and how it stands in a colour, a shape and a word.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Typeface
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import yike.fieldunit.Order
import yike.phone.countdown

/** How the response clock of an order looks. */
internal enum class Phase(val word: Int, val sign: Sign) {
    WAITING(R.string.phase_waiting, Sign.WAITING),
    ON_TIME(R.string.phase_on_time, Sign.ON_TIME),
    SOON(R.string.phase_soon, Sign.SOON),
    LATE(R.string.phase_late, Sign.LATE),
    UNTIMED(R.string.phase_untimed, Sign.ON_TIME),
    DONE(R.string.phase_done, Sign.DONE),
}

/** How an order's clock looks at a time of the hall's; when the limit is up, the core said. */
internal fun phase(order: Order, hallTimeMs: Long): Phase {
    val due = order.dueAtMs
    return when {
        listOf(order.arrivedAtMs, order.onVideoAtMs, order.reportedAtMs).all { it != null } -> Phase.DONE
        order.limitMs == null -> Phase.UNTIMED
        due == null -> Phase.WAITING
        hallTimeMs >= due -> Phase.LATE
        due - hallTimeMs <= SOON_MS -> Phase.SOON
        else -> Phase.ON_TIME
    }
}

/** Shows an order's clock. */
internal class ClockFace(context: Context) : LinearLayout(context) {
    private val digits = context.label(52f, bold = true).apply {
        setTypeface(Typeface.MONOSPACE, Typeface.BOLD)
        includeFontPadding = false
    }
    private val word = context.label(16f)
    private val bar = Bar(context)

    init {
        orientation = VERTICAL
        val face = context.row(10, digits, word).apply { gravity = Gravity.CENTER_VERTICAL }
        addView(face)
        addView(bar, LayoutParams(LayoutParams.MATCH_PARENT, context.px(6)).apply { topMargin = context.px(6) })
    }

    /** Shows the clock of an order at a time of the hall's. */
    fun show(order: Order, hallTimeMs: Long) {
        val phase = phase(order, hallTimeMs)
        val stopped = if (phase == Phase.DONE) lastLeg(order) else hallTimeMs
        digits.text = countdown(order, stopped) ?: NO_DIGITS
        digits.setTextColor(phase.sign.colour)
        digits.sign(phase.sign, 0.5f)
        digits.compoundDrawablePadding = context.px(12)
        word.setText(phase.word)
        word.setTextColor(phase.sign.colour)
        bar.show(left(order, stopped), phase.sign.colour)
    }

    private fun lastLeg(order: Order): Long = listOfNotNull(order.arrivedAtMs, order.onVideoAtMs, order.reportedAtMs).max()

    /** How much of the limit is left, 1 to 0. */
    private fun left(order: Order, atMs: Long): Float {
        val (due, limit) = (order.dueAtMs ?: return 1f) to (order.limitMs ?: return 1f)
        return ((due - atMs).toFloat() / limit).coerceIn(0f, 1f)
    }

    private companion object {
        const val NO_DIGITS = "––:––"
    }
}

/** From here on the clock asks for attention. */
private const val SOON_MS = 5 * 60_000L

/** A bar that empties. */
private class Bar(context: Context) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private var share = 1f
    private var colour = Colour.ON_TIME

    fun show(share: Float, colour: Int) {
        this.share = share
        this.colour = colour
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val round = height / 2f
        paint.color = Colour.LINE
        canvas.drawRoundRect(0f, 0f, width.toFloat(), height.toFloat(), round, round, paint)
        paint.color = colour
        if (share > 0) canvas.drawRoundRect(0f, 0f, width * share, height.toFloat(), round, round, paint)
    }
}
