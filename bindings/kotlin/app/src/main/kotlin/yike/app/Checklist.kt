// What the officers see to at the scene: each item is ticked by a tap, with who did so when.
package yike.app

import android.content.Context
import android.content.res.ColorStateList
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.text.style.RelativeSizeSpan
import android.view.Gravity
import android.widget.CheckBox
import android.widget.LinearLayout
import yike.fieldunit.ChecklistItem
import yike.fieldunit.Order
import yike.fieldunit.Tick

/** Shows an order's checklist. */
internal class Checklist(context: Context, private val taps: Taps) : LinearLayout(context) {
    private var drawn: Pair<List<ChecklistItem>, String?>? = null
    private val head = context.label(15f, bold = true)
    private val rows = LinkedHashMap<String, CheckBox>()
    private lateinit var order: Order

    init {
        orientation = VERTICAL
        addView(head)
    }

    /** Shows it; what is so on the screen already is left alone. */
    fun show(order: Order, unit: String?) {
        this.order = order
        val items = order.checklist
        // Whoever has yet to say yes ticks nothing.
        shown(items.isNotEmpty() && !order.rings)
        if (drawn == items to unit) return
        drawn = items to unit
        val done = items.count { it.done }
        head.text = context.getString(R.string.checklist, done, items.size)
        head.sign(if (done == items.size) Sign.GOOD else Sign.WAITING)
        (rows.keys - items.map { it.id }.toSet()).forEach { removeView(rows.remove(it)) }
        items.forEachIndexed { at, item ->
            val row = rows.getOrPut(item.id) { row(item.id) }
            if (indexOfChild(row) != at + 1) {
                removeView(row)
                addView(row, at + 1, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(8) })
            }
            row.isChecked = item.done
            row.text = words(item, unit)
            // What was ticked before is not ticked before the officer's eyes.
            row.jumpDrawablesToCurrentState()
            row.background = pressed(context.plate(Colour.GROUND, if (item.done) Colour.LIVE else Colour.LINE, 10))
        }
    }

    private fun row(item: String) = CheckBox(context).apply {
        textSize = 16f
        setTextColor(Colour.INK)
        buttonTintList = ColorStateList(arrayOf(intArrayOf(android.R.attr.state_checked), intArrayOf()), intArrayOf(Colour.LIVE, Colour.FAINT))
        gravity = Gravity.CENTER_VERTICAL
        minHeight = context.px(ROW_DP)
        minimumHeight = context.px(ROW_DP)
        setPadding(context.px(4), context.px(8), context.px(12), context.px(8))
        setOnClickListener { tapped(item, this) }
    }

    private fun tapped(id: String, row: CheckBox) {
        val item = order.checklist.firstOrNull { it.id == id } ?: return
        // What is ticked is the core's to say: it is drawn once it is stored.
        row.isChecked = item.done
        taps.check(order.id, id, !item.done)
    }

    /** What is to be seen to, with who has, in a smaller line. */
    private fun words(item: ChecklistItem, unit: String?): CharSequence {
        val words = SpannableStringBuilder(context.said(item))
        val tick = item.tick ?: return words
        val from = words.length
        words.append("\n").append(context.said(tick, item.done, unit))
        words.setSpan(RelativeSizeSpan(SMALLER), from, words.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        words.setSpan(ForegroundColorSpan(if (tick.sent) Colour.FAINT else Colour.SOON), from, words.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        return words
    }

    private companion object {
        const val ROW_DP = 52
        const val SMALLER = 0.875f
    }
}

/** What an item says, in the language of the phone if it is there. */
private fun Context.said(item: ChecklistItem): String {
    val (first, second) = if (resources.configuration.locales[0].language == "zh") item.zh to item.en else item.en to item.zh
    return first.ifBlank { second }
}

/** Who ticked it, or took the tick back, and when. */
private fun Context.said(tick: Tick, done: Boolean, unit: String?): String {
    val isOwn = tick.unit == unit || !tick.sent
    val who = if (isOwn) getString(R.string.message_from_self) else tick.unitName.ifEmpty { getString(R.string.message_from_other) }
    val words = getString(if (done) R.string.checklist_done else R.string.checklist_back, who, hourMinute(tick.atMs))
    return if (tick.sent) words else getString(R.string.checklist_waits, words)
}
