// The look of every screen: colours with their contrast on the ground, and the pieces that screens are made of.
package yike.app

import android.content.Context
import android.content.res.ColorStateList
import android.graphics.Color
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import kotlin.math.roundToInt

/** The colours, as on the hall's own pages. */
internal object Colour {
    val GROUND = Color.parseColor("#0b1220")
    val PANEL = Color.parseColor("#111a2b")
    val RAISED = Color.parseColor("#18243a")
    val LINE = Color.parseColor("#2a3a57")
    val INK = Color.parseColor("#e8eef7") // 15.9:1
    val FAINT = Color.parseColor("#9fb0c8") // 8.4:1
    val ACCENT = Color.parseColor("#56b4e9")
    val ON_ACCENT = Color.parseColor("#06121f")
    val ON_TIME = ACCENT
    val SOON = Color.parseColor("#f0e442") // 14.2:1
    val LATE = Color.parseColor("#ff6b3d") // 6.6:1
    val DONE = Color.parseColor("#9aa7b8") // 7.7:1
    val LIVE = Color.parseColor("#7ee0b8")
    val DANGER = Color.parseColor("#5f0d08")
    val DANGER_HELD = Color.parseColor("#c3251a")
    val DANGER_LINE = Color.parseColor("#ff5a4a")
}

/** So many density-independent pixels in pixels. */
internal fun Context.px(dp: Int): Int = (dp * resources.displayMetrics.density).roundToInt()

/** A piece of text. */
internal fun Context.label(sp: Float = 16f, colour: Int = Colour.INK, bold: Boolean = false): TextView = TextView(this).apply {
    textSize = sp
    setTextColor(colour)
    if (bold) setTypeface(Typeface.DEFAULT, Typeface.BOLD)
}

/** A rounded ground with a line around it. */
internal fun Context.plate(fill: Int, line: Int = fill, radiusDp: Int = 14, lineDp: Int = 1): GradientDrawable = GradientDrawable().apply {
    cornerRadius = px(radiusDp).toFloat()
    setColor(fill)
    setStroke(px(lineDp), line)
}

/** How a key is drawn. */
internal enum class KeyLook(val fill: Int, val line: Int, val ink: Int) {
    PLAIN(Colour.RAISED, Colour.LINE, Colour.INK),
    PRIMARY(Colour.ACCENT, Colour.ACCENT, Colour.ON_ACCENT),
    LIVE(Colour.RAISED, Colour.LIVE, Colour.INK),
}

/** A key to tap, as high as a thumb is wide. */
internal fun Context.key(words: Int, look: KeyLook = KeyLook.PLAIN, onTap: (View) -> Unit): Button = bareKey(look).apply {
    setText(words)
    setOnClickListener(onTap)
}

/** A key without words yet. */
internal fun Context.bareKey(look: KeyLook = KeyLook.PLAIN): Button = Button(this).apply { dress(look) }

/** Makes a button a key. */
internal fun Button.dress(look: KeyLook) {
    isAllCaps = false
    stateListAnimator = null
    textSize = 17f
    setTypeface(Typeface.DEFAULT, Typeface.BOLD)
    setPadding(context.px(10), context.px(8), context.px(10), context.px(8))
    minimumHeight = context.px(52)
    minHeight = context.px(52)
    minWidth = 0
    minimumWidth = 0
    wear(look)
}

/** Draws a key anew, in another look. */
internal fun Button.wear(look: KeyLook) {
    setTextColor(ColorStateList(arrayOf(intArrayOf(-android.R.attr.state_enabled), intArrayOf()), intArrayOf(if (look == KeyLook.PRIMARY) look.ink else Colour.FAINT, look.ink)))
    background = pressed(context.plate(look.fill, look.line))
}

/** A ground that answers a touch. */
internal fun pressed(ground: Drawable): Drawable = RippleDrawable(ColorStateList.valueOf(0x33FFFFFF), ground, null)

/** Views below one another. */
internal fun Context.column(gapDp: Int, vararg views: View): LinearLayout = line(LinearLayout.VERTICAL, gapDp).apply {
    views.forEach { addView(it, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)) }
}

/** Views beside one another. */
internal fun Context.row(gapDp: Int, vararg views: View): LinearLayout = line(LinearLayout.HORIZONTAL, gapDp).apply {
    gravity = Gravity.CENTER_VERTICAL
    views.forEach { addView(it, it.layoutParams ?: LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)) }
}

/** Views beside one another, each as wide as its share says. */
internal fun Context.shares(gapDp: Int, vararg views: Pair<View, Float>): LinearLayout = line(LinearLayout.HORIZONTAL, gapDp).apply {
    views.forEach { (view, share) -> addView(view, LinearLayout.LayoutParams(0, MATCH_PARENT, share)) }
}

/** Takes up what is left of a row. */
internal fun Context.spring(): View = View(this).apply { layoutParams = LinearLayout.LayoutParams(0, 1, 1f) }

/** Shows it, or leaves no trace of it. */
internal fun View.shown(whether: Boolean) {
    visibility = if (whether) View.VISIBLE else View.GONE
}

private fun Context.line(way: Int, gapDp: Int): LinearLayout = LinearLayout(this).apply {
    orientation = way
    if (gapDp == 0) return@apply
    dividerDrawable = GradientDrawable().apply {
        setSize(px(gapDp), px(gapDp))
        setColor(Color.TRANSPARENT)
    }
    showDividers = LinearLayout.SHOW_DIVIDER_MIDDLE
}
