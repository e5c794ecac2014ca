//! Whether pictures come while they are to.
//!
//! An encoder can stop without a word: the connection stands, the key to talk works, and nobody at the phone notices that
//! the hall sees nothing. What is not asked for is not missed: while nobody needs the picture, the hall wants no layer, or the
//! network carries stills only. It leaves it to the app to start its encoders anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::time::interval;
use uplink::MOST_LAYERS;

use super::LiveEvent;
use crate::feed::Feed;

/// How long no picture may come: many times what a camera takes to start, or to turn to another one.
const SILENT_AFTER: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What is asked of the encoders, with when they last did it.
#[derive(Debug)]
pub(crate) struct Silence {
    asked: Mutex<Asked>,
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    /// Whether each layer is to be encoded; nothing as long as the hall has not said.
    layers: [Option<bool>; MOST_LAYERS],
    resting: bool,
    stills: bool,
    /// When a picture came last, or was asked for anew.
    since: Instant,
}

impl Silence {
    pub(crate) fn new() -> Self {
        Self {
            asked: Mutex::new(Asked {
                layers: [None; MOST_LAYERS],
                resting: false,
                stills: false,
                since: Instant::now(),
            }),
        }
    }

    /// A picture came.
    pub(super) fn broken(&self) {
        self.lock().since = Instant::now();
    }

    /// A layer is to be encoded, or not for the time being.
    pub(super) fn layer(&self, layer: usize, wanted: bool) {
        self.ask(|asked| {
            if let Some(known) = asked.layers.get_mut(layer) {
                *known = Some(wanted);
            }
        });
    }

    /// Nobody needs pictures for the time being, or somebody does again.
    pub(super) fn rest(&self, resting: bool) {
        self.ask(|asked| asked.resting = resting);
    }

    /// The network carries stills only, or pictures again.
    pub(super) fn stills(&self, on: bool) {
        self.ask(|asked| asked.stills = on);
    }

    fn ask(&self, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.lock();
        let before = asked.is_for_pictures();
        change(&mut asked);
        if !before && asked.is_for_pictures() {
            asked.since = Instant::now();
        }
    }

    /// Whether pictures are to come, and have not for so long.
    fn lasts(&self, now: Instant) -> bool {
        let asked = *self.lock();
        asked.is_for_pictures() && now.saturating_duration_since(asked.since) >= SILENT_AFTER
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Asked {
    fn is_for_pictures(&self) -> bool {
        let mut said = self.layers.iter().flatten().peekable();
        let is_wanted = said.peek().is_none() || said.any(|wanted| *wanted);
        is_wanted && !self.resting && !self.stills
    }
}

/// Tells of it, and of its end, as long as it is polled.
pub(super) async fn watch(silence: Arc<Silence>, events: Arc<Feed<LiveEvent>>) {
    let mut look = interval(LOOK_EVERY);
    let mut told = false;
    loop {
        look.tick().await;
        let silent = silence.lasts(Instant::now());
        if silent != std::mem::replace(&mut told, silent) {
            tracing::info!(silent, "the encoders hand in no picture, or do again");
            events.tell(LiveEvent::Silent { silent });
        }
    }
}

#[cfg(test)]
mod tests;
