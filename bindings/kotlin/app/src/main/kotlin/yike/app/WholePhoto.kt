// A photo on the whole screen: two fingers bring it nearer, a tap puts it away.
package yike.app

import android.annotation.SuppressLint
import android.app.Dialog
import android.content.Context
import android.graphics.Matrix
import android.graphics.RectF
import android.view.GestureDetector
import android.view.Gravity
import android.view.MotionEvent
import android.view.ScaleGestureDetector
import android.widget.FrameLayout
import android.widget.ImageView
import yike.fieldunit.Attachment

/**
 * Shows one photo until it is put away.
 *
 * @param about whose it is.
 */
internal class WholePhoto(context: Context, attachments: Attachments, attachment: Attachment, about: String) :
    Dialog(context, android.R.style.Theme_Black_NoTitleBar_Fullscreen) {
    private val photo = NearingView(context) { dismiss() }

    init {
        val state = context.label(17f).apply {
            text = context.getString(R.string.attached_loading, context.getString(R.string.attached_photo))
            sign(Sign.WAITING)
        }
        val close = context.key(R.string.close) { dismiss() }
        close.minimumWidth = context.px(88)
        val words = context.label(16f).apply {
            text = about
            layoutParams = android.widget.LinearLayout.LayoutParams(0, FrameLayout.LayoutParams.WRAP_CONTENT, 1f)
        }
        val foot = context.row(12, words, close)
        val edge = context.px(12)
        foot.setPadding(edge, edge, edge, edge)
        foot.setBackgroundColor(FOOT)
        photo.contentDescription = about
        val whole = FrameLayout(context)
        whole.addView(photo)
        whole.addView(state, FrameLayout.LayoutParams(FrameLayout.LayoutParams.WRAP_CONTENT, FrameLayout.LayoutParams.WRAP_CONTENT, Gravity.CENTER))
        whole.addView(foot, FrameLayout.LayoutParams(FrameLayout.LayoutParams.MATCH_PARENT, FrameLayout.LayoutParams.WRAP_CONTENT, Gravity.BOTTOM))
        setContentView(whole)
        val screen = context.resources.displayMetrics
        // Twice as many as the screen has, for whoever looks nearer.
        attachments.whole(attachment, 2 * screen.widthPixels, 2 * screen.heightPixels) { bitmap, why ->
            photo.setImageBitmap(bitmap)
            state.shown(bitmap == null)
            state.text = why
            state.sign(Sign.LATE)
        }
    }

    private companion object {
        const val FOOT = 0xB0000000.toInt()
    }
}

/** A picture that fingers move and bring nearer. */
@SuppressLint("AppCompatCustomView")
private class NearingView(context: Context, private val away: () -> Unit) : ImageView(context) {
    private val seen = Matrix()
    private var near = 1f
    private val pinch = ScaleGestureDetector(context, object : ScaleGestureDetector.SimpleOnScaleGestureListener() {
        override fun onScale(fingers: ScaleGestureDetector): Boolean {
            nearer(fingers.scaleFactor, fingers.focusX, fingers.focusY)
            return true
        }
    })
    private val move = GestureDetector(context, object : GestureDetector.SimpleOnGestureListener() {
        override fun onDown(event: MotionEvent): Boolean = true

        override fun onSingleTapConfirmed(event: MotionEvent): Boolean = performClick()

        override fun onDoubleTap(event: MotionEvent): Boolean {
            nearer(if (near > 1f) 1f / near else DOUBLE, event.x, event.y)
            return true
        }

        override fun onScroll(from: MotionEvent?, to: MotionEvent, x: Float, y: Float): Boolean {
            seen.postTranslate(-x, -y)
            keepInSight()
            return true
        }
    })

    init {
        setOnClickListener { away() }
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        pinch.onTouchEvent(event)
        move.onTouchEvent(event)
        return true
    }

    override fun performClick(): Boolean = super.performClick()

    override fun setFrame(left: Int, top: Int, right: Int, bottom: Int): Boolean = super.setFrame(left, top, right, bottom).also { whole() }

    override fun setImageBitmap(bitmap: android.graphics.Bitmap?) {
        super.setImageBitmap(bitmap)
        whole()
    }

    private fun whole() {
        val picture = drawable ?: return
        scaleType = ScaleType.MATRIX
        near = 1f
        seen.setRectToRect(
            RectF(0f, 0f, picture.intrinsicWidth.toFloat(), picture.intrinsicHeight.toFloat()), RectF(0f, 0f, width.toFloat(), height.toFloat()), Matrix.ScaleToFit.CENTER,
        )
        imageMatrix = seen
    }

    private fun nearer(factor: Float, x: Float, y: Float) {
        val now = (near * factor).coerceIn(1f, NEAREST)
        seen.postScale(now / near, now / near, x, y)
        near = now
        keepInSight()
    }

    /** No edge of it is farther in than it must be. */
    private fun keepInSight() {
        val picture = drawable ?: return
        val there = RectF(0f, 0f, picture.intrinsicWidth.toFloat(), picture.intrinsicHeight.toFloat()).also(seen::mapRect)
        seen.postTranslate(back(there.left, there.right, width.toFloat()), back(there.top, there.bottom, height.toFloat()))
        imageMatrix = seen
    }

    private fun back(from: Float, to: Float, room: Float): Float = when {
        to - from <= room -> (room - to - from) / 2
        from > 0 -> -from
        to < room -> room - to
        else -> 0f
    }

    private companion object {
        const val DOUBLE = 2.5f
        const val NEAREST = 6f
    }
}
