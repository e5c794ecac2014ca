// A photo with the round corners that everything on the screens has.
package yike.app

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Canvas
import android.graphics.Path
import android.widget.ImageView

/** Fills itself with a photo's middle. */
@SuppressLint("AppCompatCustomView")
internal class RoundedPhoto(context: Context) : ImageView(context) {
    private val outline = Path()

    init {
        scaleType = ScaleType.CENTER_CROP
    }

    override fun onSizeChanged(width: Int, height: Int, oldWidth: Int, oldHeight: Int) {
        super.onSizeChanged(width, height, oldWidth, oldHeight)
        val radius = context.px(RADIUS_DP).toFloat()
        outline.rewind()
        outline.addRoundRect(0f, 0f, width.toFloat(), height.toFloat(), radius, radius, Path.Direction.CW)
    }

    override fun onDraw(canvas: Canvas) {
        canvas.clipPath(outline)
        super.onDraw(canvas)
    }

    companion object {
        /** Of the corners. */
        const val RADIUS_DP = 10
    }
}
