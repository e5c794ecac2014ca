//! How long a unit needs to a place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::{LatLon, TravelMode};
use roads::{CrowFlies, Reach, RoadNetwork};

use crate::coverage::Survey;

/// How the machine knows the way.
#[derive(Clone, Debug, Default)]
pub enum Travel {
    /// By the roads of the district.
    Roads(RoadNetwork),
    /// By its roads, looked at beforehand: see [`Travel::surveyed`].
    Surveyed(RoadNetwork, Arc<Survey>),
    /// It knows no roads: the distance, with a detour, at a usual speed. A guess.
    #[default]
    CrowFlies,
}

/// How long a way takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Way {
    /// Seconds on the road at usual speeds.
    pub(crate) seconds: f64,
    /// Whether that was guessed from the distance.
    pub(crate) guessed: bool,
}

/// The ways to one place by one means of travel.
#[derive(Debug)]
pub(crate) enum Ways {
    /// Along roads.
    Roads(Box<Reach>),
    /// Guessed from the distance.
    Guessed {
        /// The place.
        to: LatLon,
        /// By what.
        mode: TravelMode,
    },
}

/// How far away units are looked for.
const FARTHEST: Duration = Duration::from_hours(1);

/// A unit may leave the road so many metres from the place; a little further away it would not count as there.
const BESIDE_M: f64 = 35.0;

/// How many places' ways are kept at hand.
const KEPT: usize = 96;

/// The ways to places that were asked for lately: scenes of open orders, above all.
#[derive(Debug, Default)]
pub(crate) struct KnownWays {
    travel: Travel,
    ways: BTreeMap<(u64, u64, TravelMode), (u64, Arc<Ways>)>,
    asked: u64,
    survey: Option<Arc<Survey>>,
}

impl KnownWays {
    /// Forgets all ways and knows new ones from now on.
    pub(crate) fn set_travel(&mut self, travel: Travel) {
        self.survey = match &travel {
            Travel::Surveyed(_, survey) => Some(Arc::clone(survey)),
            Travel::Roads(_) | Travel::CrowFlies => None,
        };
        self.travel = travel;
        self.ways.clear();
    }

    pub(crate) fn travel(&self) -> &Travel {
        &self.travel
    }

    /// The district as coverage sees it, for those who travel by `modes`; none without roads.
    pub(crate) fn survey(&mut self, modes: &BTreeSet<TravelMode>) -> Option<Arc<Survey>> {
        let network = self.travel.network()?;
        let known = self.survey.take().filter(|survey| survey.knows(modes));
        let survey = known.unwrap_or_else(|| Arc::new(Survey::of(network, modes)));
        self.survey = Some(Arc::clone(&survey));
        Some(survey)
    }

    /// The ways to `to`.
    pub(crate) fn to(&mut self, mode: TravelMode, to: LatLon) -> Arc<Ways> {
        self.asked = self.asked.wrapping_add(1);
        let key = (to.lat().to_bits(), to.lon().to_bits(), mode);
        if !self.ways.contains_key(&key) && self.ways.len() >= KEPT {
            let oldest = self.ways.iter().min_by_key(|(_, (asked, _))| *asked);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                self.ways.remove(&oldest);
            }
        }
        let travel = &self.travel;
        let (asked, ways) = self
            .ways
            .entry(key)
            .or_insert_with(|| (0, Arc::new(travel.ways_to(mode, to))));
        *asked = self.asked;
        Arc::clone(ways)
    }
}

impl Travel {
    /// By the roads of the district, looked at for what coverage asks of those who travel by `modes`.
    ///
    /// That takes a moment: a shell does it aside, so that the change itself takes none.
    pub fn surveyed(network: RoadNetwork, modes: &BTreeSet<TravelMode>) -> Self {
        let survey = Arc::new(Survey::of(&network, modes));
        Self::Surveyed(network, survey)
    }

    /// The roads, if they are known.
    pub(crate) fn network(&self) -> Option<&RoadNetwork> {
        match self {
            Self::Roads(network) | Self::Surveyed(network, _) => Some(network),
            Self::CrowFlies => None,
        }
    }

    fn ways_to(&self, mode: TravelMode, to: LatLon) -> Ways {
        let reach = self
            .network()
            .and_then(|network| network.reach_beside(mode, to, BESIDE_M, FARTHEST));
        // A place off the map is guessed at like one without roads.
        reach.map_or(Ways::Guessed { to, mode }, |reach| Ways::Roads(Box::new(reach)))
    }
}

impl Ways {
    /// The way from `from`; none if there is none within an hour.
    pub(crate) fn from(&self, from: LatLon) -> Option<Way> {
        self.heading(from, None)
    }

    /// The way of somebody who heads for so many degrees, if that is known; none if there is none within an hour.
    pub(crate) fn heading(&self, from: LatLon, heading_deg: Option<f64>) -> Option<Way> {
        match self {
            Self::Roads(reach) => reach.seconds_heading(from, heading_deg).map(|seconds| Way {
                seconds,
                guessed: false,
            }),
            Self::Guessed { to, mode } => Some(Way {
                seconds: CrowFlies::seconds(*mode, from, *to),
                guessed: true,
            }),
        }
    }
}
