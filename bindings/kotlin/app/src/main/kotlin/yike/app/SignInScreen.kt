// Signing in: by the key of an enrolled phone, by a QR code that enrols it, or by a name and a password.
package yike.app

import android.content.Context
import android.graphics.Typeface
import android.net.Uri
import android.text.InputType
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import android.widget.ScrollView
import yike.fieldunit.Enrolment

/** What an officer signs in with: a password, or what enrolling brought. */
internal data class Account(val hall: String, val name: String, val password: String, val enrolment: Enrolment? = null) {
    constructor(enrolment: Enrolment) : this(enrolment.hall, enrolment.name, "", enrolment)
}

/** Asks who this is. */
internal class SignInScreen(context: Context, private val enrol: (String) -> Unit, private val signIn: (Account) -> Unit) : LinearLayout(context) {
    private val code = context.field(R.string.qr_text).apply {
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS or InputType.TYPE_TEXT_FLAG_MULTI_LINE
        textSize = 14f
        maxLines = 6
    }
    private val codesHall = context.label(15f)
    private val hall = context.field(R.string.hall_address).apply { inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI }
    private val name = context.field(R.string.person_name).apply { inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS }
    private val password = context.field(R.string.password).apply {
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_PASSWORD
        typeface = Typeface.DEFAULT
    }
    private val officer = context.label(24f, bold = true)
    private val officersHall = context.label(15f, Colour.FAINT)
    private val fault = context.label(15f)
    private val enter = context.key(R.string.sign_in, KeyLook.PRIMARY) { enter() }
    private val other = context.key(R.string.by_password) { go(if (way == Way.CODE) Way.PASSWORD else Way.CODE) }
    private val parts: Map<Way, View>
    private var enrolment: Enrolment? = null
    private var way = Way.CODE

    init {
        orientation = VERTICAL
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundColor(Colour.GROUND)
        val edge = context.px(24)
        val product = context.label(40f, Colour.ACCENT, bold = true).apply { setText(R.string.app_name) }
        val title = context.label(20f, bold = true).apply { setText(R.string.sign_in_title) }
        val scan = context.label(15f, Colour.FAINT).apply { setText(R.string.qr_notice) }
        val notice = context.label(15f, Colour.FAINT).apply { setText(R.string.sign_in_notice) }
        parts = mapOf(
            Way.CODE to context.column(12, scan, labelled(R.string.qr_text, code), codesHall),
            Way.PASSWORD to context.column(
                12, labelled(R.string.hall_address, hall), labelled(R.string.person_name, name), labelled(R.string.password, password),
            ),
            Way.ENROLLED to context.column(4, officer, officersHall),
        )
        val form = context.column(12, context.row(12, product, title), *parts.values.toTypedArray(), fault, enter, other, notice)
        form.setPadding(edge, edge, edge, edge)
        form.gravity = Gravity.CENTER_VERTICAL
        addView(ScrollView(context).apply {
            isFillViewport = true
            addView(form)
        }, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.MATCH_PARENT))
        for (field in listOf(code, hall, name, password)) field.addTextChangedListener(Written { ready() })
        go(Way.CODE)
    }

    /** Fills in who signed in with a password before. */
    fun fill(hall: String, name: String) {
        this.hall.setText(hall)
        this.name.setText(name)
        go(Way.PASSWORD)
    }

    /** Offers to sign in whom this phone was enrolled for. */
    fun offer(enrolment: Enrolment) {
        this.enrolment = enrolment
        officer.text = enrolment.name
        officersHall.text = context.getString(R.string.enrolled_at, enrolment.hall)
        go(Way.ENROLLED)
    }

    /** Takes what a QR code says; the officer has the last word. */
    fun scanned(qrText: String) {
        code.setText(qrText)
        go(Way.CODE)
    }

    /** Shows that it is being tried. */
    fun trying() {
        fault.shown(false)
        enter.isEnabled = false
        other.isEnabled = false
        enter.setText(R.string.signing_in)
    }

    /** Shows why it came to nothing. */
    fun refused(words: String) {
        ready()
        fault.text = words
        fault.sign(Sign.LATE)
        fault.shown(true)
    }

    private fun go(way: Way) {
        this.way = way
        for ((its, part) in parts) part.shown(its == way)
        other.setText(if (way == Way.CODE) R.string.by_password else R.string.by_code)
        fault.shown(false)
        ready()
    }

    private fun ready() {
        enter.setText(if (way == Way.CODE) R.string.enrol else R.string.sign_in)
        enter.isEnabled = when (way) {
            Way.CODE -> code.text.isNotBlank()
            Way.PASSWORD -> listOf(hall, name, password).all { it.text.isNotBlank() }
            Way.ENROLLED -> true
        }
        enter.alpha = if (enter.isEnabled) 1f else DIM
        other.isEnabled = true
        // Whoever scanned a stranger's code is to see where it leads.
        val leads = hallOf(code.text.toString())
        codesHall.text = context.getString(R.string.qr_hall, leads.orEmpty())
        codesHall.shown(leads != null)
    }

    private fun enter() {
        when (way) {
            Way.CODE -> enrol(code.text.toString())
            Way.PASSWORD -> signIn(Account(hall.text.toString().trim(), name.text.toString().trim(), password.text.toString()))
            Way.ENROLLED -> enrolment?.let { signIn(Account(it)) }
        }
    }

    private fun labelled(words: Int, field: View): LinearLayout =
        context.column(4, context.label(14f, Colour.FAINT).apply { setText(words) }, field)

    private enum class Way { CODE, PASSWORD, ENROLLED }

    private companion object {
        const val DIM = 0.55f
    }
}

/** Where a QR code leads, for the officer to read; whether it is one is decided by the core. */
private fun hallOf(qrText: String): String? =
    Uri.parse(qrText.trim()).takeIf { it.scheme == ENROL_SCHEME && it.isHierarchical }?.getQueryParameter("hall")

/** What the link of a QR code begins with. */
internal const val ENROL_SCHEME: String = "yike"
