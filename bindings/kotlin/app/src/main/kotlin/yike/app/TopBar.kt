// The bar on top: who this is, on duty or off, the call for help, how the phone is.
package yike.app

import android.content.Context
import android.text.TextUtils
import android.widget.LinearLayout
import yike.fieldunit.LocationPermission
import kotlin.math.roundToInt

/** Shows who this is and how the phone is. */
internal class TopBar(context: Context, taps: Taps) : LinearLayout(context) {
    private val name = context.label(18f, bold = true).apply {
        maxLines = 2
        ellipsize = TextUtils.TruncateAt.END
    }
    private val duty = context.signed(15f)
    private val position = context.signed()
    private val net = context.signed()
    private val waiting = context.signed()
    private val battery = context.signed()
    private val menu = context.bareKey().apply {
        text = "☰"
        textSize = 20f
        minimumWidth = context.px(48)
        background = null
        setTextColor(Colour.INK)
        contentDescription = context.getString(R.string.menu)
        setOnClickListener { taps.menu(it) }
    }
    private val help = SosKey(context, taps::callForHelp)

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.PANEL)
        name.layoutParams = LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f)
        val first = context.row(10, name, duty, help, menu)
        first.setPadding(context.px(14), context.px(6), context.px(2), 0)
        addView(first)
        val second = Wrapping(context, 12, 2)
        listOf(position, net, waiting, battery).forEach(second::addView)
        second.setPadding(context.px(14), context.px(4), context.px(14), context.px(8))
        addView(second)
    }

    /** Shows it. */
    fun show(seen: Seen) {
        name.text = seen.known.unit?.name ?: context.getString(R.string.app_name)
        duty.setText(if (seen.known.onDuty) R.string.on_duty else R.string.off_duty)
        duty.sign(if (seen.known.onDuty) Sign.ON_TIME else Sign.OFF)
        duty.setTextColor(if (seen.known.onDuty) Colour.ON_TIME else Colour.FAINT)
        help.shown(!seen.known.sos)
        showPosition(seen)
        net.setText(if (seen.known.online) R.string.online else R.string.offline)
        net.sign(if (seen.known.online) Sign.GOOD else Sign.LATE)
        val count = seen.known.waiting.toInt()
        waiting.text = if (count == 0) context.getString(R.string.all_delivered) else context.getString(R.string.waiting, count)
        waiting.sign(if (count == 0) Sign.GOOD else Sign.SOON)
        battery.shown(seen.batteryPct != null)
        seen.batteryPct?.let {
            battery.text = context.getString(R.string.battery, it)
            battery.sign(if (it < LOW_PCT) Sign.SOON else Sign.GOOD)
        }
    }

    private fun showPosition(seen: Seen) {
        val (words, sign) = when {
            !seen.known.onDuty -> context.getString(R.string.position_off) to Sign.OFF
            seen.allowed.location == LocationPermission.DENIED -> context.getString(R.string.position_denied) to Sign.LATE
            seen.here == null -> context.getString(R.string.position_none) to Sign.WAITING
            else -> context.getString(R.string.position, seen.here.accuracyM.roundToInt()) to
                if (seen.here.accuracyM > VAGUE_M) Sign.SOON else Sign.GOOD
        }
        position.text = words
        position.sign(sign)
    }

    private companion object {
        const val LOW_PCT = 20

        /** From here on a position is vague. */
        const val VAGUE_M = 100
    }
}
