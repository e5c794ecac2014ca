//! How long each lane takes at the moment.
//!
//! Topology never changes; this does, whenever a road is closed or the units' trails have shown how
//! fast they get along. A new metric is made beside the old one, which those who ask go on using.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::TravelMode;

use crate::lanes::{Directed, Lanes};
use crate::mode::PerMode;
use crate::pieces::Roads;
use crate::speeds::Speeds;
use crate::turn::{MOST_MS, whole_ms};

/// The time of a lane that is closed.
pub(crate) const CLOSED: u32 = u32::MAX;

/// The time of each lane of each mode, in milliseconds.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    times: PerMode<Arc<Times>>,
}

/// The times of one mode.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// By lane; [`CLOSED`] for a lane that nobody may use.
    pub(crate) of_lane: Vec<u32>,
    /// No open lane takes longer.
    pub(crate) longest_ms: u32,
}

impl Metric {
    /// The times at `speeds`, with the pieces of `closed` closed.
    pub(crate) fn new(
        roads: &Roads,
        lanes: &PerMode<Lanes>,
        speeds: &Speeds,
        closed: &PerMode<BTreeSet<u32>>,
    ) -> Self {
        Self {
            times: PerMode::new(|mode| {
                let lanes = lanes.get(mode);
                let mut times = Times::new(lanes, |road| lane_ms(roads, mode, road, speeds));
                for &piece in closed.get(mode) {
                    for lane in [true, false].map(|forward| lanes.lane_of(Directed::new(piece, forward))) {
                        lane.into_iter()
                            .flat_map(|lane| lanes.entries(lane))
                            .for_each(|lane| times.close(lane));
                    }
                }
                Arc::new(times)
            }),
        }
    }

    /// The times of `mode`.
    pub(crate) fn of(&self, mode: TravelMode) -> &Times {
        self.times.get(mode)
    }
}

impl Times {
    fn new(lanes: &Lanes, time_ms: impl Fn(Directed) -> u32) -> Self {
        let of_lane: Vec<u32> = lanes.roads.iter().map(|&road| time_ms(road)).collect();
        Self {
            longest_ms: of_lane.iter().copied().max().unwrap_or(0),
            of_lane,
        }
    }

    fn close(&mut self, lane: u32) {
        if let Some(time) = self.of_lane.get_mut(lane as usize) {
            *time = CLOSED;
        }
    }

    /// How long `lane` takes, unless it is closed.
    #[inline]
    pub(crate) fn of(&self, lane: u32) -> Option<u32> {
        self.of_lane
            .get(lane as usize)
            .copied()
            .filter(|&time| time != CLOSED)
    }
}

/// How long `mode` takes along `road`.
fn lane_ms(roads: &Roads, mode: TravelMode, road: Directed, speeds: &Speeds) -> u32 {
    let Some(piece) = roads.pieces.get(road.piece()) else {
        return MOST_MS;
    };
    let passage = piece.passages.get(mode);
    let mps = if road.is_forward() {
        passage.forward_mps
    } else {
        passage.backward_mps
    };
    let moving = piece.metres * 1000.0 / (f64::from(mps) * speeds.factor(mode, piece.class));
    let waiting = piece.waits.millis(mode, road.is_forward());
    whole_ms(moving).saturating_add(waiting).clamp(1, MOST_MS)
}
