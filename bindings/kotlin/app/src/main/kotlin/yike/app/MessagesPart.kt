// The messages on an order's card: a key with how many are new, and the last of them.
package yike.app

import android.content.Context
import android.widget.LinearLayout
import yike.fieldunit.Order

/** Opens an order's messages, and says how many are new. */
internal class MessagesKey(context: Context, open: () -> Unit) : LinearLayout(context) {
    private var told: UInt? = null
    private val key = context.bareKey().apply {
        textSize = 14f
        minimumWidth = context.px(76)
        setOnClickListener { open() }
    }

    init {
        addView(key)
    }

    /** Shows it; whoever has yet to say yes has nobody to write to before the hall did. */
    fun show(order: Order) {
        shown(!order.rings || order.messages.isNotEmpty())
        if (told == order.unread) return
        told = order.unread
        val new = order.unread.toInt()
        key.text = if (new == 0) context.getString(R.string.messages) else context.getString(R.string.messages_new, new)
        key.contentDescription = if (new == 0) key.text else context.getString(R.string.messages_unread, new)
        key.signAbove(if (new == 0) Sign.MESSAGE else Sign.SOON)
        key.background = pressed(context.plate(Colour.RAISED, if (new == 0) Colour.LINE else Colour.SOON))
    }
}

/** Shows the last messages of an order; a tap opens them all. */
internal class LastMessages(context: Context, taps: Taps, private val open: () -> Unit) : LinearLayout(context) {
    private val all = context.label(15f, Colour.FAINT)
    private val bubbles = Bubbles(context, taps, MOST_LINES)

    init {
        orientation = VERTICAL
        minimumHeight = context.px(48)
        all.setPadding(0, 0, 0, context.px(6))
        addView(all)
        addView(bubbles, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
        setOnClickListener { open() }
    }

    /** Shows them. */
    fun show(order: Order, seen: Seen) {
        shown(order.messages.isNotEmpty())
        all.text = context.getString(R.string.messages_all, order.messages.size)
        all.sign(Sign.MESSAGE)
        all.shown(order.messages.size > MOST)
        bubbles.show(order.id, order.messages.takeLast(MOST), seen)
    }

    private companion object {
        const val MOST = 2

        /** The place and the way stay in sight. */
        const val MOST_LINES = 5
    }
}
