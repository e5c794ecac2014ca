// The screen of an officer who is signed in.
package yike.app

import android.content.Context
import android.widget.LinearLayout
import android.widget.ScrollView
import yike.fieldunit.LocationPermission
import yike.fieldunit.Order

/** Shows everything there is, the most pressing first. */
internal class DutyScreen(context: Context, private val taps: Taps) : LinearLayout(context) {
    private val top = TopBar(context, taps)
    private val help = HelpBand(context, taps)
    private val lacking = LackingBand(context, taps)
    private val replaced = ReplacedCard(context, taps)
    private val cameraAsked = CameraAskedCard(context, taps)
    private val standby = StandbyCard(context, taps)
    private val cards = LinkedHashMap<String, OrderCard>()
    private val list: LinearLayout
    private val scroll: ScrollView
    private val actions = ActionBar(context, taps) { toReport() }
    private val talk = TalkBar(context, taps)
    private val thread = ThreadScreen(context, taps) { closeMessages() }
    private var ringing = emptySet<String>()
    private var last: Seen? = null

    /** The live picture; its view is what the camera draws on. */
    val picture = PictureCard(context, taps)

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.GROUND)
        addView(top)
        addView(help)
        list = context.column(12, lacking, replaced, cameraAsked, picture, standby)
        val edge = context.px(12)
        list.setPadding(edge, edge, edge, edge)
        scroll = ScrollView(context).apply {
            isFillViewport = true
            addView(list)
        }
        addView(scroll, LayoutParams(LayoutParams.MATCH_PARENT, 0, 1f))
        addView(talk)
        addView(actions)
        addView(thread, LayoutParams(LayoutParams.MATCH_PARENT, 0, 1f))
        showThread()
    }

    /** Shows it. */
    fun show(seen: Seen) {
        last = seen
        top.show(seen)
        help.show(seen)
        lacking.show(seen)
        replaced.shown(seen.replaced)
        cameraAsked.show(seen)
        picture.show(seen)
        val orders = seen.known.orders.sortedByDescending { it.rings }
        showCards(orders, seen)
        standby.show(seen, orders.isEmpty() && seen.picture == null && seen.known.cameraAsked == null)
        actions.show(orders.firstOrNull(), seen)
        talk.show(seen, orders.firstOrNull())
        followThread(orders, seen)
    }

    /** Opens the messages of an order, if it is there. */
    fun openMessages(order: String): Boolean {
        val seen = last ?: return false
        val opened = seen.known.orders.firstOrNull { it.id == order } ?: return false
        thread.open(opened)
        show(seen)
        return true
    }

    /** Closes the messages; whether they were open. */
    fun closeMessages(): Boolean {
        if (thread.order == null) return false
        thread.close()
        showThread()
        return true
    }

    /** The officer does not touch the screen any more. */
    fun letGo(): Unit = talk.letGo()

    /** Says that a photo or a clip is made ready for a message, which waits for it. */
    fun prepare(wanted: PhotoFor) {
        if (wanted.message) thread.prepare(wanted)
    }

    /** Adds a photo or a clip to what it is for, or nothing if there is none after all; whether its order is there. */
    fun attach(wanted: PhotoFor, bytes: ByteArray?): Boolean {
        val card = cards[wanted.order] ?: return false
        if (wanted.message) thread.attach(wanted, bytes) else bytes?.let(card.report::attach)
        return true
    }

    private fun showCards(orders: List<Order>, seen: Seen) {
        val gone = cards.keys - orders.map { it.id }.toSet()
        gone.forEach { list.removeView(cards.remove(it)) }
        orders.forEachIndexed { at, order ->
            val card = cards.getOrPut(order.id) { OrderCard(context, taps) { openMessages(it) } }
            val place = FIRST_CARD + at
            if (list.indexOfChild(card) != place) {
                list.removeView(card)
                list.addView(card, place, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
            }
            card.show(order, seen)
        }
    }

    private fun followThread(orders: List<Order>, seen: Seen) {
        val rings = orders.filter { it.rings }.map { it.id }.toSet()
        // What begins to ring is what counts now.
        val order = orders.firstOrNull { it.id == thread.order }.takeIf { (rings - ringing).all { it == thread.order } }
        ringing = rings
        if (order == null) closeMessages() else thread.show(order, seen)
        showThread()
    }

    private fun showThread() {
        val open = thread.order != null
        thread.shown(open)
        scroll.shown(!open)
        talk.cover(open)
        actions.shown(!open)
    }

    private fun toReport() {
        val card = cards.values.firstOrNull() ?: return
        scroll.smoothScrollTo(0, card.top + card.report.top)
        card.report.focusWords()
    }

    private companion object {
        /** Before the cards come what is lacking, the other phone, who asks for the camera and the picture. */
        const val FIRST_CARD = 4
    }
}

/** What is told while a call for help is open. */
private class HelpBand(context: Context, taps: Taps) : LinearLayout(context) {
    private val state = context.label(18f, bold = true)
    private val call = CallKey(context, taps)
    private val ends = context.label(14f).apply { setText(R.string.sos_ends) }

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.DANGER)
        val edge = context.px(14)
        setPadding(edge, context.px(10), edge, context.px(10))
        addView(state)
        addView(ends)
        addView(call, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(8) })
    }

    fun show(seen: Seen) {
        shown(seen.known.sos)
        call.show(seen, wanted = true)
        val heard = seen.known.online && seen.known.waiting == 0u
        state.setText(if (heard) R.string.sos_heard else R.string.sos_calling)
        state.sign(if (heard) Sign.GOOD else Sign.WAITING)
    }
}

/** What the officer has yet to allow, one thing at a time. */
private class LackingBand(context: Context, taps: Taps) : LinearLayout(context) {
    private var lacks: Missing? = null
    private val words = context.label(15f)
    private val allow = context.key(R.string.allow) { lacks?.let(taps::allow) }

    init {
        background = context.plate(Colour.PANEL, Colour.SOON, 12)
        val edge = context.px(12)
        setPadding(edge, context.px(6), context.px(6), context.px(6))
        gravity = android.view.Gravity.CENTER_VERTICAL
        addView(words, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f).apply { marginEnd = edge })
        addView(allow)
        words.sign(Sign.SOON)
    }

    fun show(seen: Seen) {
        lacks = when {
            seen.allowed.location != LocationPermission.ALWAYS -> Missing.LOCATION
            !seen.allowed.notifications -> Missing.NOTIFICATIONS
            !seen.allowed.batteryExempt -> Missing.RUNNING
            else -> null
        }
        // While something presses, it does not.
        shown(lacks != null && seen.known.orders.isEmpty() && !seen.known.sos)
        lacks?.let { words.setText(it.words) }
    }
}

/** Shown while another phone of the unit has the word. */
private class ReplacedCard(context: Context, taps: Taps) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        background = context.plate(Colour.PANEL, Colour.LATE, 16)
        val edge = context.px(14)
        setPadding(edge, edge, edge, edge)
        val title = context.label(18f, bold = true).apply {
            setText(R.string.replaced)
            sign(Sign.LATE)
        }
        val more = context.label(15f, Colour.FAINT).apply { setText(R.string.replaced_more) }
        addView(context.column(10, title, more, context.key(R.string.take_over, KeyLook.PRIMARY) { taps.tap { takeOver() } }))
    }
}

/** What is told while there is no order. */
private class StandbyCard(context: Context, taps: Taps) : LinearLayout(context) {
    private val title = context.label(24f, bold = true)
    private val more = context.label(16f, Colour.FAINT)
    private val call = CallKey(context, taps)

    init {
        orientation = VERTICAL
        val edge = context.px(20)
        setPadding(edge, context.px(40), edge, edge)
        addView(context.column(10, title, more, call))
    }

    fun show(seen: Seen, none: Boolean) {
        call.show(seen, wanted = !seen.known.sos)
        shown(none && !seen.replaced)
        title.setText(if (seen.known.onDuty) R.string.standing_by else R.string.off_duty)
        title.sign(if (seen.known.onDuty) Sign.ON_TIME else Sign.OFF, 0.6f)
        more.setText(if (seen.known.onDuty) R.string.standing_by_more else R.string.off_duty_more)
    }
}
