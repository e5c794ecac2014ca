//! A call whose other end has gone: the caller must not go on talking to nobody.

use std::time::Duration;

use protocol::TalkEnd;

use super::talk_loop::TalkLoop;

/// How long a phone or a desk that is called may be away, as when it changes networks.
const AWAY_FOR: Duration = Duration::from_secs(3);

impl TalkLoop {
    /// Ends the calls that nobody has heard for a while, and says so to whoever called.
    pub(super) fn end_deserted_calls(&mut self) {
        let now = self.last;
        let calls = self.calls.iter();
        let unheard = calls.filter(|(_, with)| self.ears_of(**with).is_empty());
        let unheard: Vec<_> = unheard.map(|(talker, _)| *talker).collect();
        self.deserted.retain(|talker, _| unheard.contains(talker));
        for talker in unheard {
            let since = *self.deserted.entry(talker).or_insert(now);
            if now.since(since) >= AWAY_FOR {
                self.refuse(talker.0, TalkEnd::NobodyThere);
            }
        }
    }
}
