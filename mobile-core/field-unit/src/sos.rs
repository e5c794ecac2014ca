//! The officer's call for help.
//!
//! It is open from the press until the hall ends it, whether the hall has heard of it or not. Nothing
//! on the phone ends it: whoever holds the phone then may not be its officer.

use std::time::Duration;

use domain::LatLon;
use protocol::{Entry, Told};

use crate::PhoneTime;
use crate::outbox::Outbox;

/// A place older than this says nothing of where the officer is.
const STILL_THERE: Duration = Duration::from_mins(5);

/// Whether a call for help is open, with where the phone was last.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sos {
    /// Whether the hall holds it open.
    confirmed: bool,
    /// Whether the officer was last told that it is open.
    shown: bool,
    last: Option<(PhoneTime, LatLon)>,
}

impl Sos {
    /// Takes note of where the phone is; it leaves the phone with a call for help only.
    pub(crate) fn was_at(&mut self, taken: PhoneTime, at: LatLon) {
        self.last = Some((taken, at));
    }

    /// Where the phone is, as far as is known.
    pub(crate) fn whereabouts(&self, now: PhoneTime) -> Option<LatLon> {
        let (taken, at) = self.last?;
        (taken.after(STILL_THERE) >= now).then_some(at)
    }

    /// The hall says whether it is open.
    pub(crate) fn confirm(&mut self, open: bool) {
        self.confirmed = open;
    }

    /// Whether it is open, as the officer sees it.
    pub(crate) const fn is_open(self) -> bool {
        self.shown
    }

    /// Works out whether it is open; whether the officer is to be told.
    pub(crate) fn moved(&mut self, waiting: &Outbox) -> bool {
        let open = self.confirmed || waiting.entries().any(is_call);
        std::mem::replace(&mut self.shown, open) != open
    }
}

/// Whether an entry calls for help.
pub(crate) fn is_call(entry: &Entry) -> bool {
    matches!(entry.told, Told::Sos { .. })
}
