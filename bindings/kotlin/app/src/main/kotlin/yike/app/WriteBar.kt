// Writing a message: what was begun on an order stays until it is sent.
package yike.app

import android.content.Context
import android.text.InputType
import android.view.Gravity
import android.view.KeyEvent
import android.view.inputmethod.EditorInfo
import android.view.inputmethod.InputMethodManager
import android.widget.LinearLayout

/** Takes messages. */
internal class WriteBar(context: Context, private val taps: Taps) : LinearLayout(context) {
    private val drafts = mutableMapOf<String, String>()
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
    private val left = context.label(14f, Colour.SOON)

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.PANEL)
        val edge = context.px(10)
        setPadding(edge, edge, edge, edge)
        words.layoutParams = LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f)
        send.minimumWidth = context.px(84)
        addView(context.row(10, words, send).apply { gravity = Gravity.BOTTOM })
        addView(left, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(6) })
        showKeys()
    }

    /** Takes messages about an order from now on. */
    fun about(order: String) {
        this.order = order
        words.setText(drafts[order].orEmpty())
        words.setSelection(words.length())
    }

    /** Has the officer write. */
    fun focusWords() {
        words.requestFocus()
        keyboard().showSoftInput(words, InputMethodManager.SHOW_IMPLICIT)
    }

    /** Has the officer write no more. */
    fun leave() {
        words.clearFocus()
        keyboard().hideSoftInputFromWindow(windowToken, 0)
    }

    private fun keyboard() = context.getSystemService(InputMethodManager::class.java)

    private fun written() {
        drafts[order] = words.text.toString()
        showKeys()
    }

    private fun showKeys() {
        val sent = wordsOf(words.text.toString())
        val room = MOST_MESSAGE_CHARS - charsOf(sent)
        send.isEnabled = !busy && sent.isNotEmpty() && room >= 0
        send.alpha = if (send.isEnabled) 1f else DIM
        left.shown(room < TELL_LEFT)
        left.text = if (room < 0) context.getString(R.string.message_too_long, -room) else context.getString(R.string.message_left, room)
        left.sign(if (room < 0) Sign.LATE else Sign.SOON)
    }

    private fun send() {
        val (order, sent) = order to wordsOf(words.text.toString())
        if (!send.isEnabled) return
        busy = true
        showKeys()
        taps.tap {
            try {
                writeMessage(order, sent)
                // What was typed meanwhile is the next one; what could not be stored stays.
                if (wordsOf(drafts[order].orEmpty()) == sent) clear(order)
            } finally {
                busy = false
                showKeys()
            }
        }
    }

    private fun clear(order: String) {
        drafts -= order
        if (order == this.order) words.text.clear()
    }

    private companion object {
        const val TEXT = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or InputType.TYPE_TEXT_FLAG_AUTO_CORRECT

        /** The number of characters left is said from here on. */
        const val TELL_LEFT = 100
        const val DIM = 0.55f

        /** A keyboard's own key, which writes a new line with the one for capitals held. */
        fun KeyEvent?.isEnter(): Boolean = this != null && keyCode == KeyEvent.KEYCODE_ENTER && action == KeyEvent.ACTION_DOWN && !isShiftPressed
    }
}
