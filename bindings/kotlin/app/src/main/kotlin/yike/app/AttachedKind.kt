// What goes with messages, by the sense it is for: seen, heard, or both.
package yike.app

import android.content.Context
import yike.fieldunit.Attachment
import yike.fieldunit.MediaType

/** What goes with a message. */
internal enum class AttachedKind(
    /** What it is called. */
    val words: Int,
    /** What stands for it where there is no room for it. */
    val named: Int,
) {
    PHOTO(R.string.attached_photo, R.string.message_photo),
    NOTE(R.string.attached_note, R.string.message_note),
    CLIP(R.string.attached_clip, R.string.message_clip),
}

/** What it is to the officer. */
internal val MediaType.kind: AttachedKind
    get() = when (this) {
        MediaType.JPEG -> AttachedKind.PHOTO
        MediaType.OGG, MediaType.MP4, MediaType.WEB_M -> AttachedKind.NOTE
        MediaType.CLIP -> AttachedKind.CLIP
    }

/** What it is to the officer. */
internal val Attachment.kind: AttachedKind get() = mediaType.kind

/** How much of the net something takes. */
internal fun Context.megabytes(bytes: Int): String = getString(R.string.clip_bytes, maxOf(bytes / BYTES_OF_MEGABYTE, SMALLEST))

/** As the hall's limits are told. */
private const val BYTES_OF_MEGABYTE = 1024f * 1024
private const val SMALLEST = 0.1f
