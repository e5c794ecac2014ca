// A key that is on as long as a finger holds it; a screen reader's click turns it on, and another turns it off.
package yike.app

import android.annotation.SuppressLint
import android.content.Context
import android.view.MotionEvent
import android.widget.Button

/** Has [press] called when it is held, and [release] once it is not, whatever ended it. */
// It answers fingers by being held; clicks come from screen readers.
@SuppressLint("ViewConstructor", "AppCompatCustomView", "ClickableViewAccessibility")
internal class HoldKey(context: Context, private val press: () -> Unit, private val release: () -> Unit) : Button(context) {
    private var held = false
    private var clicked = false

    init {
        dress(KeyLook.LIVE)
        setOnClickListener {
            if (held || isActivated) {
                end()
            } else {
                clicked = true
                press()
            }
        }
    }

    /** Is on no more, by finger or by click. */
    fun letGo() {
        if (held || clicked) end()
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> if (isEnabled) {
                held = true
                isPressed = true
                press()
            }
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> letGo()
        }
        return true
    }

    override fun onDetachedFromWindow() {
        super.onDetachedFromWindow()
        letGo()
    }

    private fun end() {
        held = false
        clicked = false
        isPressed = false
        release()
    }
}
