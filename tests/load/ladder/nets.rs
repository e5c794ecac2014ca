//! What carries notices between hall and phones, with what gets lost on the way.
//!
//! How much and how slowly is assumed but for the pushes, which are given, and the same as in the figure of `dispatch`'s
//! ladder, which says where each is from.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use protocol::api::{NoticeReport, NoticeStatus};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tests::pushes::{Browser, Push};
use tests::telling_hall::SECRET;
use tokio::sync::mpsc::UnboundedReceiver;
use yike::gateways::{Message, Taken};

/// The share of short messages that get lost or come too late to count.
const MESSAGES_LOST: f64 = 1.0 - (1.0 - 0.051) * (1.0 - 0.25);
/// The share of calls that do not make the phone ring.
const CALLS_LOST: f64 = 0.08;
/// Milliseconds that each takes.
const PUSH_MS: Range<u64> = 300..2_500;
const MESSAGE_MS: Range<u64> = 2_000..10_000;
const CALL_MS: Range<u64> = 2_000..6_000;

/// A way to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Way {
    /// The line that the app holds.
    Line,
    /// Pushes.
    Push,
    /// Short messages.
    Sms,
    /// Calls.
    Call,
}

impl Way {
    pub(super) const ALL: [Self; 4] = [Self::Line, Self::Push, Self::Sms, Self::Call];
}

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Call => "call",
        })
    }
}

/// The nets, with their chance.
pub(super) struct Nets {
    hall: String,
    pushes_lost: f64,
    asleep: f64,
    chance: Mutex<ChaCha8Rng>,
    dead: Mutex<Option<Way>>,
    http: reqwest::Client,
}

impl Nets {
    pub(super) fn new(hall: String, pushes_lost: f64, asleep: f64, seed: u64) -> Self {
        Self {
            hall,
            pushes_lost,
            asleep,
            chance: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            dead: Mutex::new(None),
            http: reqwest::Client::new(),
        }
    }

    /// From now on this way is dead, and no other; it says nothing of that.
    pub(super) fn kill(&self, way: Way) {
        *self.dead.lock().unwrap_or_else(PoisonError::into_inner) = Some(way);
    }

    /// Whether the app is awake when the next order comes.
    pub(super) fn is_awake(&self) -> bool {
        !self.loses(Way::Line, self.asleep)
    }

    /// Carries pushes to the pages' workers, which show them and say so.
    pub(super) fn carry_pushes(
        self: &Arc<Self>,
        mut pushes: UnboundedReceiver<Push>,
        browsers: Vec<Arc<Browser>>,
    ) {
        let nets = Arc::clone(self);
        let browsers: HashMap<String, Arc<Browser>> = browsers
            .into_iter()
            .map(|browser| (browser.name().to_owned(), browser))
            .collect();
        tokio::spawn(async move {
            while let Some(push) = pushes.recv().await {
                if let Some(browser) = browsers.get(&push.browser)
                    && !nets.loses(Way::Push, nets.pushes_lost)
                {
                    let reference = browser.read(&push).reference;
                    nets.report_after(PUSH_MS, reference, NoticeStatus::Shown);
                }
            }
        });
    }

    /// Carries short messages and calls, whose gateways say what became of them.
    pub(super) fn carry_messages(self: &Arc<Self>, mut taken: UnboundedReceiver<Taken>) {
        let nets = Arc::clone(self);
        tokio::spawn(async move {
            while let Some(taken) = taken.recv().await {
                match taken {
                    Taken::Sms(Message { reference, .. }) if !nets.loses(Way::Sms, MESSAGES_LOST) => {
                        nets.report_after(MESSAGE_MS, reference, NoticeStatus::Delivered);
                    }
                    Taken::Call(Message { reference, .. }) if !nets.loses(Way::Call, CALLS_LOST) => {
                        nets.report_after(CALL_MS, reference, NoticeStatus::Ringing);
                    }
                    Taken::Sms(_) | Taken::Call(_) => {}
                }
            }
        });
    }

    fn loses(&self, way: Way, share: f64) -> bool {
        let lost = self.chance().random_bool(share);
        lost || *self.dead.lock().unwrap_or_else(PoisonError::into_inner) == Some(way)
    }

    fn chance(&self) -> std::sync::MutexGuard<'_, ChaCha8Rng> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report_after(self: &Arc<Self>, millis: Range<u64>, reference: String, status: NoticeStatus) {
        let after = Duration::from_millis(self.chance().random_range(millis));
        let nets = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let report = nets
                .http
                .post(format!("{}/api/notices/{reference}", nets.hall))
                .bearer_auth(SECRET)
                .json(&NoticeReport { status });
            // An answer of a hall that has the order closed is none of the net's business; one that is lost counts as lost.
            let _ = report.send().await;
        });
    }
}
