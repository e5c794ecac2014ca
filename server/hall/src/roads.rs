//! The district's roads as they are at this moment.
//!
//! When a road is closed or opened, or roads turn out to be faster or slower, another network is made beside the one
//! in use, away from the loops, and put in its place once it is ready: nobody waits for it.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use dispatch::Travel;
use domain::{RoadClosure, Role, TravelMode};
use roads::{ClosedPlace, Closure, RoadNetwork, Speeds};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinError;

use crate::desk::{Desk, Letter};
use crate::feed::{Feed, Shown};
use crate::flag::raised;

/// The network in use; none if the hall was given no map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roads(Arc<RwLock<Option<RoadNetwork>>>);

impl Roads {
    pub(crate) fn new(network: Option<RoadNetwork>) -> Self {
        Self(Arc::new(RwLock::new(network)))
    }

    /// The roads as they are now, for as long as the caller likes.
    pub(crate) fn now(&self) -> Option<RoadNetwork> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same, leaving nobody any.
    fn take(&self) -> Option<RoadNetwork> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, network: RoadNetwork) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(network);
    }
}

/// What keeps the network in step with what is closed, and with how fast roads are.
pub(crate) struct Upkeep {
    roads: Roads,
    /// The network with no road closed and nothing learnt.
    plain: RoadNetwork,
    feed: Feed,
    changes: broadcast::Receiver<Shown>,
    closed: Vec<RoadClosure>,
    desk: Desk,
    speeds: watch::Receiver<Speeds>,
}

impl Upkeep {
    /// Tells the machine of the roads for the first time, without those that are closed; none if there are none.
    ///
    /// Nobody is to be shown ways before: a hall that was just started would send units over closed roads.
    pub(crate) async fn begin(
        roads: Roads,
        feed: Feed,
        desk: Desk,
        speeds: watch::Receiver<Speeds>,
    ) -> Option<Self> {
        let mut upkeep = Self::new(roads, feed, desk, speeds)?;
        upkeep.renew().await.then_some(upkeep)
    }

    /// With no roads in use until they were made without those that are closed.
    fn new(roads: Roads, feed: Feed, desk: Desk, speeds: watch::Receiver<Speeds>) -> Option<Self> {
        Some(Self {
            plain: roads.take()?,
            roads,
            changes: feed.watch(),
            closed: feed.closures(),
            feed,
            desk,
            speeds,
        })
    }

    /// Goes on until the hall stops.
    pub(crate) async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                wanted = other_closures(&self.feed, &mut self.changes, &self.closed) => match wanted {
                    Some(wanted) => self.closed = wanted,
                    None => return,
                },
                Ok(()) = self.speeds.changed() => {}
                () = raised(&mut stopping) => return,
            }
            if !self.renew().await {
                return;
            }
        }
    }

    /// Makes the network anew and tells the machine; whether that still listens.
    async fn renew(&mut self) -> bool {
        let closures: Vec<_> = self.closed.iter().map(closure).collect();
        let learnt = *self.speeds.borrow_and_update();
        let (plain, modes) = (self.plain.clone(), modes(&self.feed));
        let making = move || {
            let made = plain.with_closures(&closures).with_speeds(&learnt);
            (made.clone(), Travel::surveyed(made, &modes))
        };
        let made = tokio::task::spawn_blocking(making).await;
        let travel = self.put_in_use(made);
        self.desk.post(Letter::TravelChanged(travel)).await.is_ok()
    }

    /// Puts a network in use if it was made; what the machine is to know of ways then.
    fn put_in_use(&self, made: Result<(RoadNetwork, Travel), JoinError>) -> Travel {
        match made {
            Ok((made, travel)) => {
                self.roads.set(made);
                travel
            }
            Err(error) => {
                tracing::error!(error = %error, "the roads cannot be changed; they stay as they were");
                // Of a hall that was just started there are none that leave out what is closed: it guesses.
                self.roads.now().map_or_else(Travel::default, Travel::Roads)
            }
        }
    }
}

/// What units travel by.
fn modes(feed: &Feed) -> BTreeSet<TravelMode> {
    let units = feed.units(Role::Administrator);
    units.into_iter().map(|unit| unit.mode).collect()
}

/// Waits until other roads are closed than these; none if the feed has ended.
async fn other_closures(
    feed: &Feed,
    changes: &mut broadcast::Receiver<Shown>,
    closed: &[RoadClosure],
) -> Option<Vec<RoadClosure>> {
    loop {
        let wanted = feed.closures();
        if wanted != closed {
            return Some(wanted);
        }
        // Closures come in a change for all, or in a whole board.
        while let Ok(Shown::Change { .. } | Shown::Moved { .. }) = changes.recv().await {}
        if changes.is_closed() {
            return None;
        }
    }
}

fn closure(closure: &RoadClosure) -> Closure {
    let place = if closure.radius_m > 0.0 {
        ClosedPlace::Circle {
            centre: closure.at,
            radius_m: closure.radius_m,
        }
    } else {
        ClosedPlace::Street(closure.at)
    };
    Closure {
        place,
        modes: TravelMode::ALL.to_vec(),
    }
}

#[cfg(test)]
mod tests;
