// The camera with its encoders, as one thread drives them.
package yike.phone.android

import android.content.Context
import android.os.Handler
import android.view.Surface
import yike.fieldunit.VideoCodec
import yike.phone.EncoderWish
import java.nio.ByteBuffer

/**
 * Camera, turner and encoders; belongs to the thread of [handler].
 *
 * @param encoded takes a layer, a time in milliseconds and a picture's bytes, which are lent for the call.
 * @param blind is called when no camera can be had.
 * @param gaveUpH265 is called when its encoders do not work, after all; others may.
 */
internal class Studio(
    private val context: Context,
    private val handler: Handler,
    private val encoded: (Int, Long, ByteBuffer) -> Unit,
    private val blind: () -> Unit,
    private val gaveUpH265: () -> Unit,
) : AutoCloseable {
    private val turner = PictureTurner(WIDTH, HEIGHT, handler)
    private var layers: List<LayerEncoder> = emptyList()
    private var encoders = LayerEncoders(layers)
    private var feed: CameraFeed? = null
    private var front = false
    private var repairs = 0
    private var codec = VideoCodec.H264
    private val rates = LinkedHashMap<Int, EncoderWish.Bitrate>()
    private var need: EncoderWish.Encode? = null

    init {
        try {
            openEncoders()
        } catch (fault: Exception) {
            close()
            throw fault
        }
    }

    /** Switches the camera on. */
    fun film() {
        feed?.close()
        feed = CameraFeed(context, front, turner.surface, handler, blind)
    }

    /** Turns to the other camera. */
    fun otherCamera() {
        front = !front
        film()
    }

    /** Does what the core asks. */
    fun obey(wish: EncoderWish) {
        when (wish) {
            is EncoderWish.EncodeIn -> return encodeIn(wish.codec)
            is EncoderWish.Bitrate -> rates[wish.layer] = wish
            is EncoderWish.Encode -> need = wish
            else -> Unit
        }
        encoders.obey(wish)
    }

    private fun encodeIn(codec: VideoCodec) {
        if (codec == this.codec) return
        this.codec = codec
        openAnew()
    }

    /** The phone is turned so far clockwise, in degrees. */
    fun turned(degrees: Int) {
        // A camera that looks back at the officer sees the phone turn the other way.
        turner.turnedDeg = if (front) (360 - degrees) % 360 else degrees
    }

    /** Draws on a surface of the officer's screen, too. */
    fun showOn(surface: Surface, width: Int, height: Int) = turner.add(surface, width, height)

    /** Draws there no more. */
    fun hideFrom(surface: Surface) = turner.remove(surface)

    override fun close() {
        feed?.close()
        feed = null
        closeEncoders()
        turner.close()
    }

    private fun openEncoders() {
        repeat(Filming.LAYERS) { layer ->
            val half = 1 shl (Filming.LAYERS - 1 - layer)
            // Upright, as officers hold a phone.
            val (width, height) = HEIGHT / half to WIDTH / half
            val encoder = LayerEncoder(codec, width, height, FIRST_BITS_PER_SECOND / (half * half), handler, { at, frame -> encoded(layer, at, frame) }, ::repair)
            layers += encoder
            turner.add(encoder.surface, width, height)
        }
        encoders = LayerEncoders(layers)
        rates.values.forEach(encoders::obey)
        need?.let(encoders::obey)
    }

    private fun closeEncoders() {
        layers.forEach { encoder ->
            turner.remove(encoder.surface)
            encoder.close()
        }
        layers = emptyList()
        encoders = LayerEncoders(layers)
    }

    /** Hardware that another app took, or that fell over, may work afresh. */
    private fun repair() {
        repairs += 1
        if (repairs > MOST_REPAIRS) fail() else openAnew()
    }

    private fun openAnew() {
        closeEncoders()
        if (orNone("filming", "encoder") { openEncoders() } == null) fail()
    }

    private fun fail() {
        closeEncoders()
        repairs = 0
        if (codec == VideoCodec.H265) gaveUpH265() else blind()
    }

    internal companion object {
        /** Whether the phone's hardware makes H.265, too, of all layers together. */
        val knowsH265: Boolean by lazy {
            (0 until Filming.LAYERS).all { LayerEncoder.isInHardware(VideoCodec.H265, HEIGHT shr it, WIDTH shr it, Filming.LAYERS) }
        }

        /** A camera's picture as the sensor lies. */
        private const val WIDTH = 1280
        private const val HEIGHT = 720
        private const val FIRST_BITS_PER_SECOND = 1_200_000
        private const val MOST_REPAIRS = 5
    }
}
