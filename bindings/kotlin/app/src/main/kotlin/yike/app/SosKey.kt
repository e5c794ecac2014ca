// The key that calls for help: held for a second and a half, so that a pocket does not press it.
package yike.app

import android.animation.ValueAnimator
import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.graphics.Typeface
import android.view.HapticFeedbackConstants
import android.view.MotionEvent
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.view.animation.LinearInterpolator

/** Calls [onCall] when it was held. */
internal class SosKey(context: Context, private val onCall: () -> Unit) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private val frame = RectF()
    private var held = 0f
    private var filling: ValueAnimator? = null

    init {
        minimumWidth = context.px(84)
        minimumHeight = context.px(52)
        contentDescription = context.getString(R.string.sos_key)
        isClickable = true
        isFocusable = true
    }

    override fun onMeasure(width: Int, height: Int): Unit = setMeasuredDimension(minimumWidth, minimumHeight)

    // A finger that cannot hold, as with a screen reader, calls by its long click.
    override fun performLongClick(): Boolean {
        call()
        return true
    }

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        info.addAction(AccessibilityNodeInfo.AccessibilityAction.ACTION_LONG_CLICK)
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> press()
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> release()
        }
        return true
    }

    override fun onDetachedFromWindow() {
        super.onDetachedFromWindow()
        release()
    }

    private fun press() {
        performHapticFeedback(HapticFeedbackConstants.VIRTUAL_KEY)
        filling = ValueAnimator.ofFloat(0f, 1f).apply {
            duration = HOLD_MS
            interpolator = LinearInterpolator()
            addUpdateListener { fill(it.animatedValue as Float) }
            start()
        }
    }

    private fun fill(share: Float) {
        held = share
        invalidate()
        if (share < 1f) return
        release()
        call()
    }

    private fun release() {
        filling?.cancel()
        filling = null
        held = 0f
        invalidate()
    }

    private fun call() {
        performHapticFeedback(HapticFeedbackConstants.LONG_PRESS)
        onCall()
    }

    override fun onDraw(canvas: Canvas) {
        val round = context.px(12).toFloat()
        val edge = context.px(1).toFloat()
        frame.set(edge, edge, width - edge, height - edge)
        paint.style = Paint.Style.FILL
        paint.color = Colour.DANGER
        canvas.drawRoundRect(frame, round, round, paint)
        canvas.save()
        canvas.clipRect(0f, 0f, width * held, height.toFloat())
        paint.color = Colour.DANGER_HELD
        canvas.drawRoundRect(frame, round, round, paint)
        canvas.restore()
        paint.style = Paint.Style.STROKE
        paint.strokeWidth = 2 * edge
        paint.color = Colour.DANGER_LINE
        canvas.drawRoundRect(frame, round, round, paint)
        words(canvas, R.string.sos, 18, true, 0.50f)
        words(canvas, if (held > 0) R.string.sos_holding else R.string.sos_hold, 11, false, 0.80f)
    }

    private fun words(canvas: Canvas, text: Int, sp: Int, bold: Boolean, baseline: Float) {
        paint.style = Paint.Style.FILL
        paint.color = Colour.INK
        paint.textAlign = Paint.Align.CENTER
        paint.typeface = if (bold) Typeface.DEFAULT_BOLD else Typeface.DEFAULT
        paint.textSize = context.px(sp).toFloat()
        canvas.drawText(context.getString(text), width / 2f, height * baseline, paint)
    }

    private companion object {
        const val HOLD_MS = 1_500L
    }
}
