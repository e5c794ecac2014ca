// A photo of a scene, as far as a test can paint one.
package yike.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import java.io.ByteArrayOutputStream

/** Two cars that collided, in JPEG, so many pixels wide, and three quarters as high if nothing else is said. */
internal fun scene(width: Int = 640, height: Int = width * 3 / 4): ByteArray {
    val scene = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
    scene.eraseColor(SKY)
    val canvas = Canvas(scene)
    canvas.scale(width / 640f, width / 640f)
    val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = ROAD }
    canvas.drawRect(0f, 260f, 640f, 480f, paint)
    for ((x, colour) in listOf(90f to RED, 330f to WHITE)) {
        paint.color = colour
        canvas.drawRoundRect(x, 230f, x + 220f, 330f, 30f, 30f, paint)
        canvas.drawRoundRect(x + 45f, 170f, x + 175f, 260f, 30f, 30f, paint)
    }
    return ByteArrayOutputStream().also { scene.compress(Bitmap.CompressFormat.JPEG, 90, it) }.toByteArray()
}

private const val SKY = 0xFF8FB8DE.toInt()
private const val ROAD = 0xFF4A4F57.toInt()
private const val RED = 0xFFC0392B.toInt()
private const val WHITE = 0xFFECF0F1.toInt()
