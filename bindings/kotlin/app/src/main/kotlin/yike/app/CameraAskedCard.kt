// That somebody in the hall asks for the camera: who it is, with the officer's two answers.
package yike.app

import android.content.Context
import android.view.View
import android.widget.LinearLayout

/** Shows who asks until the officer has answered; nothing begins without the officer. */
internal class CameraAskedCard(context: Context, taps: Taps) : LinearLayout(context) {
    private val by = context.label(16f)

    init {
        orientation = VERTICAL
        background = context.plate(Colour.RAISED, Colour.SOON, 16, 2)
        val edge = context.px(14)
        setPadding(edge, edge, edge, edge)
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        val title = context.label(19f, bold = true).apply {
            setText(R.string.camera_asked)
            sign(Sign.LIVE)
        }
        val yours = context.label(14f, Colour.FAINT).apply { setText(R.string.camera_yours) }
        val yes = context.key(R.string.camera_yes, KeyLook.PRIMARY) { taps.live(true) }
        val no = context.key(R.string.camera_no) { taps.tap { declineCamera() } }
        addView(context.column(8, title, by, yours, context.shares(10, yes to 1f, no to 1f)))
    }

    /** Shows it. */
    fun show(seen: Seen) {
        val asked = seen.known.cameraAsked
        shown(asked != null)
        if (asked != null) by.text = context.getString(R.string.camera_asked_by, asked.name, context.role(asked.role), hourMinute(asked.sinceMs))
    }
}
