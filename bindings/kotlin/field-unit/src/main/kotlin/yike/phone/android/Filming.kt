// Everything that is on while the officer is live: camera, encoders, microphone, loudspeaker.
package yike.phone.android

import android.content.Context
import android.os.Handler
import android.os.HandlerThread
import android.view.Surface
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.completeWith
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import yike.fieldunit.LivePicture
import yike.fieldunit.LiveSettings
import yike.fieldunit.LiveState
import yike.phone.EncoderWish
import yike.phone.EncoderWishes
import yike.phone.FieldUnit
import java.nio.ByteBuffer
import java.util.concurrent.CountDownLatch

/** How the officer's own picture fares. */
public data class FilmingLook(
    /** The connection. */
    val state: LiveState = LiveState.CONNECTING,
    /** Whether the hall will not have the stream for the time being. */
    val refused: Boolean = false,
    /** Whether the network carries key frames only. */
    val stillsOnly: Boolean = false,
    /** Whether the encoders hand in no picture, although one is wanted. */
    val silent: Boolean = false,
    /** Whether there is a camera to film with. */
    val sees: Boolean = true,
    /** Whether there is a microphone to talk with. */
    val hears: Boolean = true,
    /** Whether the hall hears the officer now. */
    val talking: Boolean = false,
)

/** A live picture from the phone's own camera; [stop] it. */
public class Filming private constructor(private val context: Context) {
    private val thread = HandlerThread("camera").apply { start() }
    private val handler = Handler(thread.looper)
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val known = MutableStateFlow(FilmingLook())
    private val turn = PhoneTurn(context) { degrees -> handler.post { studio?.turned(degrees) } }
    private var studio: Studio? = null
    private var microphone: Microphone? = null
    private var loudspeaker: Loudspeaker? = null
    private var route: VoiceRoute? = null

    @Volatile
    private var isOut = false

    @Volatile
    private var picture: LivePicture? = null

    /** How it fares. */
    public val look: StateFlow<FilmingLook> = known.asStateFlow()

    /** Has the hall hear the officer, or not. */
    public fun talk(on: Boolean): Unit = known.update { it.copy(talking = on && it.hears) }

    /** The officer is heard on the line to talk, or no more: while the camera is on, by its sound. */
    public fun letOut(on: Boolean) {
        isOut = on
    }

    /** Turns to the phone's other camera. */
    public fun otherCamera() {
        handler.post { studio?.otherCamera() }
    }

    /** Shows the picture to the officer on a surface of so many pixels, too. */
    public fun showOn(surface: Surface, width: Int, height: Int) {
        handler.post { studio?.showOn(surface, width, height) }
    }

    /** Shows it there no more; done when that is so. */
    public fun hideFrom(surface: Surface) {
        val hidden = CountDownLatch(1)
        val posted = handler.post {
            studio?.hideFrom(surface)
            hidden.countDown()
        }
        if (posted) hidden.await()
    }

    /** Ends it; done when camera and microphone are off and the hall was told, or cannot be. A second time does nothing. */
    public suspend fun stop(): Unit = withContext(NonCancellable + Dispatchers.IO) {
        scope.cancel()
        turn.close()
        microphone?.close()
        microphone = null
        picture?.stop()
        picture = null
        loudspeaker?.close()
        loudspeaker = null
        route?.close()
        route = null
        if (thread.isAlive) {
            onCamera { studio?.close(); studio = null }
            thread.quitSafely()
        }
    }

    private suspend fun begin(unit: FieldUnit) {
        var knowsH265 = false
        onCamera {
            knowsH265 = Studio.knowsH265
            studio = Studio(context, handler, ::encoded, { known.update { it.copy(sees = false) } }, { orLate("filming") { picture?.giveUpH265() } })
        }
        route = VoiceRoute(context)
        loudspeaker = orNone("filming", "loudspeaker") { Loudspeaker() }
        val wishes = EncoderWishes()
        val live = unit.goLive(LiveSettings(layers = LAYERS.toUByte(), h265 = knowsH265), wishes, loudspeaker)
        picture = live
        scope.launch { wishes.wishes.collect(::obey) }
        microphone = orNone("filming", "microphone") { Microphone { atMs, level, packet -> if (known.value.talking || isOut) orLate("filming") { live.sound(atMs, level, packet) } } }
        known.update { it.copy(hears = microphone != null) }
        handler.post { studio?.film() }
    }

    private fun encoded(layer: Int, atMs: Long, frame: ByteBuffer) {
        orLate("filming") { picture?.video(layer.toUByte(), atMs, frame) }
    }

    private fun obey(wish: EncoderWish) {
        // The codec may be among what went by.
        if (wish is EncoderWish.Missed) orLate("filming") { picture?.codec()?.let { obey(EncoderWish.EncodeIn(it)) } }
        handler.post { studio?.obey(wish) }
        known.update {
            when (wish) {
                is EncoderWish.State -> it.copy(state = wish.state, refused = it.refused && wish.state != LiveState.CONNECTED)
                is EncoderWish.StillsOnly -> it.copy(stillsOnly = wish.on)
                is EncoderWish.Silent -> it.copy(silent = wish.silent)
                is EncoderWish.Refused -> it.copy(refused = true)
                else -> it
            }
        }
    }

    private suspend fun onCamera(work: () -> Unit) {
        val done = CompletableDeferred<Unit>()
        handler.post { done.completeWith(runCatching(work)) }
        done.await()
    }

    public companion object {
        /** How many layers the picture has: the smaller one is half as high. */
        public const val LAYERS: Int = 2

        /** Starts it, with whatever of camera and sound the officer and the system let it have; the microphone is off at first. */
        public suspend fun start(context: Context, unit: FieldUnit): Filming {
            val filming = Filming(context)
            try {
                filming.begin(unit)
            } catch (fault: Exception) {
                filming.stop()
                throw fault
            }
            return filming
        }
    }
}
