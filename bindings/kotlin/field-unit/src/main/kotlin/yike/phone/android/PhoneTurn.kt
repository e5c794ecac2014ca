// How the phone is held: upright or on a side.
package yike.phone.android

import android.content.Context
import android.hardware.SensorManager
import android.view.OrientationEventListener

/** Tells by how many degrees clockwise the phone is turned, in quarters, whenever that changes; until it is closed. */
internal class PhoneTurn(context: Context, private val turned: (Int) -> Unit) : AutoCloseable {
    private var quarter = 0
    private val sensor = object : OrientationEventListener(context, SensorManager.SENSOR_DELAY_NORMAL) {
        override fun onOrientationChanged(degrees: Int) {
            val next = quarterOf(degrees, quarter)
            if (next == quarter) return
            quarter = next
            turned(next)
        }
    }

    init {
        if (sensor.canDetectOrientation()) sensor.enable()
    }

    override fun close(): Unit = sensor.disable()
}

/** The quarter turn that degrees are of; in between, and flat on a table, it stays what it was. */
internal fun quarterOf(degrees: Int, was: Int): Int {
    if (degrees < 0) return was
    val near = (degrees + 45) / 90 * 90 % 360
    val off = kotlin.math.abs((degrees - near + 540) % 360 - 180)
    return if (off <= SURE_DEG) near else was
}

private const val SURE_DEG = 35
