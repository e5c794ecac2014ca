// The encoders of all layers, doing what the core asks.
package yike.phone.android

import yike.phone.EncoderWish

/** The encoders of a live picture, the smallest first. Belongs to one thread. */
public class LayerEncoders(private val layers: List<LayerEncoder>) {
    private var needed = true
    private val rates = LongArray(layers.size) { UNASKED }
    private val paused = BooleanArray(layers.size)

    /** Does what is asked; what is for the officer to know is passed over. */
    public fun obey(wish: EncoderWish) {
        when (wish) {
            is EncoderWish.Bitrate -> setRate(wish.layer, wish.bitsPerSecond)
            is EncoderWish.KeyFrame -> layers.getOrNull(wish.layer)?.makeKeyFrame()
            is EncoderWish.Encode -> needed = wish.needed
            is EncoderWish.Missed -> layers.forEach(LayerEncoder::makeKeyFrame)
            // While only stills go, the encoders run on, so that a key frame is there as soon as one is asked for.
            is EncoderWish.StillsOnly, is EncoderWish.State, is EncoderWish.Refused, is EncoderWish.Silent -> return
            // Whoever made these makes others.
            is EncoderWish.EncodeIn -> return
        }
        layers.indices.forEach(::pauseOrGoOn)
    }

    private fun setRate(layer: Int, bitsPerSecond: Long) {
        val encoder = layers.getOrNull(layer) ?: return
        rates[layer] = bitsPerSecond
        if (bitsPerSecond > 0) encoder.setBitrate(bitsPerSecond.coerceAtMost(Int.MAX_VALUE.toLong()).toInt())
    }

    private fun pauseOrGoOn(layer: Int) {
        val pause = rates[layer] == 0L || !needed
        if (pause == paused[layer]) return
        paused[layer] = pause
        layers[layer].setPaused(pause)
        if (!pause) layers[layer].makeKeyFrame()
    }

    private companion object {
        /** No rate was asked for yet. */
        const val UNASKED = -1L
    }
}
