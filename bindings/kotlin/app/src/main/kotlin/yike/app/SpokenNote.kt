// The phone's microphone for a sound note: AAC in MP4, which every phone and browser plays.
package yike.app

import android.content.Context
import android.media.MediaRecorder
import android.os.Build
import java.io.File
import java.io.IOException

/** What the microphone hears, until it is ended; throws [IOException] where another app has it. */
internal class SpokenNote(context: Context, file: File) : Recording {
    @Suppress("DEPRECATION")
    private val recorder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) MediaRecorder(context) else MediaRecorder()

    init {
        recording("it does not begin") {
            recorder.setAudioSource(MediaRecorder.AudioSource.MIC)
            recorder.setOutputFormat(MediaRecorder.OutputFormat.MPEG_4)
            recorder.setAudioEncoder(MediaRecorder.AudioEncoder.AAC)
            recorder.setAudioChannels(1)
            recorder.setAudioSamplingRate(SAMPLES_PER_SECOND)
            recorder.setAudioEncodingBitRate(BITS_PER_SECOND)
            // Whatever becomes of the app's own clock.
            recorder.setMaxDuration(NoteRecorder.LONGEST_MS + SPARE_MS)
            recorder.setMaxFileSize(NoteRecorder.MOST_SOUND_BYTES.toLong())
            recorder.setOutputFile(file.path)
            recorder.prepare()
            recorder.start()
        }
    }

    override fun loudness(): Float = recorder.maxAmplitude / LOUD

    override fun end() {
        recording("it holds nothing") { recorder.stop() }
        recorder.release()
    }

    // The system says what is wrong by whatever exception comes to hand.
    private fun recording(wrong: String, work: () -> Unit) {
        try {
            work()
        } catch (fault: RuntimeException) {
            recorder.release()
            throw IOException(wrong, fault)
        } catch (fault: IOException) {
            recorder.release()
            throw fault
        }
    }

    private companion object {
        const val SAMPLES_PER_SECOND = 24_000
        const val BITS_PER_SECOND = 32_000
        const val SPARE_MS = 1_000

        /** What a voice near the microphone comes to, of 32,767. */
        const val LOUD = 16_000f
    }
}
