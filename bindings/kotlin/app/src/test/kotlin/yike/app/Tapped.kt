// What the screens ask for in tests: taps that are written down, photos and sound notes of the test's own, a microphone that hears what it is told.
package yike.app

import android.view.View
import kotlinx.coroutines.MainScope
import org.robolectric.RuntimeEnvironment
import yike.fieldunit.PhoneFault
import yike.fieldunit.Place
import yike.fieldunit.TalkGroup
import yike.phone.FieldUnit
import yike.tests.mp4
import java.io.File
import java.io.IOException

/** How long every sound note lasts. */
const val SPOKEN_MS: Int = 12_000

/** A microphone that hears a note. */
internal class FakeMicrophone(var note: ByteArray? = mp4(), var level: Float = 0.6f) : Recording {
    var file: File? = null
    var ended = 0

    override fun loudness(): Float = level

    override fun end() {
        ended++
        file?.writeBytes(note ?: throw IOException("it holds nothing"))
    }
}

/** Taps that are written down. */
internal class Tapped(private val hasTiles: Boolean = true) : Taps {
    val heard = mutableListOf<String>()

    /** What the phone or the hall has, by its name. */
    val files = mutableMapOf<String, ByteArray>()

    /** What was asked for. */
    val asked = mutableListOf<String>()

    /** Whether the hall can be reached. */
    var online = true

    /** Whether the officer allows the microphone. */
    var microphone = true

    /** The microphone; none if another app has it. */
    var hears: FakeMicrophone? = FakeMicrophone()

    private val app = RuntimeEnvironment.getApplication()

    override val attachments = Attachments(MainScope(), app, { NOW }, { online }, ::bytes) { SPOKEN_MS }

    override val player = NotePlayer(MainScope(), app)

    override val recorder = NoteRecorder(MainScope(), File.createTempFile("note", ".m4a").apply { deleteOnExit() }) { file ->
        hears?.also { it.file = file } ?: throw IOException("another app has it")
    }

    private fun bytes(name: String): ByteArray {
        asked += name
        return files[name] ?: throw PhoneFault.NoAttachment("it is not on this phone")
    }

    override fun microphone(answer: (Boolean) -> Unit) = answer(microphone)

    override fun tap(what: suspend FieldUnit.() -> Unit) {
        heard += "tap"
    }

    override fun callForHelp() {
        heard += "help"
    }

    override fun live(on: Boolean) {
        heard += "live $on"
    }

    override fun talk(on: Boolean) {
        heard += "talk $on"
    }

    override fun openTalk(on: Boolean) {
        heard += "line $on"
    }

    override fun pressTalk(group: TalkGroup) {
        heard += "press $group"
    }

    override fun releaseTalk() {
        heard += "release"
    }

    override fun answerTalk(speaks: Boolean) {
        heard += "answer $speaks"
    }

    override fun hangUp() {
        heard += "hang up"
    }

    override fun otherCamera() {
        heard += "camera"
    }

    override fun navigate(place: Place) {
        heard += "navigate ${place.name}"
    }

    override fun dial(number: String) {
        heard += "dial $number"
    }

    override fun photo(wanted: PhotoFor) {
        heard += "photo for ${if (wanted.message) "a message" else "the report"}"
    }

    override fun read(order: String, messages: List<String>) {
        heard += "read $messages"
    }

    override fun check(order: String, item: String, done: Boolean) {
        heard += "check $item $done"
    }

    override fun allow(what: Missing) {
        heard += "allow $what"
    }

    override fun streets(box: Box, show: (Streets) -> Unit) {
        if (hasTiles) show(Streets.read(district, box))
    }

    override fun menu(key: View) {
        heard += "menu"
    }
}
