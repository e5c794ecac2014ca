// How loud sound is, by which the hall tells a voice from silence.
package yike.phone

import kotlin.math.log10
import kotlin.math.roundToInt
import kotlin.math.sqrt

/** How many decibels below the loudest there is, 0 to 127, samples of 16 bits are; 127 for silence (RFC 6464). */
public fun soundLevel(samples: ShortArray, count: Int = samples.size): UByte {
    var squares = 0.0
    for (at in 0 until count) squares += samples[at].toDouble() * samples[at]
    if (squares == 0.0) return 127u
    val loud = sqrt(squares / count) / FULL_SCALE
    return (-20 * log10(loud)).roundToInt().coerceIn(0, 127).toUByte()
}

private const val FULL_SCALE = 32768.0
