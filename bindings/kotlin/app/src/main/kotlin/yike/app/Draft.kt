// What an officer is about to send on an order: words, and what goes with them.
package yike.app

import yike.fieldunit.MediaType
import yike.fieldunit.NewAttachment

/** A message that is not sent yet. */
internal class Draft {
    /** What is typed. */
    var typed = ""

    /** The photo or sound note. */
    var beside: NewAttachment? = null
        private set

    /** How long the sound note lasts. */
    var lengthMs: Int? = null
        private set

    /** Whether a photo is made ready. */
    var isPreparing = false
        private set

    /** Waits for a photo. */
    fun prepare() {
        isPreparing = true
    }

    /** Attaches the bytes of a JPEG; without any, what was attached before stays. */
    fun photo(jpeg: ByteArray?) {
        isPreparing = false
        if (jpeg == null) return
        takeAway()
        beside = NewAttachment(MediaType.JPEG, jpeg)
    }

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

    /** Leaves what was made while these words and this photo or note were sent. */
    fun sent(words: String, sent: NewAttachment?) {
        if (wordsOf(typed) == words) typed = ""
        if (beside === sent) takeAway()
    }
}
