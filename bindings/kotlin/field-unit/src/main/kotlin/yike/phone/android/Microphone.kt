// What the phone hears, as Opus packets for the hall.
package yike.phone.android

import android.annotation.SuppressLint
import android.media.AudioFormat
import android.media.AudioRecord
import android.media.MediaCodec
import android.media.MediaFormat
import android.media.MediaRecorder.AudioSource
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.concurrent.thread
import yike.phone.SoundClock
import yike.phone.soundLevel

/** Why a phone's microphone is silent. */
public class MicrophoneAway : Exception("the system gives no sound: another app has the microphone, or the officer said no")

/**
 * Records until it is closed, with the phone's echo canceller.
 *
 * @param packet takes a time in milliseconds of [System.nanoTime]'s clock, as the camera's pictures have, the loudness and an Opus packet, which is lent for the call; called on a thread of its own.
 */
// Whoever makes this has asked the officer; without a yes there is [MicrophoneAway].
@SuppressLint("MissingPermission")
public class Microphone(private val packet: (Long, UByte, ByteBuffer) -> Unit) : AutoCloseable {
    private val record: AudioRecord
    private val codec: MediaCodec = MediaCodec.createEncoderByType(MediaFormat.MIMETYPE_AUDIO_OPUS)
    private val recording: Thread

    @Volatile
    private var closed = false

    init {
        val most = AudioRecord.getMinBufferSize(RATE, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT)
        record = AudioRecord(
            AudioSource.VOICE_COMMUNICATION, RATE, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT,
            maxOf(most, 4 * 2 * SAMPLES),
        )
        if (record.state != AudioRecord.STATE_INITIALIZED) {
            record.release()
            codec.release()
            throw MicrophoneAway()
        }
        val format = MediaFormat.createAudioFormat(MediaFormat.MIMETYPE_AUDIO_OPUS, RATE, 1)
        format.setInteger(MediaFormat.KEY_BIT_RATE, BITS_PER_SECOND)
        codec.configure(format, null, null, MediaCodec.CONFIGURE_FLAG_ENCODE)
        codec.start()
        record.startRecording()
        recording = thread(name = "microphone") { run() }
    }

    override fun close() {
        closed = true
        recording.join()
        record.release()
        codec.release()
    }

    private fun run() {
        val samples = ShortArray(SAMPLES)
        val clock = SoundClock(RATE)
        val info = MediaCodec.BufferInfo()
        while (!closed) {
            val count = record.read(samples, 0, SAMPLES)
            // Less than nothing: the system took the microphone away for good.
            if (count < 0) return
            val takenAtUs = clock.began(count, System.nanoTime() / 1000)
            val input = codec.dequeueInputBuffer(WAIT_US)
            if (input >= 0) {
                codec.getInputBuffer(input)?.let { fill(it, samples, count) }
                codec.queueInputBuffer(input, 0, 2 * count, takenAtUs, 0)
            }
            drain(info, soundLevel(samples, count))
        }
    }

    private fun drain(info: MediaCodec.BufferInfo, level: UByte) {
        while (true) {
            val output = codec.dequeueOutputBuffer(info, 0)
            if (output == MediaCodec.INFO_TRY_AGAIN_LATER) return
            if (output < 0) continue
            val isSound = info.flags and MediaCodec.BUFFER_FLAG_CODEC_CONFIG == 0
            val buffer = codec.getOutputBuffer(output)
            if (isSound && buffer != null && info.size > 0) {
                buffer.position(info.offset).limit(info.offset + info.size)
                packet(info.presentationTimeUs / 1000, level, buffer.slice())
            }
            codec.releaseOutputBuffer(output, false)
        }
    }

    private fun fill(buffer: ByteBuffer, samples: ShortArray, count: Int) {
        buffer.clear()
        buffer.order(ByteOrder.nativeOrder()).asShortBuffer().put(samples, 0, count)
    }

    private companion object {
        const val RATE = 48_000
        const val BITS_PER_SECOND = 24_000

        /** 20 ms. */
        const val SAMPLES = 960
        const val WAIT_US = 20_000L
    }
}
