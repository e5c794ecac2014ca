// What can be done now, within a thumb's reach.
package yike.app

import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import yike.fieldunit.Order

/** The keys at the bottom. */
internal class ActionBar(context: Context, private val taps: Taps, private val toReport: () -> Unit) : LinearLayout(context) {
    private var keys: List<Key> = emptyList()
    private var live = false
    private var reported = false

    private enum class Key { ACCEPT, ARRIVE, REPORT, GO_ON_DUTY, LIVE }

    init {
        orientation = HORIZONTAL
        setBackgroundColor(Colour.PANEL)
        val edge = context.px(12)
        setPadding(edge, edge, edge, edge)
    }

    /** Shows what can be done, about an order if there is one. */
    fun show(order: Order?, seen: Seen) {
        val wanted = when {
            order?.rings == true -> listOf(Key.ACCEPT, Key.LIVE)
            order != null && order.arrivedAtMs == null -> listOf(Key.ARRIVE, Key.LIVE, Key.REPORT)
            order != null -> listOf(Key.LIVE, Key.REPORT)
            !seen.known.onDuty -> listOf(Key.GO_ON_DUTY)
            else -> listOf(Key.LIVE)
        }
        val on = seen.picture != null
        current = order
        val told = order?.reportedAtMs != null
        if (wanted == keys && on == live && told == reported) return
        keys = wanted
        live = on
        reported = told
        removeAllViews()
        addView(context.shares(10, *wanted.map { made(it, on) to share(it, order) }.toTypedArray()), LayoutParams(LayoutParams.MATCH_PARENT, context.px(HEIGHT_DP)))
    }

    private var current: Order? = null

    private fun about(tap: (Order) -> Unit) {
        current?.let(tap)
    }

    private fun share(key: Key, order: Order?): Float = if (key == Key.ACCEPT || order?.arrivedAtMs != null && key == Key.REPORT) 2f else 1f

    private fun made(key: Key, on: Boolean): Button = when (key) {
        Key.ACCEPT -> context.key(R.string.accept, KeyLook.PRIMARY) { about { order -> taps.tap { accept(order.id) } } }.apply { textSize = 22f }
        Key.ARRIVE -> context.key(R.string.arrive) { about { order -> taps.tap { arrived(order.id) } } }
        Key.REPORT -> context.key(R.string.report) { toReport() }
        Key.GO_ON_DUTY -> context.key(R.string.go_on_duty, KeyLook.PRIMARY) { taps.tap { goOnDuty() } }.apply { textSize = 20f }
        Key.LIVE -> context.key(if (on) R.string.live_stop else R.string.live_start, KeyLook.LIVE) { taps.live(!on) }
    }.apply {
        when (key) {
            Key.LIVE -> signAbove(if (on) Sign.STOP else Sign.LIVE)
            Key.ARRIVE -> signAbove(Sign.WAITING)
            Key.REPORT -> signAbove(if (reported) Sign.GOOD else Sign.WAITING)
            Key.ACCEPT, Key.GO_ON_DUTY -> Unit
        }
    }

    private companion object {
        const val HEIGHT_DP = 72
    }
}
