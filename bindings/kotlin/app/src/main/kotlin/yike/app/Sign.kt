// The small sign before a word of state: its colour and its shape say the same as the word.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.Path
import android.graphics.PixelFormat
import android.graphics.RectF
import android.graphics.drawable.Drawable
import android.view.Gravity
import android.view.View
import android.widget.TextView

/** The signs, each always of one colour. */
internal enum class Sign(val colour: Int) {
    ON_TIME(Colour.ON_TIME),
    SOON(Colour.SOON),
    LATE(Colour.LATE),
    DONE(Colour.DONE),
    WAITING(Colour.INK),
    BUSY(Colour.SOON),
    OFF(Colour.DONE),
    LIVE(Colour.LIVE),
    GOOD(Colour.LIVE),
    STOP(Colour.INK),
    TALK(Colour.LIVE),
    TALKING(Colour.ON_ACCENT),
    MESSAGE(Colour.INK),
    BACK(Colour.INK),
    PLAY(Colour.LIVE),
    PHOTO(Colour.INK),
    SPEAK(Colour.INK),
    DISCARD(Colour.INK),
    SPOKEN(Colour.ON_ACCENT),
}

/** Puts a sign before the words of a view, as high as they are. */
internal fun TextView.sign(sign: Sign, scale: Float = 0.72f) {
    val drawn = SignDrawable(sign, (textSize * scale).toInt())
    setCompoundDrawablesRelativeWithIntrinsicBounds(drawn, null, null, null)
    compoundDrawablePadding = context.px(6)
}

/** Puts a sign above the words of a key. */
internal fun TextView.signAbove(sign: Sign) {
    setCompoundDrawablesRelativeWithIntrinsicBounds(null, SignDrawable(sign, context.px(16)), null, null)
    compoundDrawablePadding = context.px(4)
}

/** Puts a sign on a key in place of words. */
internal fun View.signAlone(sign: Sign) {
    foreground = SignDrawable(sign, context.px(22))
    foregroundGravity = Gravity.CENTER
}

/** Words with their sign. */
internal fun Context.signed(sp: Float = 13f, colour: Int = Colour.FAINT): TextView = label(sp, colour).apply { setSingleLine() }

/** A sign, drawn on a field of 12 by 12. */
private class SignDrawable(private val sign: Sign, private val size: Int) : Drawable() {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = sign.colour }

    override fun draw(canvas: Canvas) {
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(bounds.width() / 12f, bounds.height() / 12f)
        when (sign) {
            Sign.ON_TIME -> canvas.drawCircle(6f, 6f, 5f, paint)
            Sign.SOON -> canvas.drawPath(path(6f, .8f, 11.6f, 11f, .4f, 11f), paint)
            Sign.LATE -> canvas.drawPath(path(6f, 0f, 12f, 6f, 6f, 12f, 0f, 6f), paint)
            Sign.DONE, Sign.GOOD, Sign.SPOKEN -> canvas.drawPath(open(1.5f, 6.5f, 4.8f, 10f, 10.8f, 2.4f), stroke())
            Sign.WAITING -> canvas.drawCircle(6f, 6f, 4.6f, stroke().apply { pathEffect = DashPathEffect(floatArrayOf(2.6f, 2.2f), 0f) })
            Sign.BUSY, Sign.STOP -> canvas.drawRoundRect(RectF(1.2f, 1.2f, 10.8f, 10.8f), 1f, 1f, paint)
            Sign.OFF -> canvas.drawCircle(6f, 6f, 4.4f, stroke())
            Sign.LIVE, Sign.PLAY -> canvas.drawPath(path(2f, .8f, 11.4f, 6f, 2f, 11.2f), paint)
            Sign.BACK -> canvas.drawPath(open(8f, 1.2f, 3.2f, 6f, 8f, 10.8f), stroke().apply { strokeWidth = 1.6f })
            Sign.MESSAGE -> canvas.drawPath(speech(), stroke().apply { strokeWidth = 1.5f })
            Sign.DISCARD -> for (way in listOf(1f, -1f)) canvas.drawLine(6f - 4.2f, 6f - 4.2f * way, 6f + 4.2f, 6f + 4.2f * way, stroke())
            Sign.PHOTO -> drawCamera(canvas)
            Sign.SPEAK -> drawMicrophone(canvas)
            Sign.TALK, Sign.TALKING -> for ((x, half) in BARS) canvas.drawLine(x, 6f - half, x, 6f + half, stroke())
        }
        canvas.restore()
    }

    private fun stroke(): Paint = Paint(paint).apply {
        style = Paint.Style.STROKE
        strokeWidth = 2f
        strokeCap = if (sign == Sign.WAITING) Paint.Cap.BUTT else Paint.Cap.ROUND
        strokeJoin = Paint.Join.ROUND
    }

    private fun drawCamera(canvas: Canvas) {
        val line = stroke().apply { strokeWidth = 1.3f }
        canvas.drawPath(path(.9f, 3.4f, 3.3f, 3.4f, 4.3f, 1.7f, 7.7f, 1.7f, 8.7f, 3.4f, 11.1f, 3.4f, 11.1f, 10.4f, .9f, 10.4f), line)
        canvas.drawCircle(6f, 6.7f, 2.1f, line)
    }

    private fun drawMicrophone(canvas: Canvas) {
        val line = stroke().apply { strokeWidth = 1.3f }
        canvas.drawRoundRect(RectF(4.2f, .7f, 7.8f, 7.2f), 1.8f, 1.8f, paint)
        canvas.drawArc(RectF(2.2f, 2.6f, 9.8f, 9f), 15f, 150f, false, line)
        canvas.drawLine(6f, 9f, 6f, 11.3f, line)
    }

    /** A box with a tail. */
    private fun speech(): Path = path(1f, 1.5f, 11f, 1.5f, 11f, 8.5f, 6f, 8.5f, 3.4f, 11.2f, 3.4f, 8.5f, 1f, 8.5f)

    private fun path(vararg points: Float): Path = open(*points).apply { close() }

    private fun open(vararg points: Float): Path = Path().apply {
        moveTo(points[0], points[1])
        for (at in 2 until points.size step 2) lineTo(points[at], points[at + 1])
    }

    override fun getIntrinsicWidth(): Int = size

    override fun getIntrinsicHeight(): Int = size

    override fun setAlpha(alpha: Int) {
        paint.alpha = alpha
    }

    override fun setColorFilter(filter: ColorFilter?) {
        paint.colorFilter = filter
    }

    @Deprecated("Android asks for it no more, but wants it there")
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT

    private companion object {
        val BARS = listOf(1.2f to 1.2f, 4.4f to 3.4f, 7.6f to 5.2f, 10.8f to 2.4f)
    }
}
