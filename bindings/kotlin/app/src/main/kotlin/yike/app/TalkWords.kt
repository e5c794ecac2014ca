// What the line to talk is about at a moment, in the officer's words.
package yike.app

import android.content.Context
import yike.fieldunit.Order
import yike.fieldunit.OwnTalk
import yike.fieldunit.TalkEnd
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkState
import yike.fieldunit.Voice

/**
 * Who talks, or why nobody does, with its sign.
 *
 * @param order whose team is talked to.
 * @param hears whether there is a microphone.
 */
internal fun Context.said(state: TalkState, order: Order?, hears: Boolean): Pair<String, Sign> {
    val own = state.own
    return when {
        own == null -> getString(R.string.talk_off_net) to Sign.LATE
        own is OwnTalk.InCall -> call(own, state.out, hears)
        own is OwnTalk.Granted -> heard(own, order) to Sign.LIVE
        own is OwnTalk.Queued -> getString(R.string.talk_queued, group(own.group, order), own.place.toInt()) to Sign.WAITING
        state.heard.isNotEmpty() -> state.heard.joinToString(getString(R.string.talk_between)) { speaks(it, order) } to Sign.LIVE
        own is OwnTalk.Ended && own.why != TalkEnd.RELEASED -> ended(own) to Sign.SOON
        !state.sounds -> getString(R.string.talk_connecting) to Sign.WAITING
        !hears -> getString(R.string.talk_only_hears) to Sign.SOON
        else -> getString(R.string.talk_quiet) to Sign.OFF
    }
}

private fun Context.call(own: OwnTalk.InCall, out: Boolean, hears: Boolean): Pair<String, Sign> = when {
    out -> getString(R.string.talk_in_call, own.name) to Sign.LIVE
    hears -> getString(R.string.talk_called, own.name) to Sign.SOON
    else -> getString(R.string.talk_called_unheard, own.name) to Sign.SOON
}

private fun Context.heard(own: OwnTalk.Granted, order: Order?): String {
    // The officer's own group is the seats alone.
    if (own.group is TalkGroup.Unit) return getString(R.string.talk_heard_by_hall, own.seats.toInt())
    return getString(R.string.talk_heard_by, group(own.group, order), own.heardBy.toInt(), own.units.toInt(), own.seats.toInt())
}

private fun Context.speaks(voice: Voice, order: Order?): String {
    val group = voice.group ?: return getString(R.string.talk_with_you, voice.name)
    if (group is TalkGroup.Unit) return getString(R.string.talk_with_you, voice.name)
    return getString(R.string.talk_speaks, voice.name, group(group, order))
}

private fun Context.ended(own: OwnTalk.Ended): String {
    val why = getString(why(own.why))
    val by = own.by ?: return why
    return getString(R.string.talk_ended_by, why, by)
}

private fun Context.group(group: TalkGroup, order: Order?): String = when (group) {
    is TalkGroup.Unit -> getString(R.string.talk_hall)
    is TalkGroup.Team -> order?.takeIf { it.id == group.order }?.place?.name?.ifEmpty { null }?.let { getString(R.string.talk_team_of, it) } ?: getString(R.string.talk_team)
    is TalkGroup.Town -> getString(R.string.talk_town)
    is TalkGroup.All -> getString(R.string.talk_all)
}

private fun why(end: TalkEnd): Int = when (end) {
    TalkEnd.RELEASED -> R.string.talk_released
    TalkEnd.PREEMPTED -> R.string.talk_preempted
    TalkEnd.SILENT -> R.string.talk_silent
    TalkEnd.TOO_LONG -> R.string.talk_too_long
    TalkEnd.WAITED_TOO_LONG -> R.string.talk_waited_too_long
    TalkEnd.QUEUE_FULL -> R.string.talk_queue_full
    TalkEnd.IN_CALL -> R.string.talk_busy
    TalkEnd.LOST -> R.string.talk_lost
    TalkEnd.NO_SOUND -> R.string.talk_no_sound
    TalkEnd.NOT_ALLOWED -> R.string.talk_not_allowed
    TalkEnd.NOBODY_THERE -> R.string.talk_nobody_there
    TalkEnd.UNKNOWN -> R.string.talk_ended
}
