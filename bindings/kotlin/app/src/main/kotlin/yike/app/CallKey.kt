// The key that calls the hall by telephone: by one tap the phone's own dialler has the number.
package yike.app

import android.content.Context
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout

/** Calls the hall; not there if the hall has named no number. */
internal class CallKey(context: Context, taps: Taps) : LinearLayout(context) {
    private var number: String? = null
    private val key = context.key(R.string.call_hall) { number?.let(taps::dial) }

    init {
        addView(key, LayoutParams(MATCH_PARENT, WRAP_CONTENT))
    }

    /** Shows it where it is [wanted]: once on a screen is enough. */
    fun show(seen: Seen, wanted: Boolean) {
        number = seen.known.hallTelephone
        shown(wanted && number != null)
        key.contentDescription = context.getString(R.string.call_hall_at, number.orEmpty())
    }
}
