// What the hall says, decoded and played.
package yike.phone.android

import android.media.AudioAttributes
import android.media.AudioFormat
import android.media.AudioTrack
import android.media.MediaCodec
import android.media.MediaFormat
import java.nio.ByteBuffer
import java.nio.ByteOrder
import yike.fieldunit.Speaker

/** Plays the hall's voice until it is closed; the core calls it from one thread, which also plays. */
public class Loudspeaker : Speaker, AutoCloseable {
    private val codec = MediaCodec.createDecoderByType(MediaFormat.MIMETYPE_AUDIO_OPUS)
    private val info = MediaCodec.BufferInfo()
    private val track: AudioTrack
    private var closed = false

    init {
        codec.configure(format(), null, null, 0)
        codec.start()
        val mono = AudioFormat.Builder().setSampleRate(RATE).setEncoding(AudioFormat.ENCODING_PCM_16BIT)
            .setChannelMask(AudioFormat.CHANNEL_OUT_MONO).build()
        val voice = AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_VOICE_COMMUNICATION)
            .setContentType(AudioAttributes.CONTENT_TYPE_SPEECH).build()
        track = AudioTrack.Builder().setAudioFormat(mono).setAudioAttributes(voice)
            .setPerformanceMode(AudioTrack.PERFORMANCE_MODE_LOW_LATENCY).build()
        track.play()
    }

    @Synchronized
    override fun play(takenAtMs: Long, packet: ByteArray) {
        if (closed) return
        val input = codec.dequeueInputBuffer(WAIT_US)
        // One that finds no place is not worth a delay of all that follow.
        if (input >= 0) {
            codec.getInputBuffer(input)?.put(packet)
            codec.queueInputBuffer(input, 0, packet.size, takenAtMs * 1000, 0)
        }
        drain()
    }

    // The gap is heard; what comes after it is played as it comes.
    override fun onMissed(count: ULong): Unit = Unit

    @Synchronized
    override fun close() {
        if (closed) return
        closed = true
        codec.release()
        track.release()
    }

    private fun drain() {
        while (true) {
            val output = codec.dequeueOutputBuffer(info, 0)
            if (output == MediaCodec.INFO_TRY_AGAIN_LATER) return
            if (output < 0) continue
            codec.getOutputBuffer(output)?.let { track.write(it, info.size, AudioTrack.WRITE_BLOCKING) }
            codec.releaseOutputBuffer(output, false)
        }
    }

    private companion object {
        const val RATE = 48_000
        const val WAIT_US = 20_000L

        /** Android's decoder wants the header of RFC 7845 section 5.1, with the delay and the preroll in nanoseconds. */
        fun format(): MediaFormat {
            val head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN)
            head.put("OpusHead".toByteArray()).put(1).put(1).putShort(312).putInt(RATE).putShort(0).put(0).flip()
            val format = MediaFormat.createAudioFormat(MediaFormat.MIMETYPE_AUDIO_OPUS, RATE, 1)
            format.setByteBuffer("csd-0", head)
            format.setByteBuffer("csd-1", nanoseconds(6_500_000))
            format.setByteBuffer("csd-2", nanoseconds(80_000_000))
            return format
        }

        fun nanoseconds(count: Long): ByteBuffer {
            val bytes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(count)
            bytes.flip()
            return bytes
        }
    }
}
