//! Places on the road, as a search sees them.

use domain::TravelMode;

use crate::lanes::{Directed, Lanes};
use crate::metric::Times;
use crate::turn::{turning_back_ms, whole_ms};

/// What somebody has to do at a place on the road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    /// A journey begins there: the road has to lead on, though nobody may get there by it.
    SettingOut,
    /// A journey ends there: the road has to be reached, though it may lead nowhere.
    Arriving,
    /// Either, at different times.
    Staying,
}

/// A point on a piece of road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    pub(crate) piece: u32,
    /// How much of the piece lies behind, 0 to 1.
    pub(crate) share: f64,
    /// Which way whoever is there is heading, if that is known: as the piece is drawn, or against it.
    pub(crate) heading: Option<bool>,
}

/// A lane that a journey begins or ends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct End {
    pub(crate) lane: u32,
    /// How long the lane takes up to the spot.
    pub(crate) part_ms: u32,
    /// How long the rest of it takes.
    pub(crate) rest_ms: u32,
    /// What it costs to get going on this lane: turning round, if the heading is the other way.
    pub(crate) lead_ms: u32,
    /// How long it takes on foot from the spot to the place itself, where that counts.
    pub(crate) walk_ms: u32,
}

impl Spot {
    /// The lanes of `mode` that pass the spot and are open.
    #[inline]
    pub(crate) fn ends(
        self,
        lanes: &Lanes,
        times: &Times,
        mode: TravelMode,
    ) -> impl Iterator<Item = End> + Clone + use<> {
        let end = |forward: bool| {
            let lane = lanes.lane_of(Directed::new(self.piece, forward))?;
            let all_ms = times.of(lane)?;
            let behind = if forward { self.share } else { 1.0 - self.share };
            let part_ms = whole_ms(behind * f64::from(all_ms)).min(all_ms);
            Some((forward, lane, part_ms, all_ms - part_ms))
        };
        let both = [end(true), end(false)];
        let free = both.iter().flatten().count() < 2;
        let ends = both.map(|end| {
            end.map(|(forward, lane, part_ms, rest_ms)| End {
                lane,
                part_ms,
                rest_ms,
                lead_ms: match self.heading {
                    Some(heading) if !free && heading != forward => turning_back_ms(mode),
                    _ => 0,
                },
                walk_ms: 0,
            })
        });
        ends.into_iter().flatten()
    }
}

impl End {
    /// How long whoever comes to the lane's beginning takes to the place.
    pub(crate) const fn comes_in_ms(self) -> u32 {
        self.part_ms.saturating_add(self.walk_ms)
    }

    /// How long whoever starts here takes to the end of the lane.
    pub(crate) const fn sets_out_ms(self) -> u32 {
        self.lead_ms.saturating_add(self.rest_ms)
    }
}

/// How long it takes to stay on one lane from `from` to `to`, if that is possible.
pub(crate) fn along_ms(from: End, to: End) -> Option<u32> {
    (from.lane == to.lane)
        .then(|| to.part_ms.checked_sub(from.part_ms))
        .flatten()
        .map(|along| along.saturating_add(to.walk_ms))
}
