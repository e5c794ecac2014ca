// What the screens show at a moment: what the core knows, with what the phone itself sees.
package yike.app

import yike.fieldunit.LocationPermission
import yike.fieldunit.Measurement
import yike.fieldunit.Permissions
import yike.fieldunit.Snapshot
import yike.fieldunit.Way
import yike.phone.android.FilmingLook

/** Everything that is shown. */
internal data class Seen(
    /** What the core knows. */
    val known: Snapshot,
    /** The hall's time. */
    val hallTimeMs: Long,
    /** The newest position, if one was measured on duty. */
    val here: Measurement? = null,
    /** The battery's charge in percent, if known. */
    val batteryPct: Int? = null,
    /** What the app may do. */
    val allowed: Permissions = Permissions(LocationPermission.ALWAYS, notifications = true, batteryExempt = true),
    /** Whether another phone of the unit has the word. */
    val replaced: Boolean = false,
    /** How the picture fares, while the camera is on. */
    val picture: FilmingLook? = null,
    /** Whether there is a microphone on the line to talk. */
    val talkHears: Boolean = true,
    /** Whether the officer looks at the screen. */
    val looking: Boolean = true,
    /** The ways to the scenes of orders, as far as they are known. */
    val ways: Map<String, Way> = emptyMap(),
)
