// One layer of the camera's picture, encoded by the phone's hardware from a surface.
package yike.phone.android

import android.media.MediaCodec
import android.media.MediaCodecInfo.CodecProfileLevel
import android.media.MediaCodecInfo.CodecCapabilities
import android.media.MediaCodecInfo.EncoderCapabilities
import android.media.MediaCodecList
import android.media.MediaFormat
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.view.Surface
import yike.fieldunit.VideoCodec
import java.nio.ByteBuffer

/**
 * An encoder of one layer. The camera draws on its [surface].
 *
 * @param kind what it makes.
 * @param handler the thread that [encoded] and [broke] are called on.
 * @param encoded takes the time of a picture in milliseconds and its bytes in Annex B form, which are lent for the call.
 * @param broke is called when the hardware ended it; a new encoder may do.
 */
public class LayerEncoder(
    kind: VideoCodec,
    width: Int,
    height: Int,
    bitsPerSecond: Int,
    handler: Handler,
    private val encoded: (Long, ByteBuffer) -> Unit,
    private val broke: () -> Unit,
) : AutoCloseable {
    private val codec: MediaCodec = MediaCodec.createEncoderByType(mimeType(kind))
    private var closed = false

    /** What the camera draws on. */
    public val surface: Surface

    init {
        surface = try {
            codec.setCallback(Outputs(), handler)
            val can = codec.codecInfo.getCapabilitiesForType(mimeType(kind))
            codec.configure(format(kind, can, width, height, bitsPerSecond), null, null, MediaCodec.CONFIGURE_FLAG_ENCODE)
            codec.createInputSurface().also { codec.start() }
        } catch (fault: Exception) {
            codec.release()
            throw fault
        }
    }

    /** Sets the rate in bits per second. */
    public fun setBitrate(bitsPerSecond: Int): Unit =
        tell(MediaCodec.PARAMETER_KEY_VIDEO_BITRATE, bitsPerSecond)

    /** Makes the next picture a key frame. */
    public fun makeKeyFrame(): Unit = tell(MediaCodec.PARAMETER_KEY_REQUEST_SYNC_FRAME, 0)

    /** Pauses or goes on; while paused, what is drawn is dropped before it costs an encoding. */
    public fun setPaused(paused: Boolean): Unit = tell(MediaCodec.PARAMETER_KEY_SUSPEND, if (paused) 1 else 0)

    override fun close() {
        // What it said before may wait for the thread yet.
        closed = true
        codec.release()
        surface.release()
    }

    private fun tell(key: String, value: Int) {
        codec.setParameters(Bundle().apply { putInt(key, value) })
    }

    private inner class Outputs : MediaCodec.Callback() {
        override fun onOutputBufferAvailable(codec: MediaCodec, index: Int, info: MediaCodec.BufferInfo) {
            if (closed) return
            val buffer = codec.getOutputBuffer(index)
            if (buffer != null && info.size > 0) {
                buffer.position(info.offset).limit(info.offset + info.size)
                // The core reads from the beginning of what it is given.
                encoded(info.presentationTimeUs / 1000, buffer.slice())
            }
            codec.releaseOutputBuffer(index, false)
        }

        override fun onError(codec: MediaCodec, error: MediaCodec.CodecException): Unit = if (closed) Unit else broke()

        // A surface is its input, and the parameter sets come in the stream.
        override fun onInputBufferAvailable(codec: MediaCodec, index: Int): Unit = Unit

        override fun onOutputFormatChanged(codec: MediaCodec, format: MediaFormat): Unit = Unit
    }

    public companion object {
        /**
         * Whether the phone's hardware encodes pictures of this size so, by so many encoders together; before Android 10 it does not
         * say.
         */
        public fun isInHardware(kind: VideoCodec, width: Int, height: Int, together: Int): Boolean =
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q && MediaCodecList(MediaCodecList.REGULAR_CODECS).codecInfos.any { known ->
                known.isEncoder && known.isHardwareAccelerated && mimeType(kind) in known.supportedTypes &&
                    known.getCapabilitiesForType(mimeType(kind)).let {
                        it.maxSupportedInstances >= together && it.videoCapabilities?.isSizeSupported(width, height) == true
                    }
            }
    }
}

private fun mimeType(kind: VideoCodec): String = when (kind) {
    VideoCodec.H264 -> MediaFormat.MIMETYPE_VIDEO_AVC
    VideoCodec.H265 -> MediaFormat.MIMETYPE_VIDEO_HEVC
}

private fun format(kind: VideoCodec, can: CodecCapabilities, width: Int, height: Int, bitsPerSecond: Int): MediaFormat =
    MediaFormat.createVideoFormat(mimeType(kind), width, height).apply {
        setInteger(MediaFormat.KEY_COLOR_FORMAT, CodecCapabilities.COLOR_FormatSurface)
        setInteger(MediaFormat.KEY_BIT_RATE, bitsPerSecond)
        setInteger(MediaFormat.KEY_FRAME_RATE, 30)
        // Key frames are made when somebody asks; this is for a hall that cannot.
        setInteger(MediaFormat.KEY_I_FRAME_INTERVAL, 10)
        setInteger(MediaFormat.KEY_PREPEND_HEADER_TO_SYNC_FRAMES, 1)
        // Whoever decodes the codec decodes them; an encoder that knows none of them is left its own.
        profiles(kind).firstOrNull { known -> can.profileLevels.any { it.profile == known } }?.let { setInteger(MediaFormat.KEY_PROFILE, it) }
        if (can.encoderCapabilities?.isBitrateModeSupported(EncoderCapabilities.BITRATE_MODE_CBR) == true) {
            setInteger(MediaFormat.KEY_BITRATE_MODE, EncoderCapabilities.BITRATE_MODE_CBR)
        }
    }

private fun profiles(kind: VideoCodec): List<Int> = when (kind) {
    VideoCodec.H264 -> listOf(CodecProfileLevel.AVCProfileConstrainedBaseline, CodecProfileLevel.AVCProfileBaseline)
    VideoCodec.H265 -> listOf(CodecProfileLevel.HEVCProfileMain)
}
