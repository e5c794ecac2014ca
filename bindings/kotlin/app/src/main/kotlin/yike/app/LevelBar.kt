// How loud it is at the microphone, so that whoever speaks sees that they are heard.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.view.View

/** Shows a loudness. */
internal class LevelBar(context: Context) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private var loudness = 0f

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    /** Shows it, 0 to 1. */
    fun show(loudness: Float) {
        this.loudness = loudness.coerceIn(0f, 1f)
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val half = height / 2f
        paint.color = Colour.LINE
        canvas.drawRoundRect(RectF(0f, 0f, width.toFloat(), height.toFloat()), half, half, paint)
        paint.color = Colour.LIVE
        if (loudness > 0) canvas.drawRoundRect(RectF(0f, 0f, maxOf(height.toFloat(), width * loudness), height.toFloat()), half, half, paint)
    }
}
