// A leader who watches a unit on the hall's own page, in a real Chromium (`tests/browser/watch-unit.js`).
package yike.tests

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import org.json.JSONArray
import org.json.JSONObject
import java.util.concurrent.TimeUnit
import kotlin.math.abs

/** Longer than the program itself gives anything it waits for. */
private const val WATCHED_WITHIN_S = 240L

/** How long the program may take to close its browser once it is asked to. */
private const val ENDED_WITHIN_S = 10L

/** As far as a colour may be off, of 255: the clip does not say whose colours it has (BT.601), and a browser may take another's. */
private const val OFF_AT_MOST = 64

private const val LOOKS = 8
private const val EVERY_MS = 400

/** What was decoded by one moment, with the colours at the clip's points. */
class Look(val frames: Int, val colours: List<List<Int>>)

/** What a viewer saw of a unit. */
class Seen(private val said: JSONObject) {
    val codec: String? = said.optString("codec", null)
    val size: Pair<Int, Int> = said.getInt("width") to said.getInt("height")
    val looks: List<Look> = said.getJSONArray("looks").map { look ->
        look as JSONObject
        Look(look.getInt("frames"), look.getJSONArray("colours").map { (it as JSONArray).map { part -> part as Int } })
    }

    /** Whether every look shows the clip's bars, while the rainbow below them moves. */
    val isTheClip: Boolean
        get() = looks.isNotEmpty() && looks.all { it.showsTheBars() } && looks.any { it.colours.last().isFarFrom(looks[0].colours.last()) }

    override fun toString(): String = said.toString()
}

/** Has a leader watch a unit. */
suspend fun watch(officer: Officer): Seen {
    val leader = District.login("leader")
    val asked = JSONObject(
        mapOf(
            "url" to District.url, "name" to leader.getString("name"), "password" to leader.getString("password"), "unit" to officer.unit,
            "points" to (Clip.BARS.keys + Clip.RAINBOW).map { (x, y) -> listOf(x, y) }, "looks" to LOOKS, "everyMs" to EVERY_MS,
        ),
    )
    val program = ProcessBuilder("node", System.getProperty("yike.viewer")).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    try {
        program.outputStream.bufferedWriter().use { it.appendLine(asked.toString()) }
        // One line, for which the pipe has room.
        val ended = runInterruptible(Dispatchers.IO) { program.waitFor(WATCHED_WITHIN_S, TimeUnit.SECONDS) }
        if (!ended) throw AssertionError("the viewer did not come to an end")
        val line = program.inputStream.bufferedReader().readLine() ?: throw AssertionError("the viewer broke down; it says why above")
        return Seen(JSONObject(line))
    } finally {
        // Asked to end, it closes its browser first.
        program.destroy()
        if (!program.waitFor(ENDED_WITHIN_S, TimeUnit.SECONDS)) program.destroyForcibly()
    }
}

private fun Look.showsTheBars(): Boolean =
    colours.size > Clip.BARS.size && Clip.BARS.values.zip(colours).all { (wanted, shown) -> !shown.isFarFrom(wanted) }

private fun List<Int>.isFarFrom(other: List<Int>): Boolean = zip(other).any { (one, another) -> abs(one - another) > OFF_AT_MOST }
