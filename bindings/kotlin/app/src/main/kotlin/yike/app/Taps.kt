// What an officer can tap; what comes of it is the core's to say.
package yike.app

import android.view.View
import yike.fieldunit.Place
import yike.fieldunit.TalkGroup
import yike.phone.FieldUnit

/** What the screens' keys do. */
internal interface Taps {
    /** Does something with the phone; a fault is shown. */
    fun tap(what: suspend FieldUnit.() -> Unit)

    /** Calls for help, and switches the camera on. */
    fun callForHelp()

    /** Switches the camera on or off. */
    fun live(on: Boolean)

    /** Has the hall hear the officer, or not. */
    fun talk(on: Boolean)

    /** Opens the line to talk, or closes it. */
    fun openTalk(on: Boolean)

    /** Presses to talk to a group. */
    fun pressTalk(group: TalkGroup)

    /** Lets go. */
    fun releaseTalk()

    /** Speaks too in a call, or no more. */
    fun answerTalk(speaks: Boolean)

    /** Ends a call. */
    fun hangUp()

    /** Turns to the phone's other camera. */
    fun otherCamera()

    /** Hands a place over to a navigation of the officer's choice. */
    fun navigate(place: Place)

    /** Has the phone's dialler ready to call a number. */
    fun dial(number: String)

    /** Takes a photo or a clip, or chooses one. */
    fun photo(wanted: PhotoFor)

    /** Says whether the microphone may be used, once the officer was asked if there was need to. */
    fun microphone(answer: (Boolean) -> Unit)

    /** What goes with messages. */
    val attachments: Attachments

    /** Plays sound notes. */
    val player: NotePlayer

    /** Records sound notes. */
    val recorder: NoteRecorder

    /** The officer has seen messages of an order, by their identities. */
    fun read(order: String, messages: List<String>)

    /** The officer ticks an item of an order's checklist, or takes the tick back. */
    fun check(order: String, item: String, done: Boolean)

    /** Asks for what the app is not allowed. */
    fun allow(what: Missing)

    /** Reads the streets of a part of the earth, and shows them if there are any. */
    fun streets(box: Box, show: (Streets) -> Unit)

    /** Opens the menu below its key. */
    fun menu(key: View)
}

/** What the officer has yet to allow. */
internal enum class Missing(val words: Int) {
    LOCATION(R.string.allow_location),
    NOTIFICATIONS(R.string.allow_notifications),
    RUNNING(R.string.allow_running),
}
