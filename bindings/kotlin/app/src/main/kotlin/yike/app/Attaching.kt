// Attaching a photo, a sound note or a clip to what is written: each can be looked at or heard, and taken away again.
package yike.app

import android.annotation.SuppressLint
import android.content.Context
import android.view.MotionEvent
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import yike.fieldunit.MediaType
import yike.fieldunit.NewAttachment

/**
 * The keys that attach, with a strip that shows what is attached or spoken.
 *
 * @param watch plays a clip that is attached.
 * @param changed is called whenever something else is attached, or the microphone goes on or off.
 */
internal class Attaching(private val context: Context, private val taps: Taps, private val watch: (ByteArray) -> Unit, private val changed: () -> Unit) {
    private val recorder = taps.recorder
    private var order = ""
    private var draft = Draft()
    private var drawn: NewAttachment? = null
    private var held = false
    private var isOpen = false
    private val state = context.label(15f).apply {
        layoutParams = LinearLayout.LayoutParams(LinearLayout.LayoutParams.WRAP_CONTENT, LinearLayout.LayoutParams.WRAP_CONTENT)
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }
    private val time = context.label(15f, bold = true)
    private val level = LevelBar(context).apply { layoutParams = LinearLayout.LayoutParams(0, context.px(10), 1f) }
    private val small = RoundedPhoto(context).apply {
        layoutParams = LinearLayout.LayoutParams(context.px(SMALL_WIDTH_DP), context.px(SMALL_HEIGHT_DP))
        // The words beside it say the same.
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    }
    private val note = NoteRow(context, taps.player).apply { layoutParams = LinearLayout.LayoutParams(0, LinearLayout.LayoutParams.WRAP_CONTENT, 1f) }
    private val play = context.bareKey(KeyLook.LIVE).apply {
        signAlone(Sign.PLAY)
        minimumWidth = context.px(52)
        setOnClickListener { draft.beside?.let { watch(it.bytes) } }
    }
    private val away = context.bareKey().apply {
        signAlone(Sign.DISCARD)
        minimumWidth = context.px(52)
        setOnClickListener { takeAway() }
    }
    private val spring = context.spring()

    /** What is attached or spoken, or why it is not. */
    val strip: LinearLayout = context.row(10, small, note, play, state, spring, time, level, away)

    /** Takes or chooses a photo or a clip; discards what is spoken. */
    val photo: Button = context.bareKey().apply {
        textSize = KEY_SP
        setOnClickListener { if (recorder.isOn) discard() else taps.photo(PhotoFor(order, message = true)) }
    }

    /** Has the microphone hear: as long as it is held, or from one tap to the next. */
    val speak: Button = context.bareKey().apply { textSize = KEY_SP }

    init {
        strip.minimumHeight = context.px(52)
        hold(speak)
        draw()
    }

    /** Attaches to what is written on an order from now on. */
    fun about(order: String, draft: Draft) {
        this.order = order
        this.draft = draft
        isOpen = true
        draw()
    }

    /** Whether something is made that is not attached yet. */
    val isMaking: Boolean get() = recorder.isOn || draft.isPreparing

    /** Shows what is attached now. */
    fun draw() {
        val (hears, beside) = recorder.isOn to draft.beside
        val fault = recorder.fault.takeIf { !hears && !draft.isPreparing && beside == null }
        strip.shown(hears || draft.isPreparing || beside != null || fault != null)
        photo.say(if (hears) R.string.note_discard else R.string.attach_photo, if (hears) Sign.DISCARD else Sign.PHOTO, if (hears) R.string.note_discard else R.string.attach_photo_key)
        speak.say(if (hears) R.string.note_done else R.string.attach_note, if (hears) Sign.SPOKEN else Sign.SPEAK, if (hears) R.string.note_done else R.string.attach_note_key)
        speak.wear(if (hears) KeyLook.PRIMARY else KeyLook.PLAIN)
        photo.isEnabled = !draft.isPreparing
        speak.isEnabled = !draft.isPreparing
        time.shown(hears)
        level.shown(hears)
        time.text = context.getString(R.string.note_of, lengthText(recorder.elapsedMs), lengthText(NoteRecorder.LONGEST_MS))
        level.show(recorder.loudness)
        showBeside(beside.takeIf { !hears && !draft.isPreparing })
        val (words, sign) = when {
            hears -> context.getString(R.string.note_recording) to Sign.LATE
            draft.isPreparing -> context.getString(if (draft.preparing == AttachedKind.CLIP) R.string.clip_preparing else R.string.photo_preparing) to Sign.WAITING
            beside == null -> fault?.let(context::getString).orEmpty() to Sign.LATE
            beside.mediaType == MediaType.CLIP -> context.getString(R.string.clip_attached, context.megabytes(beside.bytes.size)) to Sign.GOOD
            else -> context.getString(R.string.photo_attached) to Sign.GOOD
        }
        state.shown(beside?.mediaType?.kind != AttachedKind.NOTE || isMaking)
        state.layoutParams.width = if (fault == null) LinearLayout.LayoutParams.WRAP_CONTENT else LinearLayout.LayoutParams.MATCH_PARENT
        if (state.text.toString() != words) state.text = words
        state.sign(sign)
    }

    /** Ends what is spoken, and keeps it. */
    fun leave() {
        isOpen = false
        recorder.stop()
    }

    private fun showBeside(beside: NewAttachment?) {
        val kind = beside?.mediaType?.kind
        val isPhoto = kind == AttachedKind.PHOTO
        small.shown(isPhoto)
        note.shown(kind == AttachedKind.NOTE)
        play.shown(kind == AttachedKind.CLIP)
        spring.shown(isPhoto || kind == AttachedKind.CLIP)
        away.shown(beside != null)
        if (beside == null || kind == null) {
            drawn = null
            small.setImageBitmap(null)
            return
        }
        away.contentDescription = context.getString(removes(kind))
        if (kind == AttachedKind.CLIP) play.contentDescription = context.getString(R.string.clip_open, context.megabytes(beside.bytes.size))
        if (kind == AttachedKind.NOTE) note.show("draft $order ${beside.bytes.size}", draft.lengthMs, context.getString(R.string.attached_note)) { beside.bytes }
        if (beside === drawn) return
        drawn = beside
        small.setImageBitmap(beside.takeIf { isPhoto }?.let { filling(it.bytes, context.px(SMALL_WIDTH_DP), context.px(SMALL_HEIGHT_DP)) })
    }

    private fun removes(kind: AttachedKind): Int = when (kind) {
        AttachedKind.PHOTO -> R.string.photo_remove
        AttachedKind.NOTE -> R.string.note_remove
        AttachedKind.CLIP -> R.string.clip_remove
    }

    private fun takeAway() {
        taps.player.stop()
        draft.takeAway()
        told()
    }

    private fun begin() {
        taps.player.stop()
        val into = draft
        taps.microphone { allowed ->
            // The officer may have turned to something else before saying yes.
            if (!isOpen) return@microphone
            if (allowed) recorder.start(::told) { note, lastedMs -> into.note(note, lastedMs) } else recorder.denied()
            told()
        }
    }

    private fun discard() {
        recorder.cancel()
        told()
    }

    private fun told() {
        draw()
        changed()
    }

    // It answers fingers only: a screen reader's click begins and ends.
    @SuppressLint("ClickableViewAccessibility")
    private fun hold(key: Button) {
        key.setOnClickListener { if (recorder.isOn) recorder.stop() else begin() }
        key.setOnTouchListener { _, event ->
            when (event.actionMasked) {
                MotionEvent.ACTION_DOWN -> {
                    held = !recorder.isOn
                    if (held) begin()
                }
                MotionEvent.ACTION_UP -> if (!held || recorder.elapsedMs >= HELD_MS) recorder.stop()
                MotionEvent.ACTION_CANCEL -> if (held && recorder.elapsedMs >= HELD_MS) recorder.stop()
            }
            key.isPressed = event.actionMasked == MotionEvent.ACTION_DOWN || event.actionMasked == MotionEvent.ACTION_MOVE
            true
        }
    }

    private fun Button.say(words: Int, sign: Sign, whole: Int) {
        setText(words)
        contentDescription = context.getString(whole)
        signAbove(sign)
    }

    private companion object {
        const val SMALL_WIDTH_DP = 72
        const val SMALL_HEIGHT_DP = 54
        const val KEY_SP = 14f

        /** Whoever lets go sooner tapped. */
        const val HELD_MS = 600
    }
}
