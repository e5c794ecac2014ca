// How far and which way, as the crow flies.
package yike.app

import android.content.Context
import kotlin.math.asin
import kotlin.math.atan2
import kotlin.math.cos
import kotlin.math.min
import kotlin.math.pow
import kotlin.math.roundToInt
import kotlin.math.sin
import kotlin.math.sqrt

/** A point in WGS-84 degrees. */
internal data class Point(val lat: Double, val lon: Double)

/** Metres from one point to another along a great circle (haversine formula). */
internal fun distanceM(from: Point, to: Point): Double {
    val chord = half(to.lat - from.lat) + cos(Math.toRadians(from.lat)) * cos(Math.toRadians(to.lat)) * half(to.lon - from.lon)
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))
}

/** Degrees clockwise from north in which one point lies from another. */
internal fun bearingDeg(from: Point, to: Point): Double {
    val (phi1, phi2) = Math.toRadians(from.lat) to Math.toRadians(to.lat)
    val lambda = Math.toRadians(to.lon - from.lon)
    val angle = atan2(sin(lambda) * cos(phi2), cos(phi1) * sin(phi2) - sin(phi1) * cos(phi2) * cos(lambda))
    return (Math.toDegrees(angle) + 360) % 360
}

/** The wind nearest to a bearing, in words. */
internal fun Context.wind(degrees: Double): String = resources.getStringArray(R.array.winds)[(degrees / 45).roundToInt() % 8]

/** How far, coarsely, in words. */
internal fun Context.distance(metres: Double): String =
    if (metres < 995) getString(R.string.metres, (metres / 10).roundToInt() * 10) else getString(R.string.kilometres, metres / 1000)

/** The mean radius of the earth (IUGG). */
private const val EARTH_M = 6_371_008.8

private fun half(degrees: Double): Double = sin(Math.toRadians(degrees) / 2).pow(2)
