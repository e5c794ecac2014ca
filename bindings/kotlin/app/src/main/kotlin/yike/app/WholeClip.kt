// A clip on the whole screen: it is fetched now, played from a file of the app's own, and the file is gone afterwards.
package yike.app

import android.app.Dialog
import android.content.Context
import android.util.Log
import android.view.Gravity
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.VideoView
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import yike.fieldunit.PhoneFault
import java.io.File
import java.io.IOException

/**
 * Plays one clip until it is put away.
 *
 * @param about whose it is.
 * @param bytes fetches it; throws [PhoneFault].
 * @param opened is called once it is on the screen.
 */
internal class WholeClip(context: Context, about: String, private val bytes: suspend () -> ByteArray, private val opened: () -> Unit) :
    Dialog(context, android.R.style.Theme_Black_NoTitleBar_Fullscreen) {
    private val scope = MainScope()
    private val file = file(context)
    private var over = false
    private val state = context.label(17f).apply {
        text = context.getString(R.string.attached_loading, context.getString(R.string.attached_clip))
        sign(Sign.WAITING)
        val edge = context.px(24)
        setPadding(edge, edge, edge, edge)
    }
    private val picture = VideoView(context)
    private val pause = context.key(R.string.clip_pause) { turn() }.apply { shown(false) }

    init {
        val words = context.label(16f).apply {
            text = about
            layoutParams = LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f)
        }
        val close = context.key(R.string.close) { dismiss() }
        for (key in listOf(pause, close)) key.minimumWidth = context.px(88)
        val foot = context.row(12, words, pause, close)
        val edge = context.px(12)
        foot.setPadding(edge, edge, edge, edge)
        foot.setBackgroundColor(Colour.PANEL)
        picture.contentDescription = about
        picture.setOnPreparedListener { begins() }
        picture.setOnCompletionListener { ended() }
        picture.setOnErrorListener { _, what, more ->
            Log.i("clip", "not played: $what, $more")
            fail(context.getString(R.string.clip_unplayable))
            true
        }
        val stage = FrameLayout(context)
        stage.addView(picture, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT, Gravity.CENTER))
        stage.addView(state, FrameLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT, Gravity.CENTER))
        val whole = LinearLayout(context)
        whole.orientation = LinearLayout.VERTICAL
        whole.addView(stage, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        whole.addView(foot, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        setContentView(whole)
    }

    override fun onStart() {
        super.onStart()
        scope.launch { fetch() }
    }

    override fun onStop() {
        super.onStop()
        scope.cancel()
        picture.stopPlayback()
        file.delete()
    }

    private suspend fun fetch() {
        try {
            val clip = bytes()
            withContext(Dispatchers.IO) { file.writeBytes(clip) }
            picture.setVideoPath(file.path)
        } catch (fault: PhoneFault) {
            fail(context.words(fault))
        } catch (fault: IOException) {
            Log.i("clip", "not written", fault)
            fail(context.getString(R.string.fault_not_stored))
        }
    }

    private fun begins() {
        state.shown(false)
        pause.shown(true)
        opened()
        play()
    }

    private fun play() {
        over = false
        picture.start()
        pause.setText(R.string.clip_pause)
    }

    private fun ended() {
        over = true
        pause.setText(R.string.clip_again)
    }

    private fun turn() {
        if (over || !picture.isPlaying) return play()
        picture.pause()
        pause.setText(R.string.clip_go_on)
    }

    private fun fail(why: String) {
        pause.shown(false)
        picture.shown(false)
        state.shown(true)
        state.text = why
        state.sign(Sign.LATE)
    }

    companion object {
        /** Where the clip lies while it is played. */
        fun file(context: Context): File = File(context.cacheDir, "seen.mp4")
    }
}
