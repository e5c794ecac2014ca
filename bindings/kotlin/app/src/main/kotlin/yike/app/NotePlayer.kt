// The sound note that is being heard: two voices at once are none.
package yike.app

import android.content.Context
import android.media.AudioAttributes
import android.media.AudioFocusRequest
import android.media.AudioManager
import android.media.MediaPlayer
import android.util.Log
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import yike.fieldunit.PhoneFault
import java.io.IOException

/** How a sound note fares. */
internal sealed interface Hearing {
    /** It is not heard. */
    data object Silent : Hearing

    /** It is fetched. */
    data object Coming : Hearing

    /** It is heard, from its beginning to here. */
    data class Playing(val atMs: Int) : Hearing

    /** It cannot be heard, in words of the officer's. */
    data class Failed(val why: String) : Hearing
}

/** Plays sound notes, one at a time; used on the main thread. */
internal class NotePlayer(private val scope: CoroutineScope, private val context: Context) {
    private val audio = context.getSystemService(AudioManager::class.java)
    private val focus = AudioFocusRequest.Builder(AudioManager.AUDIOFOCUS_GAIN_TRANSIENT).setAudioAttributes(VOICE)
        .setOnAudioFocusChangeListener { if (it == AudioManager.AUDIOFOCUS_LOSS || it == AudioManager.AUDIOFOCUS_LOSS_TRANSIENT) stop() }.build()
    private var name: String? = null
    private var player: MediaPlayer? = null
    private var playing = false
    private var fault: String? = null
    private var job: Job? = null

    /** How the note of this name fares. */
    fun hearing(name: String): Hearing {
        if (name != this.name) return Hearing.Silent
        fault?.let { return Hearing.Failed(it) }
        return if (playing) Hearing.Playing(player?.currentPosition ?: 0) else Hearing.Coming
    }

    /** Plays a note from its beginning, or stops it. */
    fun toggle(name: String, bytes: suspend () -> ByteArray) {
        val again = name == this.name && fault == null
        stop()
        if (again) return
        this.name = name
        job = scope.launch {
            try {
                play(bytes())
            } catch (fault: PhoneFault) {
                fail(context.words(fault))
            } catch (fault: IOException) {
                Log.i("player", "no sound", fault)
                fail(context.getString(R.string.note_unplayable))
            }
        }
    }

    /** Is silent. */
    fun stop() {
        job?.cancel()
        letGo()
        name = null
        fault = null
    }

    private suspend fun play(note: ByteArray) {
        val player = MediaPlayer().also { this.player = it }
        val ready = CompletableDeferred<Unit>()
        player.setAudioAttributes(VOICE)
        player.setOnPreparedListener { ready.complete(Unit) }
        player.setOnCompletionListener { if (player === this.player) stop() }
        player.setOnErrorListener { _, what, more ->
            if (!ready.completeExceptionally(IOException("$what, $more")) && player === this.player) fail(context.getString(R.string.note_unplayable))
            true
        }
        player.setDataSource(BytesSource(note))
        player.prepareAsync()
        withTimeoutOrNull(READY_WITHIN_MS) { ready.await() } ?: throw IOException("it is not ready in time")
        audio.requestAudioFocus(focus)
        player.start()
        playing = true
    }

    private fun fail(why: String) {
        letGo()
        fault = why
    }

    private fun letGo() {
        player?.release()
        player = null
        if (playing) audio.abandonAudioFocusRequest(focus)
        playing = false
    }

    private companion object {
        val VOICE: AudioAttributes = AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_MEDIA).setContentType(AudioAttributes.CONTENT_TYPE_SPEECH).build()
        const val READY_WITHIN_MS = 10_000L
    }
}
