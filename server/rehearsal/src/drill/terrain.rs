//! Where drills take place, as the officers drive it and as the hall knows it.

use std::collections::BTreeSet;

use dispatch::Travel;
use domain::TravelMode;
use domain::order::DispatchRule;
use roads::RoadNetwork;

use super::Scenario;

/// Roads, with what the hall knows of them: made once, it serves any number of drills.
#[derive(Clone, Debug)]
pub struct Terrain {
    pub(super) roads: RoadNetwork,
    pub(super) travel: Travel,
}

impl Terrain {
    /// The hall knows the roads, and has looked at them for what `rule` asks.
    pub fn new(roads: RoadNetwork, world: &Scenario, rule: DispatchRule) -> Self {
        let officers = &world.officers;
        let weights = [officers.car_weight, officers.e_bike_weight, officers.foot_weight];
        let modes: BTreeSet<TravelMode> = TravelMode::ALL
            .into_iter()
            .zip(weights)
            .filter_map(|(mode, weight)| (weight > 0.0).then_some(mode))
            .chain(officers.posts.iter().map(|post| post.mode))
            .collect();
        let travel = match rule {
            DispatchRule::Cover => Travel::surveyed(roads.clone(), &modes),
            DispatchRule::Nearest => Travel::Roads(roads.clone()),
        };
        Self { roads, travel }
    }

    /// The baseline: officers drive on the roads, and the hall knows none, so that it goes by straight lines.
    #[must_use]
    pub fn unknown_to_the_hall(&self) -> Self {
        Self {
            roads: self.roads.clone(),
            travel: Travel::CrowFlies,
        }
    }
}
