// The officer's own picture: how it fares on its way to the hall, who watches it since when, and the key to talk.
package yike.app

import android.annotation.SuppressLint
import android.content.Context
import android.view.Gravity
import android.view.MotionEvent
import android.view.TextureView
import android.widget.FrameLayout
import android.widget.LinearLayout
import yike.fieldunit.LiveState
import yike.fieldunit.Watcher
import yike.phone.android.FilmingLook

/** Shows the live picture while the camera is on. */
internal class PictureCard(context: Context, private val taps: Taps) : LinearLayout(context) {
    /** What the camera draws on for the officer. */
    val view = TextureView(context)
    private val state = context.label(15f, bold = true)
    private val watching = context.label(15f)
    private val talk = context.bareKey(KeyLook.LIVE)
    private val hint = context.label(14f, Colour.FAINT)

    init {
        orientation = VERTICAL
        val edge = context.px(14)
        background = context.plate(Colour.PANEL, Colour.LIVE, 16)
        setPadding(edge, edge, edge, edge)
        state.setPadding(context.px(10), context.px(4), context.px(10), context.px(5))
        state.background = context.plate(Colour.GROUND, Colour.LINE, 99)
        val frame = FrameLayout(context).apply {
            background = context.plate(Colour.GROUND, Colour.LINE, 12)
            addView(view)
            addView(state, FrameLayout.LayoutParams(FrameLayout.LayoutParams.WRAP_CONTENT, FrameLayout.LayoutParams.WRAP_CONTENT, Gravity.START).apply {
                setMargins(context.px(10), context.px(10), context.px(10), 0)
            })
        }
        addView(frame, LayoutParams(LayoutParams.MATCH_PARENT, context.px(PICTURE_DP)))
        wait(talk)
        val keys = context.shares(10, talk to 2f, context.key(R.string.other_camera) { taps.otherCamera() }.apply { textSize = 15f } to 1f)
        for (piece in listOf(watching, keys, hint)) {
            addView(piece, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(10) })
        }
    }

    /** Shows it. */
    fun show(seen: Seen) {
        val look = seen.picture
        shown(look != null)
        if (look == null) return
        val (words, sign) = fares(seen, look)
        state.setText(words)
        state.sign(sign)
        showWatchers(seen.known.watchers)
        val line = seen.known.talk.open
        // While the line is open there is one key to talk, and it is the line's.
        talk.shown(!line || look.talking)
        talk.isEnabled = look.hears
        talk.isActivated = look.talking
        talk.setText(if (!look.talking) R.string.talk else if (look.state == LiveState.CONNECTED) R.string.talking else R.string.talk_waits)
        talk.sign(if (look.talking) Sign.TALKING else Sign.TALK)
        talk.wear(if (look.talking) KeyLook.PRIMARY else KeyLook.LIVE)
        hint.shown(!look.hears || line)
        hint.setText(if (look.hears) R.string.talk_beside_picture else R.string.no_microphone)
    }

    private fun fares(seen: Seen, look: FilmingLook): Pair<Int, Sign> = when {
        !look.sees -> R.string.live_no_camera to Sign.LATE
        look.silent -> R.string.live_silent to Sign.LATE
        look.refused -> R.string.live_refused to Sign.LATE
        look.state == LiveState.CONNECTING -> R.string.live_connecting to Sign.WAITING
        look.state != LiveState.CONNECTED -> R.string.live_lost to Sign.SOON
        look.stillsOnly -> R.string.live_stills to Sign.SOON
        !seen.known.cameraNeeded -> R.string.live_rests to Sign.OFF
        else -> R.string.live_connected to Sign.LIVE
    }

    private fun showWatchers(watchers: List<Watcher>) {
        val lines = watchers.map { context.getString(R.string.watcher, it.name, context.role(it.role), clockTime(it.sinceMs).take(5)) }
        watching.text = if (lines.isEmpty()) context.getString(R.string.nobody_watches) else
            (listOf(context.getString(R.string.watched_by)) + lines).joinToString("\n")
        watching.setTextColor(if (lines.isEmpty()) Colour.FAINT else Colour.INK)
    }

    // It answers fingers only: a screen reader's click toggles it.
    @SuppressLint("ClickableViewAccessibility")
    private fun wait(talk: android.widget.Button) {
        talk.setOnClickListener { taps.talk(!talk.isActivated) }
        talk.setOnTouchListener { key, event ->
            when (event.actionMasked) {
                MotionEvent.ACTION_DOWN -> taps.talk(true)
                MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> taps.talk(false)
            }
            key.isPressed = event.actionMasked == MotionEvent.ACTION_DOWN || event.actionMasked == MotionEvent.ACTION_MOVE
            true
        }
    }

    private companion object {
        const val PICTURE_DP = 200
    }
}
