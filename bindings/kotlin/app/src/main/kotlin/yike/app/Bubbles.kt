// Messages below one another, the officer's own to the right; what the officer sees of them is read.
package yike.app

import android.content.Context
import android.graphics.Rect
import android.text.TextUtils
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import yike.fieldunit.Message

/**
 * Shows messages, and says which of them the officer has seen.
 *
 * @param lines of each at most; what is cut is not read yet, nor what is named and not shown.
 * @param enlarge shows the photo or the clip of a message on the whole screen; without it, what goes with messages is named.
 */
internal class Bubbles(context: Context, private val taps: Taps, private val lines: Int = Int.MAX_VALUE, private val enlarge: ((Message) -> Unit)? = null) :
    LinearLayout(context) {
    private val bubbles = LinkedHashMap<String, Bubble>()
    private val read = mutableSetOf<String>()

    init {
        orientation = VERTICAL
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    /** Shows messages of an order; those that came to be on the screen before this are read, if the officer looks at it. */
    fun show(order: String, messages: List<Message>, seen: Seen) {
        (bubbles.keys - messages.map { it.id }.toSet()).forEach { removeView(bubbles.remove(it)) }
        messages.forEachIndexed { at, message ->
            val own = message.isOwn(seen.known.unit?.id)
            val bubble = bubbles.getOrPut(message.id) { Bubble(context, taps, lines, enlarge) }
            if (indexOfChild(bubble) != at) {
                removeView(bubble)
                addView(bubble, at, place(own))
            }
            bubble.show(message, seen.known.unit?.id)
        }
        if (seen.looking) sayRead(order, messages)
    }

    /** The first that the officer is to read, or none. */
    fun firstUnread(messages: List<Message>): View? = messages.firstOrNull { it.unread }?.let { bubbles[it.id] }

    private fun sayRead(order: String, messages: List<Message>) {
        val sighted = messages.filter { it.unread && it.id !in read && bubbles[it.id]?.isSighted == true }.map { it.id }
        if (sighted.isEmpty()) return
        read += sighted
        taps.read(order, sighted)
    }

    private fun place(own: Boolean) = LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply {
        gravity = if (own) Gravity.END else Gravity.START
        topMargin = context.px(4)
        bottomMargin = context.px(4)
        val rest = context.px(REST_DP)
        if (own) marginStart = rest else marginEnd = rest
    }

    private companion object {
        /** What the longest leaves free beside it. */
        const val REST_DP = 40
    }
}

/** One message. */
private class Bubble(context: Context, private val taps: Taps, lines: Int, private val enlarge: ((Message) -> Unit)?) : LinearLayout(context) {
    private var shown: Pair<Message, String?>? = null
    private val writer = context.label(14f, bold = true)
    private val time = context.label(14f, Colour.FAINT)
    // Beside the time, so that nothing moves when it is read.
    private val new = context.signed(14f, Colour.INK).apply {
        setText(R.string.message_new)
        sign(Sign.SOON)
    }
    private val words = context.label(17f).apply {
        maxLines = lines
        ellipsize = TextUtils.TruncateAt.END
    }
    private val mark = context.label(14f, Colour.FAINT)
    private var beside: AttachedView? = null

    init {
        orientation = VERTICAL
        setPadding(context.px(12), context.px(7), context.px(12), context.px(8))
        addView(context.row(8, writer, time, new))
        addView(words)
        addView(mark)
    }

    fun show(message: Message, unit: String?) {
        beside?.run { if (isNear) look() else rest() }
        // It is asked twice a second, and there may be many.
        if (shown == message to unit) return
        shown = message to unit
        val own = message.isOwn(unit)
        writer.text = context.writer(message, unit)
        time.text = hourMinute(message.atMs)
        showBeside(message, unit)
        words.text = if (beside == null) context.said(message) else message.text
        words.shown(words.text.isNotEmpty())
        val fill = if (own) Colour.GROUND else Colour.RAISED
        val line = if (own) Colour.ACCENT else if (message.unread) Colour.SOON else Colour.LINE
        background = context.plate(fill, line, 12)
        new.shown(message.unread)
        mark.shown(own)
        if (!own) return
        val (said, sign) = context.mark(message)
        mark.text = said
        mark.sign(sign)
    }

    /** What goes with a message does not change. */
    private fun showBeside(message: Message, unit: String?) {
        val attachment = message.attachment
        val enlarge = enlarge
        if (attachment == null || enlarge == null || beside != null) return
        beside = AttachedView(context, taps, message, attachment, context.writer(message, unit)) { enlarge(message) }.also {
            it.setPadding(0, context.px(4), 0, context.px(3))
            addView(it, AFTER_HEAD)
        }
    }

    /** Whether it is on the screen, or within another of it: nobody pays for what nobody looks at. */
    private val isNear: Boolean
        get() {
            val place = IntArray(2).also(::getLocationInWindow)
            val screen = rootView.height
            return height > 0 && place[1] + height > -screen && place[1] < 2 * screen
        }

    /** Whether all of it is there, the photo too, and half of it is on the screen or fills half of it. */
    val isSighted: Boolean
        get() {
            val part = Rect()
            return isWhole && isShown && height > 0 && getGlobalVisibleRect(part) && 2 * part.height() >= minOf(height, rootView.height)
        }

    private val isWhole: Boolean
        get() {
            if (shown?.first?.attachment != null && beside?.isThere != true) return false
            if (words.visibility == GONE) return true
            val layout = words.layout ?: return false
            return layout.getEllipsisCount(layout.lineCount - 1) == 0
        }

    private companion object {
        const val AFTER_HEAD = 1
    }
}
