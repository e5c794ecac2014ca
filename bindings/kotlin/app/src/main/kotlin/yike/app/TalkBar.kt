// Talk with the hall, the team and the town: one line that is out of the way, one key under the thumb.
package yike.app

import android.app.AlertDialog
import android.content.Context
import android.view.View
import android.widget.LinearLayout
import yike.fieldunit.Order
import yike.fieldunit.OwnTalk
import yike.fieldunit.Snapshot
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkState

/** The keys to talk, with who talks. */
internal class TalkBar(context: Context, private val taps: Taps) : LinearLayout(context) {
    private var chosen = Whom.HALL
    private var groups: Map<Whom, TalkGroup> = emptyMap()
    private var wanted = false
    private var covered = false
    private var look: KeyLook? = null
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
    private val talk = HoldKey(context, { groups[chosen]?.let(taps::pressTalk) }, taps::releaseTalk)
    private val answer = context.key(R.string.talk_answer, KeyLook.PRIMARY) { taps.answerTalk(!it.isActivated) }
    private val hangUp = context.key(R.string.talk_hang_up) { taps.hangUp() }

    /** Whom the officer talks to. */
    private enum class Whom(val words: Int) { HALL(R.string.talk_hall), TEAM(R.string.talk_team), TOWN(R.string.talk_town) }

    init {
        orientation = VERTICAL
        setBackgroundColor(Colour.PANEL)
        val edge = context.px(12)
        setPadding(edge, context.px(8), edge, 0)
        close.layoutParams = LayoutParams(context.px(52), LayoutParams.MATCH_PARENT)
        for ((key, share) in listOf(whom to 1f, talk to 2f, answer to 1f, hangUp to 1f)) key.layoutParams = LayoutParams(0, LayoutParams.MATCH_PARENT, share)
        open.layoutParams = LayoutParams(0, LayoutParams.MATCH_PARENT, 1f)
        val keys = context.row(10, open, close, whom, talk, answer, hangUp)
        addView(context.column(6, said, keys), LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
    }

    /** Shows it, beside the order that is at hand if there is one. */
    fun show(seen: Seen, order: Order?) {
        val (state, known) = seen.known.talk to seen.known
        // What rings is answered first.
        wanted = known.onDuty && (state.open || known.online && order?.rings != true)
        groups = groupsOf(known, order)
        val busyWith = (state.own as? OwnTalk.Granted)?.group ?: (state.own as? OwnTalk.Queued)?.group
        chosen = groups.entries.firstOrNull { it.value == busyWith }?.key ?: chosen.takeIf { it in groups } ?: Whom.HALL
        val inCall = state.own is OwnTalk.InCall
        open.shown(!state.open)
        close.shown(state.open)
        whom.shown(state.open && !inCall && groups.size > 1)
        whom.isEnabled = busyWith == null
        whom.setText(chosen.words)
        whom.contentDescription = context.getString(R.string.talk_whom, context.getString(chosen.words))
        talk.shown(state.open && !inCall)
        answer.shown(state.open && inCall)
        hangUp.shown(state.open && inCall)
        showTalk(state, seen)
        answer.isEnabled = seen.talkHears
        answer.isActivated = state.out
        answer.setText(if (state.out) R.string.talk_mute else R.string.talk_answer)
        val (words, sign) = context.said(state, order, seen.talkHears)
        said.shown(state.open)
        if (said.text.toString() != words) said.text = words
        said.sign(sign)
        place()
    }

    /** Is out of sight while something else has the screen. */
    fun cover(on: Boolean) {
        covered = on
        place()
    }

    /** Lets go of the key, whoever holds it. */
    fun letGo(): Unit = talk.letGo()

    override fun onWindowFocusChanged(has: Boolean) {
        super.onWindowFocusChanged(has)
        if (!has) letGo()
    }

    private fun place() {
        shown(wanted && !covered)
        if (!wanted || covered || talk.visibility != VISIBLE || !talk.isEnabled) letGo()
    }

    private fun showTalk(state: TalkState, seen: Seen) {
        val has = state.own is OwnTalk.Granted
        talk.isEnabled = state.sounds && seen.talkHears
        talk.isActivated = state.out || state.own is OwnTalk.Queued
        val wear = if (has) KeyLook.PRIMARY else KeyLook.LIVE
        if (wear == look) return
        look = wear
        talk.setText(if (has) R.string.talk_granted else R.string.talk_hold)
        talk.sign(if (has) Sign.TALKING else Sign.TALK)
        talk.wear(wear)
    }

    private fun groupsOf(known: Snapshot, order: Order?): Map<Whom, TalkGroup> = buildMap {
        val unit = known.unit ?: return@buildMap
        put(Whom.HALL, TalkGroup.Unit(unit.id))
        if (order != null && !order.rings) put(Whom.TEAM, TalkGroup.Team(order.id))
        if (unit.town.isNotEmpty()) put(Whom.TOWN, TalkGroup.Town(unit.town))
    }

    private fun choose() {
        val all = groups.keys.toList()
        val names = all.map { context.getString(it.words) }.toTypedArray()
        AlertDialog.Builder(context).setTitle(R.string.talk_to).setItems(names) { _, at ->
            chosen = all[at]
            whom.setText(chosen.words)
        }.show()
    }
}
