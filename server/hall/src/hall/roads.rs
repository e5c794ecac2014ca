//! How the hall's roads are kept as they are, with the hall.

use ::roads::RoadNetwork;
use tokio::sync::watch;

use super::spawn;
use crate::clock;
use crate::desk::Desk;
use crate::feed::Feed;
use crate::health::Health;
use crate::learning::{Learning, Progress};
use crate::roads::{Roads, Upkeep};
use crate::store::Store;

/// Puts the roads in use, as far as they are open and as fast as was learnt, and keeps them so; without any, nothing is
/// started.
pub(super) async fn start_roads(
    network: Option<RoadNetwork>,
    store: &Store,
    (feed, desk, health): (&Feed, &Desk, &Health),
    stopping: &watch::Receiver<bool>,
) -> (Roads, Progress) {
    let roads = Roads::new(network);
    let (learning, speeds) = Learning::new(store.clone(), feed.clone(), roads.clone());
    let learnt = learning.progress();
    learning.recall(clock::now()).await;
    if let Some(upkeep) = Upkeep::begin(roads.clone(), feed.clone(), desk.clone(), speeds).await {
        spawn(health, "the upkeep of the roads", upkeep.run(stopping.clone()));
        spawn(
            health,
            "the learning of travel times",
            learning.run(stopping.clone()),
        );
    }
    (roads, learnt)
}

#[cfg(test)]
mod tests;
