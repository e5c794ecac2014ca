// The line to talk with the phone's own microphone and loudspeaker.
package yike.phone.android

import android.content.Context
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import yike.fieldunit.Speaker
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkLine
import yike.phone.FieldUnit

/** An open line to talk; [close] it. What it shows is in the core's snapshot. */
public class Talking private constructor(context: Context) {
    private val route = VoiceRoute(context)
    private val loudspeaker: Loudspeaker? = orNone("talking", "loudspeaker") { Loudspeaker() }
    private var microphone: Microphone? = null
    private lateinit var line: TalkLine

    /** Whether there is a microphone to talk with. */
    public val hears: Boolean get() = microphone != null

    /** The officer presses to talk. */
    public suspend fun press(group: TalkGroup): Unit = line.press(group)

    /** The officer lets go. */
    public suspend fun release(): Unit = line.release()

    /** The officer speaks too in a call, or no more. */
    public suspend fun answer(speaks: Boolean): Unit = line.answer(speaks)

    /** The officer ends a call. */
    public suspend fun hangUp(): Unit = line.hangUp()

    /** Routes its sound anew, after something else that sounded has ended. */
    public fun route(): Unit = route.begin()

    /** Closes it; done when the microphone is off. A second time does nothing. */
    public suspend fun close(): Unit = withContext(NonCancellable + Dispatchers.IO) {
        microphone?.close()
        microphone = null
        if (::line.isInitialized) line.stop()
        loudspeaker?.close()
        route.close()
    }

    private suspend fun begin(unit: FieldUnit) {
        line = unit.openTalk(loudspeaker ?: Silent)
        // When the officer is heard is the core's to say: what is handed in at another time goes nowhere.
        microphone = orNone("talking", "microphone") { Microphone { atMs, level, packet -> orLate("talking") { line.sound(atMs, level, packet) } } }
    }

    public companion object {
        /** Opens it, with whatever of sound the officer and the system let it have. */
        public suspend fun open(context: Context, unit: FieldUnit): Talking {
            val talking = withContext(Dispatchers.IO) { Talking(context) }
            try {
                talking.begin(unit)
            } catch (fault: Exception) {
                talking.close()
                throw fault
            }
            return talking
        }
    }
}

/** Of a phone that cannot play: the line goes on without. */
private object Silent : Speaker {
    override fun play(takenAtMs: Long, packet: ByteArray): Unit = Unit

    override fun onMissed(count: ULong): Unit = Unit
}
