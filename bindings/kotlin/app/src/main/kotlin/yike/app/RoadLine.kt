// How far the place is by road, how long that takes, and how old that word is.
package yike.app

import android.content.Context
import android.widget.LinearLayout
import yike.fieldunit.NoWay
import yike.fieldunit.Order
import yike.fieldunit.Way
import kotlin.math.roundToInt

/** Says it; nothing before the hall told a way. */
internal class RoadLine(context: Context) : LinearLayout(context) {
    private val far = context.label(16f, bold = true)
    private val age = context.label(14f, Colour.FAINT)

    init {
        orientation = VERTICAL
        addView(far)
        addView(age)
    }

    /** Shows it. */
    fun show(order: Order, way: Way?, hallTimeMs: Long) {
        val said = way?.takeIf { order.arrivedAtMs == null }?.let { words(it) }
        shown(said != null)
        if (said == null || way == null) return
        far.text = said
        far.setTextColor(if (way.noWay == null) Colour.INK else Colour.FAINT)
        val old = way.kept || hallTimeMs - way.madeAtMs > OLD_MS
        age.shown(old)
        if (!old) return
        age.text = context.getString(if (way.kept) R.string.way_kept else R.string.way_of, clockTime(way.madeAtMs).take(5))
        age.sign(Sign.WAITING)
    }

    private fun words(way: Way): String? {
        val (metres, seconds) = way.metres to way.etaS
        if (metres == null || seconds == null) return if (way.noWay == NoWay.NO_ROADS) context.getString(R.string.way_no_roads) else null
        val minutes = (seconds.toInt() / 60.0).roundToInt().coerceAtLeast(1)
        val far = context.getString(R.string.way_far, context.distance(metres.toDouble()), minutes)
        val there = way.expectedAtMs?.let { context.getString(R.string.way_there, clockTime(it).take(5)) }
        return listOfNotNull(far, there).joinToString(context.getString(R.string.way_between))
    }

    private companion object {
        /** A word of the hall's that is older says of when it is. */
        const val OLD_MS = 3 * 60_000L
    }
}
