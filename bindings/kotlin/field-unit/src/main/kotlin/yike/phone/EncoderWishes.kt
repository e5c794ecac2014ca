// What the encoders are to do, as one flow of wishes.
package yike.phone

import kotlinx.coroutines.flow.Flow
import yike.fieldunit.CameraControl
import yike.fieldunit.LiveState
import yike.fieldunit.VideoCodec

/** Something for an encoder, or for the officer to know. Layers count from 0, the smallest. */
public sealed interface EncoderWish {
    /** Encode in this codec from now on, beginning with a key frame; at first it is H.264. */
    public data class EncodeIn(val codec: VideoCodec) : EncoderWish

    /** Set the rate of a layer; 0 if it is not to be encoded for the time being. */
    public data class Bitrate(val layer: Int, val bitsPerSecond: Long) : EncoderWish

    /** Make the next picture of a layer a key frame. */
    public data class KeyFrame(val layer: Int) : EncoderWish

    /** Whether anybody needs the picture; the first one after a pause is to be a key frame. */
    public data class Encode(val needed: Boolean) : EncoderWish

    /** Whether the network carries key frames only, one at a time. */
    public data class StillsOnly(val on: Boolean) : EncoderWish

    /** Whether no picture has come for five seconds although one is to be encoded: start an encoder that stopped anew, and tell the officer. */
    public data class Silent(val silent: Boolean) : EncoderWish

    /** The connection is in another state. */
    public data class State(val state: LiveState) : EncoderWish

    /** The hall will not have the stream for the time being, and said so with this HTTP status. */
    public data class Refused(val status: Int) : EncoderWish

    /** So many wishes went by: make key frames, at the rates last asked for, in the picture's `codec()`. */
    public data class Missed(val count: Long) : EncoderWish
}

/** A camera's control that hands on what it hears. */
public class EncoderWishes : CameraControl {
    private val asked = Heard<EncoderWish>(EncoderWish::Missed)

    /** Every wish, in its order; each is heard by one follower. */
    public val wishes: Flow<EncoderWish> = asked.flow

    override fun encodeIn(codec: VideoCodec): Unit = asked.say(EncoderWish.EncodeIn(codec))

    override fun setBitrate(layer: UByte, bitsPerSecond: ULong): Unit =
        asked.say(EncoderWish.Bitrate(layer.toInt(), bitsPerSecond.toLong()))

    override fun makeKeyFrame(layer: UByte): Unit = asked.say(EncoderWish.KeyFrame(layer.toInt()))

    override fun encode(needed: Boolean): Unit = asked.say(EncoderWish.Encode(needed))

    override fun stillsOnly(on: Boolean): Unit = asked.say(EncoderWish.StillsOnly(on))

    override fun onSilent(silent: Boolean): Unit = asked.say(EncoderWish.Silent(silent))

    override fun onState(state: LiveState): Unit = asked.say(EncoderWish.State(state))

    override fun onRefused(status: UShort): Unit = asked.say(EncoderWish.Refused(status.toInt()))

    override fun onMissed(count: ULong): Unit = asked.say(EncoderWish.Missed(count.toLong()))
}
