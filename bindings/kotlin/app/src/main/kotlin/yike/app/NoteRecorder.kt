// A sound note being spoken: it ends by a press or after a minute, and nothing leaves the phone before its officer sends it.
package yike.app

import android.os.SystemClock
import android.util.Log
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import java.io.File
import java.io.IOException

/** A microphone that writes into a file. */
internal interface Recording {
    /** How loud it was since this was asked last, 0 to 1. */
    fun loudness(): Float

    /** Ends it and lets the microphone go; throws [IOException] if nothing came of it. */
    fun end()
}

/**
 * Records sound notes, one at a time; used on the main thread.
 *
 * @param file what is spoken, until it is handed over.
 * @param begin has a microphone write MP4 there; throws [IOException] where there is none to be had.
 */
internal class NoteRecorder(private val scope: CoroutineScope, private val file: File, private val begin: (File) -> Recording) {
    private var recording: Recording? = null
    private var ticking: Job? = null
    private var begun = 0L
    private var made: (ByteArray, Int) -> Unit = { _, _ -> }
    private var changed: () -> Unit = {}

    /** Whether it hears. */
    val isOn: Boolean get() = recording != null

    /** How long it has heard. */
    val elapsedMs: Int get() = if (isOn) (SystemClock.elapsedRealtime() - begun).toInt().coerceAtMost(LONGEST_MS) else 0

    /** How loud it is at this moment, 0 to 1. */
    var loudness: Float = 0f
        private set

    /** Why there is no note, as the officer is told it. */
    var fault: Int? = null
        private set

    /** Begins, and hands over the note once it is spoken, with its milliseconds; [changed] is called whenever something else is to be shown. */
    fun start(changed: () -> Unit, made: (ByteArray, Int) -> Unit) {
        if (isOn) return
        this.made = made
        this.changed = changed
        fault = null
        try {
            recording = begin(file)
            begun = SystemClock.elapsedRealtime()
            ticking = scope.launch { tick() }
        } catch (fault: IOException) {
            Log.i("recorder", "no microphone", fault)
            this.fault = R.string.note_taken
        }
    }

    /** The officer said no to the microphone. */
    fun denied() {
        fault = R.string.note_denied
    }

    /** Ends the note, which is handed over. */
    fun stop() {
        val lasted = elapsedMs
        if (!isOn) return
        val ended = end()
        val note = if (ended) read() else null
        when {
            lasted < SHORTEST_MS -> fault = R.string.note_short
            note == null || note.isEmpty() || note.size > MOST_SOUND_BYTES -> fault = R.string.note_failed
            else -> made(note, lasted)
        }
        changed()
    }

    /** Ends whatever is going on; nothing is kept, and nothing is wrong. */
    fun cancel() {
        if (isOn) end()
        file.delete()
        fault = null
    }

    private suspend fun tick() {
        while (isOn) {
            delay(TICK_MS)
            loudness = recording?.loudness() ?: 0f
            if (elapsedMs >= LONGEST_MS) stop()
            if (isOn) changed()
        }
    }

    private fun end(): Boolean {
        val ending = recording
        recording = null
        ticking?.cancel()
        loudness = 0f
        return try {
            ending?.end()
            true
        } catch (fault: IOException) {
            Log.i("recorder", "no note", fault)
            false
        }
    }

    private fun read(): ByteArray? = try {
        file.readBytes()
    } catch (fault: IOException) {
        Log.i("recorder", "no note", fault)
        null
    } finally {
        file.delete()
    }

    companion object {
        /** A sound note lasts at most. */
        const val LONGEST_MS = 60_000

        /** `MOST_SOUND_BYTES` of the core. */
        const val MOST_SOUND_BYTES = 2 * 1024 * 1024

        /** One that is shorter was a slip of the finger. */
        private const val SHORTEST_MS = 300
        private const val TICK_MS = 100L
    }
}
