// All messages on an order, with a field to write one; its clock stays in sight.
package yike.app

import android.app.Dialog
import android.content.Context
import android.view.Gravity
import android.widget.LinearLayout
import android.widget.ScrollView
import yike.fieldunit.Message
import yike.fieldunit.Order
import yike.phone.countdown

/** Shows an order's messages. */
internal class ThreadScreen(context: Context, private val taps: Taps, close: () -> Unit) : LinearLayout(context) {
    private val place = context.label(18f, bold = true)
    private val clock = context.label(16f)
    private val none = context.label(16f, Colour.FAINT).apply { setText(R.string.messages_none) }
    private val bubbles = Bubbles(context, taps, enlarge = ::enlarge)
    private var whole: Dialog? = null
    private var unit: String? = null
    private val scroll: Scrolling
    private val write = WriteBar(context, taps) { clip -> watch(context.getString(R.string.attached_clip), { clip }) {} }
    private var last: String? = null

    /** The order whose messages these are, while they are open. */
    var order: String? = null
        private set

    init {
        orientation = VERTICAL
        val back = context.bareKey().apply {
            signAlone(Sign.BACK)
            minimumWidth = context.px(52)
            contentDescription = context.getString(R.string.messages_back)
            setOnClickListener { close() }
        }
        val title = context.column(2, place, clock).apply { layoutParams = LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f) }
        val head = context.row(12, back, title)
        val edge = context.px(12)
        head.setPadding(edge, context.px(8), edge, context.px(8))
        addView(head)
        val list = context.column(0, none, bubbles)
        // A few stand above the field, as the last of many do.
        list.gravity = Gravity.BOTTOM
        list.setPadding(edge, 0, edge, edge)
        scroll = Scrolling(context).apply { addView(list) }
        addView(scroll, LayoutParams(LayoutParams.MATCH_PARENT, 0, 1f))
        addView(write)
    }

    /** Opens an order's messages; where there are none, the officer writes. */
    fun open(order: Order) {
        this.order = order.id
        last = null
        write.about(order.id)
        if (order.messages.isEmpty()) write.focusWords()
    }

    /** Closes them; what was begun stays. */
    fun close() {
        order = null
        write.leave()
        taps.player.stop()
        whole?.dismiss()
    }

    /** Waits for a photo or a clip for what is written on an order. */
    fun prepare(wanted: PhotoFor): Unit = write.prepare(wanted)

    /** Adds the bytes of what was waited for to what is written on an order; without any, nothing is waited for any more. */
    fun attach(wanted: PhotoFor, bytes: ByteArray?): Unit = write.attach(wanted, bytes)

    /** Shows them. */
    fun show(order: Order, seen: Seen) {
        place.text = order.place.name.ifEmpty { order.place.address }
        val phase = phase(order, seen.hallTimeMs)
        val digits = countdown(order, seen.hallTimeMs).takeIf { phase != Phase.DONE }
        clock.text = listOfNotNull(digits, context.getString(phase.word)).joinToString(" ")
        clock.setTextColor(phase.sign.colour)
        clock.sign(phase.sign)
        unit = seen.known.unit?.id
        none.shown(order.messages.isEmpty())
        bubbles.show(order.id, order.messages, seen)
        // The first that is new stands on top; if none is, the last at the end.
        val newest = order.messages.lastOrNull()?.id
        if (newest == last) return
        last = newest
        val first = bubbles.firstUnread(order.messages)
        if (first == null) scroll.goToEnd() else scroll.go { bubbles.top + first.top - context.px(8) }
    }

    private fun enlarge(message: Message) {
        val attachment = message.attachment ?: return
        val about = context.getString(R.string.attached_by, context.writer(message, unit), hourMinute(message.atMs))
        if (attachment.kind == AttachedKind.CLIP) return watch(about, { taps.attachments.bytes(attachment.sha256) }) { taps.attachments.opened(attachment.sha256) }
        whole = WholePhoto(context, taps.attachments, attachment, about).apply { show() }
    }

    private fun watch(about: String, bytes: suspend () -> ByteArray, opened: () -> Unit) {
        taps.player.stop()
        // Two sounds at once are none, and the clip has a file of which there is one.
        whole?.dismiss()
        whole = WholeClip(context, about, bytes, opened).apply { show() }
    }
}

/** A list that goes where it is to once everything has its place, and whose end stays in sight when the keyboard comes. */
private class Scrolling(context: Context) : ScrollView(context) {
    private var toward: (() -> Int)? = null

    init {
        isFillViewport = true
        isVerticalFadingEdgeEnabled = true
    }

    /** Not farther than there is something: beyond, Android's own arithmetic runs over. */
    fun goToEnd() = go { getChildAt(0)?.height ?: 0 }

    fun go(where: () -> Int) {
        toward = where
        requestLayout()
    }

    override fun onSizeChanged(width: Int, height: Int, oldWidth: Int, oldHeight: Int) {
        val below = (getChildAt(0)?.bottom ?: 0) - scrollY - oldHeight
        super.onSizeChanged(width, height, oldWidth, oldHeight)
        if (toward == null && height < oldHeight && below <= 0) toward = { getChildAt(0)?.height ?: 0 }
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        super.onLayout(changed, left, top, right, bottom)
        toward?.let { scrollTo(0, it()) }
        toward = null
    }
}
