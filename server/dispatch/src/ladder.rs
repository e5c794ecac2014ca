//! The ladder by which an officer is told of an offer.
//!
//! The offer goes out on the line that the app holds. But a phone in a pocket may have lost that line, its
//! system may have put the app to sleep, and a push is but a promise of somebody else's. So notices follow
//! by one [`Channel`] after the other, the quietest first, until something says that the phone rang. Each
//! kind of order climbs at its own pace. What was given is read off the offer itself, so that a ladder
//! goes on after a restart where it stood; giving notices is [`crate::notices`]'.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::Timestamp;
use domain::order::{Assignment, AssignmentState, Channel, Notice, NoticeOutcome, OrderKind};

mod pace;

/// The next notice to give of an offer, with when it is due; none once the phone has it or has rung, and none
/// if every way was tried.
///
/// `line` is whether the phone answers on its own line, `ways` by what else the officer can be told now. A way
/// that is not there is passed over at once: nobody waits for what cannot come.
pub(crate) fn next(
    kind: OrderKind,
    offer: &Assignment,
    line: bool,
    ways: &BTreeSet<Channel>,
) -> Option<(Timestamp, Channel)> {
    if offer.state != AssignmentState::Offered || offer.rang() {
        return None;
    }
    let gone = |channel: Channel| {
        let mut heard = offer.notices.iter().filter(|notice| notice.channel == channel);
        heard.any(|notice| {
            notice
                .heard
                .is_some_and(|heard| heard.outcome == NoticeOutcome::Gone)
        })
    };
    let pace = pace::of(kind);
    let first = if line {
        offer.offered_at.after(pace.line)
    } else {
        offer.offered_at
    };
    let mut last: Option<(&Notice, Duration)> = None;
    let mut given = offer.notices.iter().peekable();
    for &(channel, wait) in pace.rungs {
        if let Some(notice) = given.next_if(|notice| notice.channel == channel) {
            last = Some((notice, wait));
        } else if given.peek().is_none() && ways.contains(&channel) && !gone(channel) {
            return Some((
                last.map_or(first, |(notice, wait)| due(notice, wait, channel)),
                channel,
            ));
        }
    }
    None
}

/// When what comes after a notice is due, by `next`.
///
/// What is known to have failed is not waited out, unless it is tried in the same way again: a net that is away for
/// some seconds would use the whole ladder up.
fn due(notice: &Notice, wait: Duration, next: Channel) -> Timestamp {
    let waited = notice.at.after(wait);
    match notice.heard {
        Some(heard) if notice.channel != next => heard.at.min(waited),
        _ => waited,
    }
}

#[cfg(test)]
mod tests;
