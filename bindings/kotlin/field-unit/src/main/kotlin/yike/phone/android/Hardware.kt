// What phones' hardware does not all have, or gives up at a time of its own.
package yike.phone.android

import android.media.MediaCodec
import android.util.Log
import yike.fieldunit.PhoneFault
import java.io.IOException

/** A part that some phones lack: what it is a part of goes on without. */
internal fun <T : Any> orNone(of: String, what: String, make: () -> T): T? = try {
    make()
} catch (fault: IOException) {
    null.also { Log.w(of, "no $what", fault) }
} catch (fault: IllegalArgumentException) {
    null.also { Log.w(of, "no $what", fault) }
} catch (fault: MediaCodec.CodecException) {
    null.also { Log.w(of, "no $what", fault) }
} catch (fault: MicrophoneAway) {
    null.also { Log.w(of, "no $what", fault) }
}

/** What comes after the end, or was spoilt by an encoder, is no reason to end the app. */
internal fun orLate(of: String, hand: () -> Unit): Unit = try {
    hand()
} catch (fault: PhoneFault) {
    Log.d(of, "a piece went by", fault)
    Unit
}
