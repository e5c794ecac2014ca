// What an officer is about to send on an order: words, and what goes with them.
package yike.app

import yike.fieldunit.MediaType
import yike.fieldunit.NewAttachment

/** A message that is not sent yet. */
internal class Draft {
    /** What is typed. */
    var typed = ""

    /** The photo, sound note or clip. */
    var beside: NewAttachment? = null
        private set

    /** How long the sound note lasts. */
    var lengthMs: Int? = null
        private set

    /** What is made ready: a photo or a clip. */
    var preparing: AttachedKind? = null
        private set

    /** Whether something is made ready. */
    val isPreparing: Boolean get() = preparing != null

    /** Waits for a photo or a clip. */
    fun prepare(kind: AttachedKind) {
        preparing = kind
    }

    /** Attaches the bytes of a JPEG; without any, what was attached before stays. */
    fun photo(jpeg: ByteArray?): Unit = prepared(MediaType.JPEG, jpeg)

    /** Attaches the bytes of a clip in MP4; without any, what was attached before stays. */
    fun clip(mp4: ByteArray?): Unit = prepared(MediaType.CLIP, mp4)

    /** Attaches a sound note in MP4. */
    fun note(mp4: ByteArray, lengthMs: Int) {
        takeAway()
        beside = NewAttachment(MediaType.MP4, mp4)
        this.lengthMs = lengthMs
    }

    /** Has nothing attached. */
    fun takeAway() {
        beside = null
        lengthMs = null
    }

    /** Leaves what was made while these words, with what was attached then, were sent. */
    fun sent(words: String, sent: NewAttachment?) {
        if (wordsOf(typed) == words) typed = ""
        if (beside === sent) takeAway()
    }

    private fun prepared(kind: MediaType, bytes: ByteArray?) {
        preparing = null
        if (bytes == null) return
        takeAway()
        beside = NewAttachment(kind, bytes)
    }
}
