// What goes with messages, as far as it is at hand: asked for once somebody looks, and again until it comes.
//
// The core keeps the bytes, off the net too; here is only what the screens draw of them.
package yike.app

import android.content.Context
import android.graphics.Bitmap
import android.os.SystemClock
import android.util.LruCache
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import yike.fieldunit.Attachment
import yike.fieldunit.Message
import yike.fieldunit.PhoneFault

/** How far what goes with a message is. */
internal sealed interface Attached {
    /** It is asked for. */
    data object Loading : Attached

    /** It is not on this phone, and the hall cannot be reached; it is asked for again with the net. */
    data object WaitsForNet : Attached

    /** The hall does not have it yet; it is asked for again. */
    data object OnItsWay : Attached

    /** It cannot be had, in words of the officer's. */
    data class Missing(val why: String) : Attached

    /** A photo, as large as it is drawn. */
    data class Photo(val small: Bitmap) : Attached

    /** A sound note, with how long it lasts if that is to be found out. */
    data class Note(val lengthMs: Int?) : Attached

    /** A clip, which is fetched once the officer opens it. */
    data class Clip(val isOpened: Boolean) : Attached
}

/**
 * Photos, sound notes and clips for the screens; used on the main thread.
 *
 * @param hallTimeMs the hall's clock.
 * @param online whether the hall can be reached.
 * @param get the bytes of one, by their name; throws [PhoneFault].
 * @param length how long a sound note is in milliseconds.
 */
internal class Attachments(
    private val scope: CoroutineScope,
    private val context: Context,
    private val hallTimeMs: () -> Long,
    private val online: () -> Boolean,
    private val get: suspend (String) -> ByteArray,
    private val length: (ByteArray) -> Int? = ::soundLengthMs,
) {
    private val opened = mutableSetOf<String>()
    private val known = object : LruCache<String, Entry>(roomKb()) {
        override fun sizeOf(name: String, entry: Entry): Int = 1 + ((entry.state as? Attached.Photo)?.small?.allocationByteCount ?: 0) / 1024
    }
    private val came = MutableStateFlow(0L)

    /** Counts what came, so that it is drawn at once. */
    val changes: StateFlow<Long> = came.asStateFlow()

    /** How far what goes with a message is; asks for it, if it is time to. */
    fun look(message: Message, attachment: Attachment): Attached {
        // A clip takes what an hour of everything else does: nobody pays for it unasked.
        if (attachment.kind == AttachedKind.CLIP) return Attached.Clip(attachment.sha256 in opened)
        val entry = known[attachment.sha256] ?: Entry()
        if (entry.isDue()) ask(message, attachment, entry)
        return entry.state
    }

    /** Has it asked for once more. */
    fun again(attachment: Attachment) {
        known.remove(attachment.sha256)
    }

    /** The officer has a clip on the screen. */
    fun opened(name: String) {
        if (opened.add(name)) came.update { it + 1 }
    }

    /** All of it, from the phone's disk or the hall. */
    suspend fun bytes(name: String): ByteArray = get(name)

    /** Shows a photo in so many pixels, or says why not. */
    fun whole(attachment: Attachment, width: Int, height: Int, show: (Bitmap?, String) -> Unit) {
        scope.launch {
            try {
                val photo = get(attachment.sha256).let { withContext(Dispatchers.Default) { fitting(it, width, height) } }
                show(photo, context.getString(R.string.photo_unreadable))
            } catch (fault: PhoneFault) {
                show(null, context.words(fault))
            }
        }
    }

    private fun ask(message: Message, attachment: Attachment, before: Entry) {
        known.resize(roomKb())
        known.put(attachment.sha256, before.copy(asking = true))
        scope.launch {
            val (state, wait) = try {
                shown(attachment, get(attachment.sha256)) to NEVER
            } catch (fault: PhoneFault) {
                without(message, fault, before)
            }
            known.put(attachment.sha256, Entry(state, asking = false, againAtMs = if (wait == NEVER) NEVER else now() + wait, waitMs = wait))
            came.update { it + 1 }
        }
    }

    private suspend fun shown(attachment: Attachment, bytes: ByteArray): Attached = withContext(Dispatchers.Default) {
        if (attachment.kind != AttachedKind.PHOTO) return@withContext Attached.Note(length(bytes))
        val (width, height) = context.photoRoom
        val small = filling(bytes, width, height)
        small?.let(Attached::Photo) ?: Attached.Missing(context.getString(R.string.photo_unreadable))
    }

    /** What to show without it, and when to ask again. */
    private fun without(message: Message, fault: PhoneFault, before: Entry): Pair<Attached, Long> = when {
        fault !is PhoneFault.NoAttachment -> Attached.Missing(context.words(fault)) to NEVER
        !online() -> Attached.WaitsForNet to 0
        hallTimeMs() - message.atMs > EXPECTED_MS -> Attached.Missing(context.words(fault)) to NEVER
        else -> Attached.OnItsWay to (2 * before.waitMs).coerceIn(FIRST_WAIT_MS, LONGEST_WAIT_MS)
    }

    private fun Entry.isDue(): Boolean = !asking && againAtMs <= now() && (state != Attached.WaitsForNet || online())

    /** As many photos as there is room for on the screen and on another either way of it, below one another. */
    private fun roomKb(): Int {
        val (width, height) = context.photoRoom
        val photos = SCREENS * context.resources.displayMetrics.heightPixels / height + 2
        return photos * (width * height * BYTES_OF_PIXEL / 1024 + 1) + OTHERS_KB
    }

    private fun now() = SystemClock.elapsedRealtime()

    private data class Entry(val state: Attached = Attached.Loading, val asking: Boolean = false, val againAtMs: Long = 0, val waitMs: Long = 0)

    private companion object {
        const val SCREENS = 3
        const val BYTES_OF_PIXEL = 4

        /** What is no photo takes next to nothing. */
        const val OTHERS_KB = 512
        const val FIRST_WAIT_MS = 2_000L
        const val LONGEST_WAIT_MS = 30_000L

        /** What has not come a day after it was told of will not come. */
        const val EXPECTED_MS = 86_400_000L
        const val NEVER = Long.MAX_VALUE
    }
}
