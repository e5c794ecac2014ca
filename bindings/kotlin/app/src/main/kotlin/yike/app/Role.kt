// What somebody in the hall is, in words.
package yike.app

import android.content.Context

/** A role by the core's name for it; that name, where the app does not know it. */
internal fun Context.role(name: String): String = when (name) {
    "dispatcher" -> getString(R.string.role_dispatcher)
    "leader" -> getString(R.string.role_leader)
    "town_desk" -> getString(R.string.role_town_desk)
    "administrator" -> getString(R.string.role_administrator)
    "officer" -> getString(R.string.role_officer)
    else -> name
}
