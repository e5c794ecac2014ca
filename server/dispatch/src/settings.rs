//! What the hall does by itself.

use std::time::Duration;

use domain::order::{ARRIVAL_RADIUS_M, DispatchRule};

use crate::{Checklists, Dispatch};

/// What a hall is set up to do by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The rule until a desk sets another, which is on record and counts from then on.
    pub rule: DispatchRule,
    /// Whether orders that lack somebody are offered on without a person.
    pub automatic: bool,
    /// Whether cures for what is going wrong are suggested: a second unit, another unit, a call.
    pub cures: bool,
    /// Whether free units are ordered to stand by where they are missed, under the rule that keeps coverage.
    pub move_units: bool,
    /// How often the promise map is made anew at most; none where nobody looks at it.
    pub map_every: Option<Duration>,
    /// Within so many metres of its place a unit on an order counts as there; given with each order sent.
    pub arrival_radius_m: f64,
    /// What the units of each order see to, given with each order sent.
    pub checklists: Checklists,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rule: DispatchRule::default(),
            automatic: true,
            cures: true,
            move_units: true,
            map_every: Some(Duration::from_millis(30)),
            arrival_radius_m: ARRIVAL_RADIUS_M,
            checklists: Checklists::default(),
        }
    }
}

impl Dispatch {
    /// Sets up what the hall does by itself; the board is left as it is.
    pub fn set_up(&mut self, settings: Settings) {
        self.settings = settings;
        self.offers.happened();
    }

    /// The rule in force: the one that a desk set last, else the one set up.
    pub fn rule(&self) -> DispatchRule {
        self.board.rule.unwrap_or(self.settings.rule)
    }
}
