// A camera that films the clip, as long as a test looks.
package yike.tests

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import yike.fieldunit.LivePicture
import yike.fieldunit.LiveSettings
import yike.phone.EncoderWish
import yike.phone.EncoderWishes
import java.nio.ByteBuffer

/** A picture of one layer with sound. */
val LIVE: LiveSettings = LiveSettings(sound = true, layers = 1u, maxBitrateBps = 1_000_000u)

/** A picture that is being filmed, with every wish there was for its encoder. */
class Filming(val picture: LivePicture) {
    val asked = MutableStateFlow<List<EncoderWish>>(emptyList())

    /** Waits for a wish. */
    suspend inline fun <reified W : EncoderWish> wish(crossinline wished: (W) -> Boolean = { true }): W =
        soon("${W::class.simpleName}") { asked.mapNotNull { all -> all.filterIsInstance<W>().firstOrNull { wished(it) } }.first() }
}

/** Films these pictures, over and over, as long as the block lasts. */
suspend fun filming(
    phone: Phone,
    pictures: List<ByteBuffer> = Clip.accessUnits,
    settings: LiveSettings = LIVE,
    look: suspend CoroutineScope.(Filming) -> Any?,
): Unit = coroutineScope {
    val camera = EncoderWishes()
    val filming = Filming(phone.unit.goLive(settings, camera))
    val obeying = launch { camera.wishes.collect { wish -> filming.asked.update { it + wish } } }
    val shutter = launch(Dispatchers.IO) { film(filming.picture, pictures) }
    try {
        look(filming)
    } finally {
        shutter.cancelAndJoin()
        filming.picture.stop()
        obeying.cancel()
    }
}

private suspend fun film(picture: LivePicture, pictures: List<ByteBuffer>) {
    val began = System.nanoTime()
    var number = 0
    while (pictures.isNotEmpty()) {
        val takenAtMs = 1000L * number / Clip.FPS
        picture.video(0u, takenAtMs, pictures[number % pictures.size])
        number += 1
        delay(1000L * number / Clip.FPS - (System.nanoTime() - began) / 1_000_000)
    }
}
