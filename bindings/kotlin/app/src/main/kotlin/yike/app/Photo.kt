// A photo for a report or a message, as small as it tells the same.
package yike.app

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.media.ExifInterface
import android.net.Uri
import android.os.ParcelFileDescriptor
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import kotlin.math.max

/** The bytes of a photo in JPEG, upright, at most 2,048 pixels long, without the place and the phone it was taken with; nothing if it is none. */
internal fun prepared(file: File): ByteArray? {
    val turned = try {
        turnedDeg(ExifInterface(file.path))
    } catch (_: IOException) {
        0f
    }
    val upright = upright({ BitmapFactory.decodeFile(file.path, it) }, turned) { width, height -> LONGEST / max(width, height) } ?: return null
    val bytes = ByteArrayOutputStream()
    upright.compress(Bitmap.CompressFormat.JPEG, QUALITY, bytes)
    return bytes.toByteArray()
}

private const val LONGEST = 2048f
private const val QUALITY = 85

/** Lends the phone's camera app the file that it may write a photo or a clip to; nobody else gets at it. */
internal class PhotoProvider : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor =
        ParcelFileDescriptor.open(file(checkNotNull(context), uri.lastPathSegment == CLIP), ParcelFileDescriptor.parseMode(mode))

    override fun getType(uri: Uri): String = if (uri.lastPathSegment == CLIP) "video/mp4" else "image/jpeg"

    override fun query(uri: Uri, projection: Array<String>?, selection: String?, arguments: Array<String>?, order: String?): Cursor? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, selection: String?, arguments: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, selection: String?, arguments: Array<String>?): Int = 0

    companion object {
        /** How the camera app names the file. */
        fun uri(context: Context, clip: Boolean = false): Uri = Uri.parse("content://${context.packageName}.photo/${name(clip)}")

        /** The file. */
        fun file(context: Context, clip: Boolean = false): File = File(context.cacheDir, name(clip))

        private fun name(clip: Boolean) = if (clip) CLIP else PHOTO
        private const val PHOTO = "taken.jpg"
        private const val CLIP = "taken.mp4"
    }
}
