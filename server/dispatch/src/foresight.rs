//! What the machine works out ahead of time, beside the board.
//!
//! Nothing here is recorded: it follows from the board, the units' positions and the roads.

use std::collections::{BTreeMap, BTreeSet};

use domain::{OrderId, Timestamp};

use crate::coverage::{Mapping, Moves};
use crate::forecast::Watched;
use crate::travel::{KnownWays, Travel};
use crate::trips::Trips;

/// Everything worked out.
#[derive(Debug, Default)]
pub(crate) struct Foresight {
    /// The ways to scenes.
    pub(crate) ways: KnownWays,
    /// Units on their way to scenes.
    pub(crate) trips: Trips,
    /// What is forecast for open orders.
    pub(crate) watched: BTreeMap<OrderId, Watched>,
    /// Orders something happened to since their forecast.
    pub(crate) touched: BTreeSet<OrderId>,
    /// When all forecasts are made anew.
    pub(crate) forecast_at: Option<Timestamp>,
    /// Where the promise can be kept.
    pub(crate) mapping: Mapping,
    /// Where incidents are to be expected, with when that was worked out.
    pub(crate) shares: Option<(Timestamp, Vec<f64>)>,
    /// Which units were moved.
    pub(crate) moves: Moves,
}

impl Foresight {
    /// Knows other ways from now on; what was seen of trips was measured by the old ones.
    pub(crate) fn set_travel(&mut self, travel: Travel) {
        self.ways.set_travel(travel);
        self.trips.clear();
        self.mapping.reset();
        self.shares = None;
    }
}
