//! When the hall is asked for the way to a scene, with what of the answers is kept.
//!
//! Ways come over bad lines: seldom while all goes as it was told, soon when the officer goes elsewhere, and streets only once as
//! long as the way stays among them. How the hall is asked is the shell's business.

use std::time::Duration;

use domain::LatLon;
use domain::order::AssignmentState;
use protocol::api::{NoWay, WayView};

use crate::PhoneTime;

mod ground;

use ground::Ground;

/// How often a way is worked out anew.
const EVERY: Duration = Duration::from_mins(2);
/// The same with others on the way, whose positions come with it.
const TEAM_EVERY: Duration = Duration::from_secs(30);
/// The least between two askings.
const LEAST: Duration = Duration::from_secs(15);
/// How long an answer is waited for, signing in anew included.
pub const WAY_WITHIN: Duration = Duration::from_secs(15);
/// The least after a failure, twice as long after each further one, up to [`EVERY`].
const AGAIN: Duration = Duration::from_secs(4);
/// Whoever is so far off the route, in metres, goes another way, if the position is surer than that.
const OFF_ROUTE_M: f64 = 150.0;

/// How the officer stands to an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Going {
    /// The phone's own clock.
    pub now: PhoneTime,
    /// Where the officer was last, with the radius of that in metres.
    pub position: Option<(LatLon, f64)>,
    /// How far the officer has come with the order.
    pub state: AssignmentState,
}

/// What the hall is to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayWanted {
    /// Whether the streets around are not known.
    pub streets: bool,
}

/// The way to the scene of one order, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct SceneWay {
    newest: Option<WayView>,
    asked: Option<Asked>,
    /// Whether the newest route leaves the streets that are known.
    lacks_streets: bool,
}

/// How asking went.
#[derive(Clone, Copy, Debug)]
struct Asked {
    at: PhoneTime,
    here: Option<LatLon>,
    state: AssignmentState,
    streets: bool,
    is_answered: bool,
    /// How often in a row there was no answer.
    failures: u32,
}

impl Asked {
    /// Whether the officer is elsewhere by now: whoever is far from any road is off each route, and need not be told so again.
    fn is_left(&self, position: Option<(LatLon, f64)>) -> bool {
        position.is_some_and(|(here, _)| {
            self.here
                .is_none_or(|before| before.distance_m(here) > OFF_ROUTE_M)
        })
    }
}

impl SceneWay {
    /// One that was kept since before.
    pub fn kept(newest: Option<WayView>) -> Self {
        Self {
            newest,
            ..Self::default()
        }
    }

    /// The newest way.
    pub const fn newest(&self) -> Option<&WayView> {
        self.newest.as_ref()
    }

    /// What the hall is to be asked for now, if it is time; it counts as asked.
    pub fn ask(&mut self, going: Going) -> Option<WayWanted> {
        if !self.is_due(going) {
            return None;
        }
        let here = going.position.map(|(at, _)| at);
        let known = self.newest.as_ref().is_some_and(|way| {
            let seen: Vec<LatLon> = here.into_iter().chain([way.scene]).collect();
            !self.lacks_streets && Ground::new(way.scene).covers(way, &seen)
        });
        self.asked = Some(Asked {
            at: going.now,
            here,
            state: going.state,
            streets: !known,
            is_answered: false,
            failures: self.asked.map_or(0, |asked| asked.failures),
        });
        Some(WayWanted { streets: !known })
    }

    /// The hall told a way.
    pub fn told(&mut self, fresh: WayView) {
        if let Some(asked) = &mut self.asked {
            (asked.is_answered, asked.failures) = (true, 0);
        }
        let known = self.newest.take().filter(|known| known.scene == fresh.scene);
        self.lacks_streets = fresh.streets.is_none()
            && !known.as_ref().is_some_and(|known| {
                Ground::new(known.scene).covers(known, &fresh.route.points(fresh.scene))
            });
        let streets = fresh.streets.or_else(|| known?.streets);
        self.newest = Some(WayView { streets, ..fresh });
    }

    /// The hall had no answer.
    pub fn failed(&mut self) {
        if let Some(asked) = &mut self.asked {
            asked.is_answered = true;
            asked.failures = asked.failures.saturating_add(1);
        }
    }

    fn is_due(&self, going: Going) -> bool {
        let Some(asked) = self.asked else { return true };
        let since = going.now.since(asked.at);
        if !asked.is_answered {
            return since > WAY_WITHIN;
        }
        if let Some(before) = asked.failures.checked_sub(1) {
            let doubled = 2_u32.saturating_pow(before);
            return since >= AGAIN.saturating_mul(doubled).min(EVERY);
        }
        // Whoever has just taken the order on is told of the others.
        let Some(way) = self.newest.as_ref().filter(|_| asked.state == going.state) else {
            return true;
        };
        if since < LEAST {
            return false;
        }
        let every = if way.team.is_empty() { EVERY } else { TEAM_EVERY };
        since >= every
            || (self.lacks_streets && !asked.streets)
            || (way.no_way == Some(NoWay::NoPosition) && going.position.is_some())
            || (going.state.is_taken() && asked.is_left(going.position) && is_off_route(way, going.position))
    }
}

/// Whether the officer has surely left the route.
fn is_off_route(way: &WayView, position: Option<(LatLon, f64)>) -> bool {
    position.is_some_and(|(here, accuracy_m)| {
        let route = way.route.points(way.scene);
        let off_m = Ground::new(way.scene).distance_m(&route, here);
        off_m.is_some_and(|off_m| off_m - accuracy_m > OFF_ROUTE_M)
    })
}

#[cfg(test)]
mod tests;
