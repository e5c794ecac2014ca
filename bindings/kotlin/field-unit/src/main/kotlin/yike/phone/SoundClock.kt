// When sound was taken, by the clock that pictures are taken by.
package yike.phone

import kotlin.math.abs

/**
 * Times pieces of sound by how many samples there were, which is even, and not by when they were read, which is not. Where samples
 * went missing, or the two clocks ran apart, it is set anew.
 *
 * @param rate samples a second.
 */
public class SoundClock(private val rate: Int) {
    private var nextUs: Long? = null

    /** When a piece of so many samples began, in microseconds of the clock that was read when the piece was. */
    public fun began(samples: Int, readAtUs: Long): Long {
        val length = samples * 1_000_000L / rate
        val byReading = readAtUs - length
        val byCount = nextUs
        val began = if (byCount == null || abs(byReading - byCount) > APART_US) byReading else byCount
        nextUs = began + length
        return began
    }

    private companion object {
        /** An ear and an eye do not notice less. */
        const val APART_US = 80_000L
    }
}
