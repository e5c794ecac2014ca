// A clip for a message: MP4, no bigger than the hall takes.
package yike.app

import java.io.File
import java.io.IOException

/** `MOST_CLIP_BYTES` of the core. */
internal const val MOST_CLIP_BYTES = 16L * 1024 * 1024

/** What the phone's camera app is asked for at most, in seconds: about what fits. */
internal const val LONGEST_CLIP_S = 30

/** Why something is no clip that can be sent, in words of the officer's. */
internal class NoClip(val words: Int) : IOException()

/** The bytes of a clip; throws [NoClip] if it is none, or too big. */
internal fun clip(file: File): ByteArray {
    if (file.length() > MOST_CLIP_BYTES) throw NoClip(R.string.clip_too_big)
    val bytes = file.readBytes()
    val isMp4 = bytes.size > BOX_BYTES && String(bytes, NAME_AT, FTYP.length, Charsets.US_ASCII) == FTYP
    if (!isMp4) throw NoClip(R.string.clip_unreadable)
    return bytes
}

// The length of the first box comes before its name.
private const val NAME_AT = 4
private const val BOX_BYTES = 8
private const val FTYP = "ftyp"
