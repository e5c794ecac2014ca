// One order as its officer needs it: what, where, how long, how far, what to do.
package yike.app

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import yike.fieldunit.AssignmentState
import yike.fieldunit.DeclineReason
import yike.fieldunit.Order
import yike.fieldunit.OrderKind

/** Whether an order waits for the officer's yes or no. */
internal val Order.rings: Boolean
    get() = assignment.state == AssignmentState.OFFERED || assignment.state == AssignmentState.DELIVERED

/** Shows one order. */
internal class OrderCard(context: Context, private val taps: Taps, private val toMessages: (String) -> Unit) : LinearLayout(context) {
    private lateinit var order: Order
    private val kind = context.label(15f, bold = true)
    private val state = context.signed(15f, Colour.INK)
    private val clock = ClockFace(context)
    private val place = context.label(22f, bold = true)
    private val address = context.label(16f, Colour.FAINT)
    private val messages = MessagesKey(context) { toMessages(order.id) }
    private val where = context.row(10, context.column(2, place, address).apply { layoutParams = LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f) }, messages)
    private val way = WayLine(context)
    private val road = RoadLine(context)
    private val call = CallKey(context, taps)
    private val note = context.label(16f)
    private val lastMessages = LastMessages(context, taps) { toMessages(order.id) }
    private val map = PlaceMap(context, taps)
    private val setOff = context.key(R.string.set_off) { taps.tap { setOff(order.id) } }
    private val go = context.shares(10, setOff to 1f, context.key(R.string.navigate) { taps.navigate(order.place) } to 1f)
    private val refuse = context.column(8, context.label(14f, Colour.FAINT).apply { setText(R.string.cannot_go) }, reasons(0, 1), reasons(2, 3))
    private val legs = Legs(context)
    private val checklist = Checklist(context, taps)

    /** The report, below what is known. */
    val report = ReportForm(context, taps)

    init {
        orientation = VERTICAL
        val edge = context.px(14)
        setPadding(edge, edge, edge, edge)
        kind.setPadding(context.px(12), context.px(3), context.px(12), context.px(4))
        val pieces = listOf(
            context.row(8, kind, context.spring(), state), clock, where, way, road, note, lastMessages, map, refuse, go, call, legs, checklist, report,
        )
        for (piece in pieces) {
            addView(piece, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply {
                if (childCount > 0) topMargin = context.px(12)
            })
        }
    }

    /** Shows an order. */
    fun show(order: Order, seen: Seen) {
        this.order = order
        val emergency = order.kind == OrderKind.EMERGENCY
        background = context.plate(Colour.PANEL, if (order.rings) Colour.SOON else Colour.LINE, 16, if (order.rings) 2 else 1)
        kind.setText(word(order.kind))
        kind.sign(if (emergency) Sign.LATE else Sign.ON_TIME)
        kind.background = context.plate(Colour.PANEL, if (emergency) Colour.LATE else Colour.ON_TIME, 99)
        showState(order)
        clock.show(order, seen.hallTimeMs)
        place.text = order.place.name.ifEmpty { order.place.address }
        address.text = order.place.address
        address.shown(order.place.address.isNotEmpty() && order.place.name.isNotEmpty())
        messages.show(order)
        lastMessages.show(order, seen)
        way.show(order, seen.here)
        val known = seen.ways[order.id]
        road.show(order, known, seen.hallTimeMs)
        call.show(seen, wanted = !seen.known.sos && seen.known.orders.first().id == order.id)
        note.text = order.note
        note.shown(order.note.isNotEmpty())
        val there = order.arrivedAtMs != null
        map.show(order, seen.here, known)
        map.shown(!there)
        refuse.shown(order.rings)
        go.shown(!order.rings && !there)
        setOff.isEnabled = order.assignment.state != AssignmentState.UNDER_WAY
        setOff.setText(if (setOff.isEnabled) R.string.set_off else R.string.part_under_way)
        legs.show(order)
        checklist.show(order, seen.known.unit?.id)
        report.show(order)
        report.shown(!order.rings)
    }

    private fun showState(order: Order) {
        val (word, sign) = when {
            order.rings -> R.string.new_order to Sign.SOON
            order.arrivedAtMs != null -> R.string.part_there to Sign.GOOD
            order.assignment.state == AssignmentState.UNDER_WAY -> R.string.part_under_way to Sign.BUSY
            else -> R.string.part_accepted to Sign.ON_TIME
        }
        state.text = if (order.provisional) "${context.getString(word)} · ${context.getString(R.string.unconfirmed)}" else context.getString(word)
        state.sign(if (order.provisional) Sign.WAITING else sign)
    }

    private fun reasons(vararg which: Int): View {
        val keys = which.map { at ->
            val (reason, words) = REASONS[at]
            context.key(words) { taps.tap { decline(order.id, reason) } }.apply { textSize = 15f } to 1f
        }
        return context.shares(8, *keys.toTypedArray())
    }

    private companion object {
        val REASONS = listOf(
            DeclineReason.ENGAGED to R.string.decline_engaged,
            DeclineReason.TOO_FAR to R.string.decline_too_far,
            DeclineReason.BROKEN to R.string.decline_broken,
            DeclineReason.OTHER to R.string.decline_other,
        )

        fun word(kind: OrderKind): Int = when (kind) {
            OrderKind.EMERGENCY -> R.string.kind_emergency
            OrderKind.ROUTINE -> R.string.kind_routine
            OrderKind.STANDBY -> R.string.kind_standby
        }
    }
}

/** The three legs, each by itself. */
private class Legs(context: Context) : LinearLayout(context) {
    private val legs: List<Pair<Int, TextView>> =
        listOf(R.string.leg_arrived, R.string.leg_on_video, R.string.leg_reported).map { it to context.label(15f) }

    init {
        orientation = HORIZONTAL
        legs.forEach { (_, view) -> addView(view, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f)) }
    }

    fun show(order: Order) {
        val metAt = listOf(order.arrivedAtMs, order.onVideoAtMs, order.reportedAtMs)
        legs.forEachIndexed { at, (word, view) ->
            val met = metAt[at]
            val due = order.dueAtMs
            val late = met != null && due != null && met > due
            val how = if (met == null) context.getString(R.string.leg_pending) else clockTime(met).take(5)
            view.text = "${context.getString(word)}\n$how" + if (late) " ${context.getString(R.string.leg_late)}" else ""
            view.sign(if (met == null) Sign.WAITING else if (late) Sign.SOON else Sign.GOOD)
        }
    }
}
