// Talk with the hall, the team and the town: one line that is out of the way, one key under the thumb.
package yike.app

import android.annotation.SuppressLint
import android.app.AlertDialog
import android.content.Context
import android.view.MotionEvent
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import yike.fieldunit.Order
import yike.fieldunit.OwnTalk
import yike.fieldunit.Snapshot
import yike.fieldunit.TalkEnd
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkState
import yike.fieldunit.Voice

/** The keys to talk, with who talks. */
internal class TalkBar(context: Context, private val taps: Taps) : LinearLayout(context) {
    private var chosen = Whom.HALL
    private var groups: Map<Whom, TalkGroup> = emptyMap()
    private var place = ""
    private val said = context.label(15f).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE }
    private val open = context.key(R.string.talk_open) { taps.openTalk(true) }.apply { sign(Sign.TALK) }
    private val close = context.bareKey().apply {
        signAlone(Sign.DISCARD)
        minimumWidth = context.px(52)
        contentDescription = context.getString(R.string.talk_close)
        setOnClickListener { taps.openTalk(false) }
    }
    private val whom = context.bareKey().apply {
        textSize = 15f
        setOnClickListener { choose() }
    }
    private val talk = context.bareKey(KeyLook.LIVE)
    private val answer = context.key(R.string.talk_answer, KeyLook.PRIMARY) { taps.answerTalk(!it.isActivated) }
    private val hangUp = context.key(R.string.talk_hang_up) { taps.hangUp() }

    /** Whom the officer talks to. */
    private enum class Whom(val words: Int) { HALL(R.string.talk_hall), TEAM(R.string.talk_team), TOWN(R.string.talk_town) }

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.PANEL)
        val edge = context.px(12)
        setPadding(edge, context.px(8), edge, 0)
        hold(talk)
        close.layoutParams = LayoutParams(context.px(52), LayoutParams.MATCH_PARENT)
        for ((key, share) in listOf(whom to 1f, talk to 2f, answer to 1f, hangUp to 1f)) key.layoutParams = LayoutParams(0, LayoutParams.MATCH_PARENT, share)
        open.layoutParams = LayoutParams(0, LayoutParams.MATCH_PARENT, 1f)
        val keys = context.row(10, open, close, whom, talk, answer, hangUp)
        addView(context.column(6, said, keys), LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
    }

    /** Shows it, beside the order that is at hand if there is one. */
    fun show(seen: Seen, order: Order?) {
        val (state, known) = seen.known.talk to seen.known
        shown(known.onDuty && (known.online || state.open))
        groups = groupsOf(known, order)
        place = order?.place?.name.orEmpty()
        if (chosen !in groups) chosen = Whom.HALL
        val inCall = state.own is OwnTalk.InCall
        open.shown(!state.open)
        close.shown(state.open)
        whom.shown(state.open && !inCall && groups.size > 1)
        whom.setText(chosen.words)
        whom.contentDescription = context.getString(R.string.talk_whom, context.getString(chosen.words))
        talk.shown(state.open && !inCall)
        answer.shown(state.open && inCall)
        hangUp.shown(state.open && inCall)
        showTalk(state, seen)
        answer.isActivated = state.out
        answer.setText(if (state.out) R.string.talk_mute else R.string.talk_answer)
        val (words, sign) = words(state, seen)
        said.shown(state.open)
        said.text = words
        said.sign(sign)
    }

    private fun showTalk(state: TalkState, seen: Seen) {
        val has = state.own is OwnTalk.Granted
        talk.isEnabled = state.sounds && seen.talkHears
        talk.isActivated = state.out || state.own is OwnTalk.Queued
        talk.setText(if (has) R.string.talk_granted else R.string.talk_hold)
        talk.sign(if (has) Sign.TALKING else Sign.TALK)
        talk.wear(if (has) KeyLook.PRIMARY else KeyLook.LIVE)
    }

    private fun groupsOf(known: Snapshot, order: Order?): Map<Whom, TalkGroup> = buildMap {
        val unit = known.unit ?: return@buildMap
        put(Whom.HALL, TalkGroup.Unit(unit.id))
        if (order != null && !order.rings) put(Whom.TEAM, TalkGroup.Team(order.id))
        if (unit.town.isNotEmpty()) put(Whom.TOWN, TalkGroup.Town(unit.town))
    }

    private fun words(state: TalkState, seen: Seen): Pair<String, Sign> {
        val own = state.own
        return when {
            own == null -> context.getString(R.string.talk_off_net) to Sign.LATE
            own is OwnTalk.InCall -> context.getString(R.string.talk_in_call, own.name) to Sign.LIVE
            own is OwnTalk.Granted -> context.getString(R.string.talk_heard_by, name(own.group), own.heardBy.toInt(), own.units.toInt(), own.seats.toInt()) to Sign.LIVE
            own is OwnTalk.Queued -> context.getString(R.string.talk_queued, name(own.group), own.place.toInt()) to Sign.WAITING
            state.heard.isNotEmpty() -> state.heard.joinToString { speaks(it) } to Sign.LIVE
            own is OwnTalk.Ended -> ended(own) to Sign.SOON
            !state.sounds -> context.getString(R.string.talk_connecting) to Sign.WAITING
            !seen.talkHears -> context.getString(R.string.talk_only_hears) to Sign.SOON
            else -> context.getString(R.string.talk_quiet) to Sign.OFF
        }
    }

    private fun speaks(voice: Voice): String {
        val group = voice.group ?: return context.getString(R.string.talk_with_you, voice.name)
        return context.getString(R.string.talk_speaks, voice.name, name(group))
    }

    private fun ended(own: OwnTalk.Ended): String {
        val why = context.getString(why(own.why))
        val by = own.by ?: return why
        return context.getString(R.string.talk_ended_by, why, by)
    }

    private fun name(group: TalkGroup): String = when (group) {
        is TalkGroup.Unit -> context.getString(R.string.talk_hall)
        is TalkGroup.Team -> place.ifEmpty { context.getString(R.string.talk_team) }
        is TalkGroup.Town -> context.getString(R.string.talk_town)
        is TalkGroup.All -> context.getString(R.string.talk_all)
    }

    private fun choose() {
        val all = groups.keys.toList()
        val names = all.map { context.getString(it.words) }.toTypedArray()
        AlertDialog.Builder(context).setTitle(R.string.talk_to).setItems(names) { _, at ->
            chosen = all[at]
            whom.setText(chosen.words)
        }.show()
    }

    private fun press() {
        groups[chosen]?.let(taps::pressTalk)
    }

    // It answers fingers by being held; a screen reader's click toggles it.
    @SuppressLint("ClickableViewAccessibility")
    private fun hold(talk: Button) {
        talk.setOnClickListener { if (talk.isActivated) taps.releaseTalk() else press() }
        talk.setOnTouchListener { key, event ->
            when (event.actionMasked) {
                MotionEvent.ACTION_DOWN -> if (key.isEnabled) press()
                MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> taps.releaseTalk()
            }
            key.isPressed = event.actionMasked == MotionEvent.ACTION_DOWN || event.actionMasked == MotionEvent.ACTION_MOVE
            true
        }
        // A key that goes from the screen while it is held is let go of.
        talk.addOnAttachStateChangeListener(object : View.OnAttachStateChangeListener {
            override fun onViewAttachedToWindow(view: View): Unit = Unit

            override fun onViewDetachedFromWindow(view: View): Unit = if (talk.isPressed) taps.releaseTalk() else Unit
        })
    }
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
