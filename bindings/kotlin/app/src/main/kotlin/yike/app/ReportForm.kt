// The officer's report: words, a photo, or both.
package yike.app

import android.content.Context
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.Gravity
import android.widget.EditText
import android.widget.LinearLayout
import yike.fieldunit.Order
import java.text.DateFormat
import java.util.Date
import java.util.Locale

/** `HH:MM:SS` where the phone is, of a time of the hall's. */
internal fun clockTime(atMs: Long): String = DateFormat.getTimeInstance(DateFormat.MEDIUM, Locale.UK).format(Date(atMs))

/** A field to write in. */
internal fun Context.field(hint: Int): EditText = EditText(this).apply {
    setHint(hint)
    setTextColor(Colour.INK)
    setHintTextColor(Colour.FAINT)
    textSize = 16f
    background = plate(Colour.GROUND, Colour.LINE, 10)
    setPadding(px(12), px(10), px(12), px(10))
    minimumHeight = px(52)
}

/** Takes an order's report, and shows what was reported. */
internal class ReportForm(context: Context, private val taps: Taps) : LinearLayout(context) {
    private lateinit var order: String
    private var photo: ByteArray? = null
    private val words = context.field(R.string.report_hint).apply {
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
        gravity = Gravity.TOP
        minLines = 3
        addTextChangedListener(Written { showKeys() })
    }
    private val small = RoundedPhoto(context).apply { layoutParams = LayoutParams(context.px(SMALL_WIDTH_DP), context.px(SMALL_HEIGHT_DP)) }
    private val attached = context.row(
        10, small, context.label(15f).apply {
            setText(R.string.photo_attached)
            sign(Sign.GOOD)
        },
        context.spring(),
        context.bareKey().apply {
            signAlone(Sign.DISCARD)
            minimumWidth = context.px(52)
            contentDescription = context.getString(R.string.photo_remove)
            setOnClickListener { attach(null) }
        },
    )
    private val take = context.key(R.string.photo) { taps.photo(PhotoFor(order, message = false)) }
    private val send = context.key(R.string.report_send, KeyLook.PRIMARY) { send() }
    private val told = context.column(4)

    init {
        orientation = VERTICAL
        addView(context.column(10, words, attached, context.shares(10, take to 1f, send to 2f), told))
        attach(null)
    }

    /** Shows an order's reports; what was begun stays. */
    fun show(order: Order) {
        this.order = order.id
        val lines = order.reports.map { report ->
            val with = if (report.photo == null) "" else " · ${context.getString(R.string.with_photo)}"
            "${clockTime(report.atMs)}  ${report.text}$with"
        }
        while (told.childCount > lines.size) told.removeViewAt(told.childCount - 1)
        while (told.childCount < lines.size) told.addView(context.label(15f))
        lines.forEachIndexed { at, line ->
            (told.getChildAt(at) as android.widget.TextView).apply {
                text = line
                sign(Sign.GOOD)
            }
        }
        told.shown(lines.isNotEmpty())
    }

    /** Has the officer write. */
    fun focusWords() {
        words.requestFocus()
    }

    /** Adds the bytes of a photo in JPEG, or takes it away. */
    fun attach(jpeg: ByteArray?) {
        photo = jpeg
        small.setImageBitmap(jpeg?.let { filling(it, context.px(SMALL_WIDTH_DP), context.px(SMALL_HEIGHT_DP)) })
        attached.shown(jpeg != null)
        take.setText(if (jpeg == null) R.string.photo else R.string.photo_again)
        showKeys()
    }

    private fun showKeys() {
        send.isEnabled = photo != null || words.text.isNotBlank()
        send.alpha = if (send.isEnabled) 1f else DIM
    }

    private fun send() {
        val (order, text, photo) = Triple(order, words.text.toString().trim(), photo)
        taps.tap {
            report(order, text, photo)
            // What could not be stored stays in the form.
            words.text.clear()
            attach(null)
        }
    }

    private companion object {
        const val DIM = 0.55f
        const val SMALL_WIDTH_DP = 72
        const val SMALL_HEIGHT_DP = 54
    }
}

/** Hears that something was written. */
internal class Written(private val heard: () -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int): Unit = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int): Unit = Unit

    override fun afterTextChanged(text: Editable?): Unit = heard()
}
