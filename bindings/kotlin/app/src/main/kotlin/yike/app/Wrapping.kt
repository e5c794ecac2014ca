// Views beside one another, on as many lines as they take.
package yike.app

import android.content.Context
import android.view.View
import android.view.ViewGroup

/** Lays views out as text is. */
internal class Wrapping(context: Context, gapDp: Int, lineGapDp: Int) : ViewGroup(context) {
    private val gap = context.px(gapDp)
    private val lineGap = context.px(lineGapDp)

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        measureChildren(MeasureSpec.makeMeasureSpec(MeasureSpec.getSize(widthSpec), MeasureSpec.AT_MOST), MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED))
        val width = MeasureSpec.getSize(widthSpec)
        setMeasuredDimension(width, place(width) { _, _, _ -> })
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        place(right - left) { view, x, y -> view.layout(x, y, x + view.measuredWidth, y + view.measuredHeight) }
    }

    /** Says where each goes: how high all of it is. */
    private fun place(width: Int, put: (View, Int, Int) -> Unit): Int {
        var (x, y) = paddingLeft to paddingTop
        var line = 0
        for (at in 0 until childCount) {
            val view = getChildAt(at)
            if (view.visibility == GONE) continue
            if (x > paddingLeft && x + view.measuredWidth > width - paddingRight) {
                x = paddingLeft
                y += line + lineGap
                line = 0
            }
            put(view, x, y)
            x += view.measuredWidth + gap
            line = maxOf(line, view.measuredHeight)
        }
        return y + line + paddingBottom
    }
}
