// A photo's pixels: upright, and no more of them than are wanted.
package yike.app

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import java.io.ByteArrayInputStream
import java.io.IOException
import kotlin.math.max
import kotlin.math.min
import kotlin.math.sqrt

/** A photo that fills so many pixels and is not larger than that takes; nothing if these bytes are none. */
internal fun filling(jpeg: ByteArray, width: Int, height: Int): Bitmap? = drawn(jpeg) { ownWidth, ownHeight ->
    max(width / ownWidth, height / ownHeight)
}

/** All of a photo in so many pixels; nothing if these bytes are none. */
internal fun fitting(jpeg: ByteArray, width: Int, height: Int): Bitmap? = drawn(jpeg) { ownWidth, ownHeight ->
    min(width / ownWidth, height / ownHeight)
}

/**
 * A picture, turned upright.
 *
 * @param read decodes it.
 * @param turnedDeg how far it is turned, clockwise.
 * @param scale how large it is wanted, by its width and height once upright; never larger than it is.
 */
internal fun upright(read: (BitmapFactory.Options) -> Bitmap?, turnedDeg: Float, scale: (Float, Float) -> Float): Bitmap? {
    val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    read(size)
    val (width, height) = size.outWidth.toFloat() to size.outHeight.toFloat()
    if (width <= 0 || height <= 0) return null
    val lies = turnedDeg % 180 != 0f
    val wanted = min(1f, if (lies) scale(height, width) else scale(width, height))
    val rough = BitmapFactory.Options().apply { inSampleSize = Integer.highestOneBit(max(1, (1 / wanted).toInt())) }
    val decoded = read(rough) ?: return null
    val rest = min(1f, wanted * width / decoded.width)
    val turn = Matrix().apply {
        postScale(rest, rest)
        postRotate(turnedDeg)
    }
    return Bitmap.createBitmap(decoded, 0, 0, decoded.width, decoded.height, turn, true)
}

/** How far a picture is turned, clockwise. */
internal fun turnedDeg(picture: ExifInterface): Float =
    when (picture.getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
        ExifInterface.ORIENTATION_ROTATE_90 -> 90f
        ExifInterface.ORIENTATION_ROTATE_180 -> 180f
        ExifInterface.ORIENTATION_ROTATE_270 -> 270f
        else -> 0f
    }

private fun drawn(jpeg: ByteArray, scale: (Float, Float) -> Float): Bitmap? {
    val turned = try {
        turnedDeg(ExifInterface(ByteArrayInputStream(jpeg)))
    } catch (_: IOException) {
        0f
    }
    // A strip that is much longer than high would be filled by far more than anybody sees.
    return upright({ BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, it) }, turned) { width, height ->
        min(scale(width, height), sqrt(MOST_PIXELS / (width * height)))
    }
}

private const val MOST_PIXELS = 4_000_000f
