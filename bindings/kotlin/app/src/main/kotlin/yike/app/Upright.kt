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
import kotlin.math.roundToInt
import kotlin.math.sqrt

/** The middle of a photo, as much of it as fills so many pixels; nothing if these bytes are none. */
internal fun filling(jpeg: ByteArray, width: Int, height: Int): Bitmap? = drawn(jpeg, width to height) { ownWidth, ownHeight ->
    max(width / ownWidth, height / ownHeight)
}

/** All of a photo in so many pixels; nothing if these bytes are none. */
internal fun fitting(jpeg: ByteArray, width: Int, height: Int): Bitmap? = drawn(jpeg, null) { ownWidth, ownHeight ->
    min(width / ownWidth, height / ownHeight)
}

/**
 * A picture, turned upright.
 *
 * @param read decodes it.
 * @param turnedDeg how far it is turned, clockwise.
 * @param room the width and height that it is drawn in, beyond which nothing of it is kept; all of it if that is none.
 * @param scale how large it is wanted, by its width and height once upright; never larger than it is.
 */
internal fun upright(read: (BitmapFactory.Options) -> Bitmap?, turnedDeg: Float, room: Pair<Int, Int>? = null, scale: (Float, Float) -> Float): Bitmap? {
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
    val (seenWidth, seenHeight) = seen(decoded, room?.let { (across, down) -> if (lies) down to across else room })
    return Bitmap.createBitmap(decoded, (decoded.width - seenWidth) / 2, (decoded.height - seenHeight) / 2, seenWidth, seenHeight, turn, true)
}

/** How much of a picture is seen in a room that it fills. */
private fun seen(picture: Bitmap, room: Pair<Int, Int>?): Pair<Int, Int> {
    val (width, height) = room ?: return picture.width to picture.height
    val share = min(picture.width.toFloat() / width, picture.height.toFloat() / height)
    return (width * share).roundToInt().coerceIn(1, picture.width) to (height * share).roundToInt().coerceIn(1, picture.height)
}

/** How far a picture is turned, clockwise. */
internal fun turnedDeg(picture: ExifInterface): Float =
    when (picture.getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
        ExifInterface.ORIENTATION_ROTATE_90 -> 90f
        ExifInterface.ORIENTATION_ROTATE_180 -> 180f
        ExifInterface.ORIENTATION_ROTATE_270 -> 270f
        else -> 0f
    }

private fun drawn(jpeg: ByteArray, room: Pair<Int, Int>?, scale: (Float, Float) -> Float): Bitmap? {
    val turned = try {
        turnedDeg(ExifInterface(ByteArrayInputStream(jpeg)))
    } catch (_: IOException) {
        0f
    }
    // Of a strip that is much longer than high, far more is read than anybody sees.
    return upright({ BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size, it) }, turned, room) { width, height ->
        min(scale(width, height), sqrt(MOST_PIXELS / (width * height)))
    }
}

private const val MOST_PIXELS = 4_000_000f
