// What a phone tells, as flows that an app's screens follow.
//
// The core calls from a thread of its own; whoever follows a flow hears in a scope of theirs.
package yike.phone

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import yike.fieldunit.Notice
import yike.fieldunit.PhoneListener
import yike.fieldunit.Snapshot

/** A listener that hands on what it hears. */
public class PhoneNews : PhoneListener {
    private val told = Heard<Notice> { Notice.Missed(it.toULong()) }
    private val known = MutableStateFlow<Snapshot?>(null)

    /** Everything that happened, in its order, from the start; each is heard by one follower. */
    public val notices: Flow<Notice> = told.flow

    /** What the phone knows, the newest only; nothing before it was told first. */
    public val snapshot: StateFlow<Snapshot?> = known.asStateFlow()

    override fun onNotice(notice: Notice) {
        told.say(notice)
    }

    override fun onSnapshot(snapshot: Snapshot) {
        known.value = snapshot
    }
}
