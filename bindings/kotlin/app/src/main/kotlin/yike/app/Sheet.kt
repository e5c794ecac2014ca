// A sheet that a map is drawn on.
package yike.app

import kotlin.math.cos
import kotlin.math.floor
import kotlin.math.log10
import kotlin.math.max
import kotlin.math.min
import kotlin.math.pow

/** Where points of the earth lie on a sheet of so many pixels; true enough over some kilometres. */
internal class Sheet(private val middle: Point, val perMetre: Double, val width: Int, val height: Int) {
    private val perLat = METRES_PER_DEGREE * perMetre
    private val perLon = perLat * cos(Math.toRadians(middle.lat))

    fun x(at: Point): Float = (width / 2 + (at.lon - middle.lon) * perLon).toFloat()

    fun y(at: Point): Float = (height / 2 - (at.lat - middle.lat) * perLat).toFloat()

    /** What is on it. */
    val box: Box
        get() = Box(
            middle.lon - width / 2 / perLon, middle.lat - height / 2 / perLat, middle.lon + width / 2 / perLon, middle.lat + height / 2 / perLat,
        )

    companion object {
        private const val METRES_PER_DEGREE = 111_195.0

        /** The nearest a sheet goes. */
        private const val MOST_PER_METRE_DP = 1.5

        /** The sheet on which all points fit, and the radius around the first. */
        fun around(points: List<Point>, radiusM: Double, width: Int, height: Int, margin: Int): Sheet {
            val (south, west) = points.minOf { it.lat } to points.minOf { it.lon }
            val (northmost, eastmost) = points.maxOf { it.lat } to points.maxOf { it.lon }
            val middle = Point((south + northmost) / 2, (west + eastmost) / 2)
            val east = (eastmost - west) * METRES_PER_DEGREE * cos(Math.toRadians(middle.lat))
            val north = (northmost - south) * METRES_PER_DEGREE
            val fits = min((width - 2 * margin) / max(east, 1.0), (height - 2 * margin) / max(north, 1.0))
            val whole = (height - margin) / (2 * max(radiusM, 1.0))
            return Sheet(middle, min(min(fits, whole), MOST_PER_METRE_DP * margin / 34.0), width, height)
        }
    }
}

/** The largest 1, 2 or 5 followed by noughts that is at most so much. */
internal fun roundBelow(most: Double): Double {
    val power = 10.0.pow(floor(log10(max(most, 1.0))))
    return (listOf(5, 2, 1).firstOrNull { it * power <= most } ?: 1) * power
}
