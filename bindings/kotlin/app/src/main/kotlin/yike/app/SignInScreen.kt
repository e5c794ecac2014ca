// Signing in: the hall's address, a name and a password.
package yike.app

import android.content.Context
import android.graphics.Typeface
import android.text.InputType
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import android.widget.ScrollView

/** What an officer signs in with. */
internal data class Account(val hall: String, val name: String, val password: String)

/** Asks who this is. */
internal class SignInScreen(context: Context, private val signIn: (Account) -> Unit) : LinearLayout(context) {
    private val hall = context.field(R.string.hall_address).apply { inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI }
    private val name = context.field(R.string.person_name).apply { inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS }
    private val password = context.field(R.string.password).apply {
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_PASSWORD
        typeface = Typeface.DEFAULT
    }
    private val fault = context.label(15f)
    private val enter = context.key(R.string.sign_in, KeyLook.PRIMARY) { enter() }

    init {
        orientation = VERTICAL
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundColor(Colour.GROUND)
        val edge = context.px(24)
        val product = context.label(40f, Colour.ACCENT, bold = true).apply { setText(R.string.app_name) }
        val title = context.label(20f, bold = true).apply { setText(R.string.sign_in_title) }
        val notice = context.label(15f, Colour.FAINT).apply { setText(R.string.sign_in_notice) }
        val form = context.column(
            12, context.row(12, product, title), labelled(R.string.hall_address, hall), labelled(R.string.person_name, name),
            labelled(R.string.password, password), fault, enter, notice,
        )
        form.setPadding(edge, edge, edge, edge)
        form.gravity = Gravity.CENTER_VERTICAL
        addView(ScrollView(context).apply {
            isFillViewport = true
            addView(form)
        }, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.MATCH_PARENT))
        for (field in listOf(hall, name, password)) field.addTextChangedListener(Written { ready() })
        fault.shown(false)
        ready()
    }

    /** Fills in what is known. */
    fun fill(hall: String, name: String) {
        this.hall.setText(hall)
        this.name.setText(name)
    }

    /** Shows that it is being tried. */
    fun trying() {
        fault.shown(false)
        enter.isEnabled = false
        enter.setText(R.string.signing_in)
    }

    /** Shows why it came to nothing. */
    fun refused(words: String) {
        fault.text = words
        fault.sign(Sign.LATE)
        fault.shown(true)
        ready()
    }

    private fun ready() {
        enter.setText(R.string.sign_in)
        enter.isEnabled = listOf(hall, name, password).all { it.text.isNotBlank() }
        enter.alpha = if (enter.isEnabled) 1f else DIM
    }

    private fun enter() = signIn(Account(hall.text.toString().trim(), name.text.toString().trim(), password.text.toString()))

    private fun labelled(words: Int, field: View): LinearLayout =
        context.column(4, context.label(14f, Colour.FAINT).apply { setText(words) }, field)

    private companion object {
        const val DIM = 0.55f
    }
}
