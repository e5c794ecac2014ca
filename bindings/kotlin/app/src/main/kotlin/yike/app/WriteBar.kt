// Writing a message: what was begun on an order, and what goes with it, stays until it is sent.
package yike.app

import android.content.Context
import android.text.InputType
import android.view.KeyEvent
import android.view.inputmethod.EditorInfo
import android.view.inputmethod.InputMethodManager
import android.widget.LinearLayout

/**
 * Takes messages.
 *
 * @param watch plays a clip that is attached.
 */
internal class WriteBar(context: Context, private val taps: Taps, watch: (ByteArray) -> Unit) : LinearLayout(context) {
    private val drafts = mutableMapOf<String, Draft>()
    private var order = ""
    private var busy = false
    private val words = context.field(R.string.message_hint).apply {
        inputType = TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE
        // Long words wrap, and the keyboard has a key to send all the same.
        setRawInputType(TEXT)
        imeOptions = EditorInfo.IME_ACTION_SEND
        maxLines = 4
        addTextChangedListener(Written { written() })
        setOnEditorActionListener { _, action, event -> (action == EditorInfo.IME_ACTION_SEND || event.isEnter()).also { if (it) send() } }
    }
    private val send = context.key(R.string.message_send, KeyLook.PRIMARY) { send() }
    private val attaching = Attaching(context, taps, watch) { showKeys() }
    private val left = context.label(14f, Colour.SOON)

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.PANEL)
        val edge = context.px(10)
        setPadding(edge, edge, edge, edge)
        addView(context.column(8, attaching.strip, words, left, context.shares(8, attaching.photo to 1f, attaching.speak to 1f, send to 1.2f)))
        showKeys()
    }

    /** Takes messages about an order from now on. */
    fun about(order: String) {
        this.order = order
        attaching.about(order, draft(order))
        words.setText(draft(order).typed)
        words.setSelection(words.length())
    }

    /** Waits for a photo or a clip for what is written on an order. */
    fun prepare(wanted: PhotoFor) {
        draft(wanted.order).prepare(if (wanted.clip) AttachedKind.CLIP else AttachedKind.PHOTO)
        showAttached()
    }

    /** Adds the bytes of what was waited for to what is written on an order; without any, nothing is waited for any more. */
    fun attach(wanted: PhotoFor, bytes: ByteArray?) {
        if (wanted.clip) draft(wanted.order).clip(bytes) else draft(wanted.order).photo(bytes)
        showAttached()
    }

    /** Has the officer write. */
    fun focusWords() {
        words.requestFocus()
        keyboard().showSoftInput(words, InputMethodManager.SHOW_IMPLICIT)
    }

    /** Has the officer write no more, nor speak. */
    fun leave() {
        attaching.leave()
        words.clearFocus()
        keyboard().hideSoftInputFromWindow(windowToken, 0)
    }

    private fun keyboard() = context.getSystemService(InputMethodManager::class.java)

    private fun written() {
        draft(order).typed = words.text.toString()
        showKeys()
    }

    private fun showKeys() {
        val sent = wordsOf(words.text.toString())
        val room = MOST_MESSAGE_CHARS - charsOf(sent)
        val any = sent.isNotEmpty() || draft(order).beside != null
        send.isEnabled = !busy && any && room >= 0 && !attaching.isMaking
        send.alpha = if (send.isEnabled) 1f else DIM
        left.shown(room < TELL_LEFT)
        left.text = if (room < 0) context.getString(R.string.message_too_long, -room) else context.getString(R.string.message_left, room)
        left.sign(if (room < 0) Sign.LATE else Sign.SOON)
    }

    private fun send() {
        if (!send.isEnabled) return
        val (order, draft) = order to draft(order)
        val (sent, beside) = wordsOf(draft.typed) to draft.beside
        busy = true
        showKeys()
        taps.tap {
            try {
                writeMessage(order, sent, beside)
                // What was made meanwhile is the next one; what could not be stored stays.
                draft.sent(sent, beside)
                if (order == this@WriteBar.order && draft.typed.isEmpty()) words.text.clear()
            } finally {
                busy = false
                showAttached()
            }
        }
    }

    private fun showAttached() {
        attaching.draw()
        showKeys()
    }

    private fun draft(order: String) = drafts.getOrPut(order) { Draft() }

    private companion object {
        const val TEXT = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or InputType.TYPE_TEXT_FLAG_AUTO_CORRECT

        /** The number of characters left is said from here on. */
        const val TELL_LEFT = 100
        const val DIM = 0.55f

        /** A keyboard's own key, which writes a new line with the one for capitals held. */
        fun KeyEvent?.isEnter(): Boolean = this != null && keyCode == KeyEvent.KEYCODE_ENTER && action == KeyEvent.ACTION_DOWN && !isShiftPressed
    }
}
