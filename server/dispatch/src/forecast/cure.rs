//! What would help an order that will be late.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::Leg;
use domain::{Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use super::odds::Odds;
use super::{Cause, Outlook};
use crate::{Dispatch, Errand};

/// What would help most for the least.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cure", rename_all = "snake_case")]
pub enum Cure {
    /// Ring the officer up: nothing else is known to be wrong.
    Call {
        /// Which unit's.
        unit: UnitId,
    },
    /// Ask another unit instead.
    OtherUnit {
        /// Which.
        unit: UnitId,
        /// The probability that it is there in time.
        on_time: f64,
    },
    /// Send another unit as well.
    SecondUnit {
        /// Which.
        unit: UnitId,
        /// The probability that it is there in time.
        on_time: f64,
    },
}

/// How much likelier another unit must be in time to be worth sending.
const WORTH: f64 = 0.15;

impl Dispatch {
    /// Adds to what is amber what would help, if cures are wanted.
    pub(super) fn find_cures(&mut self, now: Timestamp, odds: &Odds, outlook: &mut Outlook) {
        if !self.settings.cures || outlook.legs.iter().all(|forecast| !forecast.amber) {
            return;
        }
        let call = match odds.cause {
            Some(
                Cause::NoAnswer { unit, .. }
                | Cause::NotSetOff { unit, .. }
                | Cause::NotMoving { unit, .. }
                | Cause::PhoneDark { unit, .. }
                | Cause::NotDone { unit, .. },
            ) => Some(Cure::Call { unit }),
            _ => None,
        };
        let arrives = outlook.legs.iter().find(|forecast| forecast.leg == Leg::Arrived);
        let other = arrives
            .map(|forecast| forecast.met_in_time)
            .and_then(|in_time| self.better_unit(now, odds, outlook, in_time));
        let cure = other.or(call);
        for forecast in outlook.legs.iter_mut().filter(|forecast| forecast.amber) {
            forecast.cure = cure;
        }
    }

    /// A free unit that is likelier to be there in time than what is under way.
    fn better_unit(&mut self, now: Timestamp, odds: &Odds, outlook: &Outlook, in_time: f64) -> Option<Cure> {
        let order = self.board.orders.get(&outlook.order)?;
        let not: BTreeSet<UnitId> = order.assignments.values().map(|known| known.unit).collect();
        let taken = order.assignments.values().any(|known| known.state.is_taken());
        let errand = Errand {
            order: Some(order.id),
            place: order.place.at,
            kind: order.kind,
            remaining: Some(Duration::from_secs_f64(odds.left_s.max(0.0))),
            within: None,
            not: &not,
        };
        let best = self
            .soonest(now, &errand)
            .into_iter()
            .find(|candidate| candidate.busy_with.is_none() && candidate.reachable)?;
        let (unit, on_time) = (best.unit, best.on_time);
        let cure = if taken {
            Cure::SecondUnit { unit, on_time }
        } else {
            Cure::OtherUnit { unit, on_time }
        };
        (on_time > in_time + WORTH).then_some(cure)
    }
}
