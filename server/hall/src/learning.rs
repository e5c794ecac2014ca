//! How fast the units get along, learnt from their own trails.
//!
//! Every few minutes the trails of whoever drove to a scene are looked at. What they show is kept, so that a
//! restart loses nothing and counts nothing twice, and the roads are given other speeds once they differ enough to
//! matter. Trails that come in late, from a phone that had no net, are not looked at again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::roads::{RoadNetwork, Speeds};
use domain::{Fix, Role, Timestamp, TravelMode, UnitId};
use tokio::sync::watch;

use self::drives::{Stretch, drives, stretches};
use crate::clock;
use crate::feed::Feed;
use crate::flag::raised;
use crate::roads::Roads;
use crate::store::{Learnt, Store, StoreError};

mod drives;

/// How often trails are looked at, and how much of them at a time.
const LOOK_EVERY: Duration = Duration::from_mins(5);

/// Phones send what they measured within this time, unless they have no net.
const LATE: Duration = Duration::from_mins(2);

/// Two fixes further apart are not compared.
const LONGEST: Duration = Duration::from_mins(2);

/// Trails older than this are not gone back to: the orders that tell who drove are at hand for a day.
const OLDEST: Duration = Duration::from_hours(24);

/// The roads are given other speeds once one of these differs by this share: those who are under way then are
/// foreseen as if they had just set off, so it is not done for nothing.
const MATTERS: f64 = 0.05;

/// How far the learning has come, for whoever asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<Mutex<(u64, Option<Timestamp>)>>);

/// Learns from the trails.
#[derive(Debug)]
pub(crate) struct Learning {
    store: Store,
    feed: Feed,
    roads: Roads,
    progress: Progress,
    speeds: watch::Sender<Speeds>,
}

impl Progress {
    /// How many stretches of trail have shown something, and up to when trails were looked at.
    pub(crate) fn now(&self) -> (u64, Option<Timestamp>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, learnt: &Learnt) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (learnt.sightings, Some(learnt.to));
    }
}

impl Learning {
    /// With the line on which the roads hear of other speeds.
    pub(crate) fn new(store: Store, feed: Feed, roads: Roads) -> (Self, watch::Receiver<Speeds>) {
        let (speeds, hears) = watch::channel(Speeds::default());
        let progress = Progress::default();
        let learning = Self {
            store,
            feed,
            roads,
            progress,
            speeds,
        };
        (learning, hears)
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Tells the roads what was learnt before a restart, so that they are not made with other speeds first, however
    /// much there is to catch up with.
    pub(crate) async fn recall(&self, now: Timestamp) {
        match self.store.learnt().await {
            Ok(Some(learnt)) => self.tell(&learnt, now),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = %error, "what was learnt of the roads cannot be read; it is tried again");
            }
        }
    }

    /// Learns until the hall stops, whenever there are roads.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut look = tokio::time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = look.tick() => {}
                () = raised(&mut stopping) => return,
            }
            if self.roads.now().is_none() {
                continue;
            }
            if let Err(error) = self.learn(clock::now()).await {
                tracing::warn!(error = %error, "the trails cannot be learnt from; it is tried again");
            }
        }
    }

    /// Takes in the trails that came since the last time, and tells the roads.
    async fn learn(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut learnt = self.store.learnt().await?.unwrap_or_else(|| Learnt {
            to: now.before(OLDEST),
            sightings: 0,
            speeds: Box::default(),
        });
        learnt.to = learnt.to.max(now.before(OLDEST));
        let end = now.before(LATE);
        while learnt.to < end {
            let to = learnt.to.after(LOOK_EVERY).min(end);
            let driven = self.driven(learnt.to, to, now).await?;
            let is_worth_keeping = !driven.is_empty() || to == end;
            learnt = self.take_in(learnt, to, driven).await;
            if is_worth_keeping {
                self.store.keep_learnt(&learnt).await?;
            }
        }
        self.tell(&learnt, now);
        Ok(())
    }

    /// What units drove after `from` and before `to`, by what.
    async fn driven(
        &self,
        from: Timestamp,
        to: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<(TravelMode, Stretch)>, StoreError> {
        let mut trails: BTreeMap<UnitId, Vec<Fix>> = BTreeMap::new();
        for (unit, fix) in self.store.fixes_between(from.before(LONGEST), to).await? {
            trails.entry(unit).or_default().push(fix);
        }
        let under_way = drives(&self.feed.orders(now, Role::Administrator), now);
        let mut driven = Vec::new();
        for (unit, fixes) in trails {
            if let (Some(drives), Some(known)) =
                (under_way.get(&unit), self.feed.unit(Role::Administrator, unit))
            {
                let stretches = stretches(drives, &fixes, from);
                driven.extend(stretches.into_iter().map(|stretch| (known.mode, stretch)));
            }
        }
        Ok(driven)
    }

    /// Holds what was driven against the roads, away from the loops.
    async fn take_in(&self, learnt: Learnt, to: Timestamp, driven: Vec<(TravelMode, Stretch)>) -> Learnt {
        let passed_over = Learnt { to, ..learnt.clone() };
        let Some(network) = self.roads.now().filter(|_| !driven.is_empty()) else {
            return passed_over;
        };
        let taken_in =
            tokio::task::spawn_blocking(move || observe(&network, Learnt { to, ..learnt }, &driven));
        taken_in.await.unwrap_or_else(|error| {
            tracing::error!(error = %error, "a trail cannot be learnt from; it is passed over");
            passed_over
        })
    }

    /// Tells the roads, if it matters to them.
    fn tell(&self, learnt: &Learnt, now: Timestamp) {
        self.progress.set(learnt);
        let speeds = learnt.speeds.speeds(hour(now));
        let tells = speeds.difference(&self.speeds.borrow()) >= MATTERS;
        if tells {
            tracing::info!(
                sightings = learnt.sightings,
                "the roads are given the speeds that trails have shown"
            );
            self.speeds.send_replace(speeds);
        }
    }
}

fn observe(network: &RoadNetwork, mut learnt: Learnt, driven: &[(TravelMode, Stretch)]) -> Learnt {
    for (mode, stretch) in driven {
        let Stretch {
            from,
            to,
            seconds,
            at,
        } = *stretch;
        if learnt.speeds.observe(network, *mode, hour(at), from, to, seconds) {
            learnt.sightings = learnt.sightings.saturating_add(1);
        }
    }
    learnt
}

/// The hour of the day; of which clock does not matter, so long as it is always the same.
fn hour(at: Timestamp) -> u8 {
    u8::try_from(at.as_millis() / 3_600_000 % 24).unwrap_or(0)
}

#[cfg(test)]
mod tests;
