//! Who a desk is advised to send, under either rule.

use domain::order::{DispatchRule, OrderKind};
use domain::{LatLon, OrderId, Role, Timestamp, UnitId};

use crate::{Candidate, Dispatch, Errand, Move, Seat};

/// Advice on who could go to a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// The rule in force.
    pub rule: DispatchRule,
    /// Whom the rule of the nearest would send.
    pub nearest: Option<UnitId>,
    /// Whom the rule that keeps the district covered would send.
    pub cover: Option<UnitId>,
    /// The units that could go, best first under the rule in force.
    pub candidates: Vec<Candidate>,
    /// The moves that are worth it once the first of them has left, best first; for those who see the whole district.
    pub moves: Vec<Move>,
}

impl Dispatch {
    /// Advises on a place, or on an order, which says itself where to and of what kind: who was asked already is
    /// left out.
    pub(crate) fn recommendation(
        &mut self,
        now: Timestamp,
        by: Seat,
        at: LatLon,
        kind: OrderKind,
        order: Option<OrderId>,
        most: usize,
    ) -> Recommendation {
        let order = order.and_then(|order| self.board.orders.get(&order)).cloned();
        let not = order.as_ref().map(crate::orders::units_of).unwrap_or_default();
        let within = match by.role {
            Role::TownDesk { town } => Some(town),
            _ => None,
        };
        let errand = match &order {
            Some(order) => Errand::of(now, order, within, &not),
            None => Errand {
                order: None,
                place: at,
                kind,
                remaining: kind.limit(),
                within,
                not: &not,
            },
        };
        let rule = self.rule();
        let [nearest, cover] = self.candidates_by_either_rule(now, &errand);
        let first = |candidates: &[Candidate]| candidates.first().map(|best| best.unit);
        let picks = (first(&nearest), first(&cover));
        let mut candidates = match rule {
            DispatchRule::Nearest => nearest,
            DispatchRule::Cover => cover,
        };
        // What either rule would do can always be compared.
        let mut place = 0;
        candidates.retain(|known| {
            place += 1;
            place <= most || [picks.0, picks.1].contains(&Some(known.unit))
        });
        let first = candidates.first().filter(|_| by.role.sees_any([]));
        let moves = first.map_or_else(Vec::new, |first| self.moves_without(now, first.unit));
        Recommendation {
            rule,
            nearest: picks.0,
            cover: picks.1,
            candidates,
            moves,
        }
    }
}
