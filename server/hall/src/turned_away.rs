//! What the doors to live media turn away, in the log.
//!
//! A stranger may send a million datagrams; each costs a look-up and a count, none a line. The counts are looked at now and
//! then: the first of a kind is told soon, what follows with its number, once a minute for each kind at most.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::watch;

use crate::flag::raised;
use crate::media_loop::{MediaCounters, MediaDoor};
use crate::state::Shared;

/// How often the counts are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often a kind is told of, at most.
const TELL_EVERY: Duration = Duration::from_mins(1);
/// From so many on, what is turned away is no accident: some datagrams come late whenever somebody leaves.
const FLOOD: u64 = 1_000;

/// Calls at WHIP and WHEP that were turned away; clones share the counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct TurnedAway(Arc<Calls>);

#[derive(Debug, Default)]
struct Calls {
    strangers: AtomicU64,
    others: AtomicU64,
}

/// The kinds, as the log names them, each with how many there were.
type Kinds = [(&'static str, u64); 7];

impl TurnedAway {
    /// The calls with their names and meanings.
    pub(crate) fn calls(&self) -> [(&'static str, &'static str, u64); 2] {
        [
            (
                "media_calls_of_strangers",
                "Calls of WHIP or WHEP by nobody who is signed in.",
                self.0.strangers.load(Ordering::Relaxed),
            ),
            (
                "media_calls_of_others",
                "Calls of WHIP or WHEP for a stream that is not the caller's.",
                self.0.others.load(Ordering::Relaxed),
            ),
        ]
    }

    fn kinds(&self, media: &MediaCounters) -> Kinds {
        let sfu = &media.forwarding;
        [
            (
                "calls of WHIP or WHEP by nobody who is signed in",
                self.0.strangers.load(Ordering::Relaxed),
            ),
            (
                "calls of WHIP or WHEP for a stream that is not the caller's",
                self.0.others.load(Ordering::Relaxed),
            ),
            ("offers that made no sense", sfu.offers_refused),
            ("datagrams of strangers", sfu.strangers_dropped),
            (
                "connectivity checks that failed authentication",
                sfu.checks_refused,
            ),
            ("datagrams of peers that made no sense", sfu.datagrams_refused),
            ("TCP connections beyond the most at a time", media.tcp_turned_away),
        ]
    }

    /// Tells the log of what is turned away, until the hall stops.
    pub(crate) async fn run(self, media: MediaDoor, mut stopping: watch::Receiver<bool>) {
        let mut telling = Telling::default();
        let mut look = tokio::time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = look.tick() => {}
                () = raised(&mut stopping) => return,
            }
            // A media loop that does not answer is told of elsewhere.
            let Ok(counted) = media.counters().await else {
                continue;
            };
            for (what, count) in telling.look(Instant::now(), self.kinds(&counted)) {
                if count < FLOOD {
                    tracing::info!(what, count, "live media turned something away");
                } else {
                    tracing::warn!(what, count, "live media turned much away");
                }
            }
        }
    }
}

/// Counts a call of WHIP or WHEP that is turned away.
pub(crate) async fn count(State(hall): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_media = path.starts_with("/whip") || path.starts_with("/whep");
    let response = next.run(request).await;
    let counted = match response.status() {
        StatusCode::UNAUTHORIZED => Some(&hall.turned_away.0.strangers),
        StatusCode::FORBIDDEN => Some(&hall.turned_away.0.others),
        _ => None,
    };
    if let Some(counted) = counted.filter(|_| is_media) {
        counted.fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// What has been told.
#[derive(Debug, Default)]
struct Telling([Told; 7]);

#[derive(Clone, Copy, Debug, Default)]
struct Told {
    count: u64,
    at: Option<Instant>,
}

impl Telling {
    /// What is to be told now: the kinds of which there are more, with how many more.
    fn look(&mut self, now: Instant, kinds: Kinds) -> Vec<(&'static str, u64)> {
        let mut news = Vec::new();
        for (told, (what, count)) in self.0.iter_mut().zip(kinds) {
            let more = count.saturating_sub(told.count);
            let rests = told
                .at
                .is_some_and(|at| now.saturating_duration_since(at) < TELL_EVERY);
            if more > 0 && !rests {
                news.push((what, more));
                *told = Told { count, at: Some(now) };
            }
        }
        news
    }
}

#[cfg(test)]
mod tests;
