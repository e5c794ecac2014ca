//! Which orders want somebody, and who may be asked for each.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::incident::IncidentKind;
use domain::order::{Addressee, Assignment, AssignmentState, ChosenBy, DispatchRule, OrderKind};
use domain::{AssignmentId, Order, OrderId, Timestamp, TownId, UnitId};

use crate::Dispatch;
use crate::coverage::is_move;
use crate::recommend::{Candidate, Errand};

/// Whoever said no is asked again after this long at the soonest, and only if nobody else is left.
const AFTER_A_NO: Duration = Duration::from_mins(5);

/// Whoever said nothing is asked again after this long at the soonest, and only if nobody else is left.
const AFTER_SILENCE: Duration = Duration::from_mins(2);

/// A place in an order that a unit is sought for.
#[derive(Clone, Debug)]
pub(super) struct Want {
    pub(super) order: OrderId,
    pub(super) kind: OrderKind,
    pub(super) sent_at: Timestamp,
    pub(super) state: Wanted,
    /// The rule that the costs are of.
    pub(super) rule: DispatchRule,
    /// Who may be asked, best first.
    pub(super) candidates: Vec<Candidate>,
}

/// How a place in an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nobody is asked.
    Nobody,
    /// Somebody was asked who did not answer in time; goes on ringing if there is nobody else.
    Unanswered(AssignmentId),
    /// The hall asked somebody who may still answer: may be changed, at a cost.
    Ringing(AssignmentId, UnitId),
}

/// What a unit has to do with orders that are open.
#[derive(Clone, Copy, Debug)]
struct Part {
    order: OrderId,
    kind: OrderKind,
    answer: Answer,
    /// Whether the hall may ask somebody else in this unit's stead.
    changeable: bool,
}

/// What a unit that was asked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    /// Nothing so far.
    Awaited,
    /// Nothing, for too long.
    Overdue,
}

/// From when on a unit whose part in an order is over may be asked again.
pub(super) fn again_at(own: &Assignment) -> Timestamp {
    match (own.state, own.answered) {
        (AssignmentState::Declined, Some(no)) => no.learnt_at.after(AFTER_A_NO),
        (_, answered) => {
            let wait = if answered.is_some() {
                AFTER_A_NO
            } else {
                AFTER_SILENCE
            };
            own.withdrawn_at.unwrap_or(own.offered_at).after(wait)
        }
    }
}

impl Dispatch {
    /// Everything that is wanted at `now`, with those who may be asked; nothing if no order lacks anybody.
    pub(super) fn wants(&mut self, now: Timestamp) -> Vec<Want> {
        let parts = self.parts(now);
        let mut wanted: Vec<(OrderId, Wanted)> = Vec::new();
        for order in self.board.open_orders().filter(|order| goes_on(now, order)) {
            wanted.extend((0..order.lacks()).map(|_| (order.id, Wanted::Nobody)));
            let own = order.assignments.values().filter(|own| own.state.stands());
            wanted.extend(own.filter_map(|own| {
                let part = parts.get(&own.unit)?.iter().find(|part| part.order == order.id)?;
                match part.answer {
                    _ if !part.changeable => None,
                    Answer::Overdue => Some((order.id, Wanted::Unanswered(own.id))),
                    Answer::Awaited => Some((order.id, Wanted::Ringing(own.id, own.unit))),
                    Answer::Yes => None,
                }
            }));
        }
        if wanted
            .iter()
            .all(|(_, state)| matches!(state, Wanted::Ringing(..)))
        {
            return Vec::new();
        }
        let wanted = wanted.into_iter();
        wanted
            .filter_map(|(order, state)| self.want(now, order, state, &parts))
            .collect()
    }

    fn want(
        &mut self,
        now: Timestamp,
        id: OrderId,
        state: Wanted,
        parts: &BTreeMap<UnitId, Vec<Part>>,
    ) -> Option<Want> {
        let order = self.board.orders.get(&id)?.clone();
        let own = if let Wanted::Ringing(_, unit) = state {
            Some(unit)
        } else {
            None
        };
        let asked = |again: bool| -> BTreeSet<UnitId> {
            let over = |known: &&Assignment| !again || known.state.stands() || again_at(known) > now;
            let asked = order.assignments.values().filter(over).map(|known| known.unit);
            asked.filter(|unit| Some(*unit) != own).collect()
        };
        let town = match order.addressee {
            Addressee::Town(town) => Some(town),
            _ => None,
        };
        // Another town's units are not a desk's to order about.
        let only = match order.addressee {
            Addressee::BestPlaced(_) => order.from_town,
            _ => None,
        };
        let (fresh, again) = (asked(false), asked(true));
        let mut pools = Vec::new();
        pools.extend(town.map(|town| (Some(town), &fresh)));
        pools.extend([(only, &fresh), (only, &again)]);
        let mut candidates = Vec::new();
        for (within, not) in pools {
            candidates = self.free_candidates(now, &order, within, not, parts);
            if !candidates.is_empty() {
                if within.is_none() && town.is_some() && order.passed_on.is_none() {
                    self.pass_on(now, id);
                }
                break;
            }
        }
        Some(Want {
            order: id,
            kind: order.kind,
            sent_at: order.clock.sent_at,
            state,
            rule: self.rule_for(&order),
            candidates,
        })
    }

    /// Those who may be asked to take `order`, best first.
    fn free_candidates(
        &mut self,
        now: Timestamp,
        order: &Order,
        within: Option<TownId>,
        not: &BTreeSet<UnitId>,
        parts: &BTreeMap<UnitId, Vec<Part>>,
    ) -> Vec<Candidate> {
        let errand = Errand::of(now, order, within, not);
        let rule = self.rule_for(order);
        let mut candidates = self.candidates(now, &errand, rule);
        candidates.retain(|candidate| {
            let engaged = parts.get(&candidate.unit).into_iter().flatten();
            let on_shift = candidate.shift_ends_in_s.is_none_or(|left| left > 0);
            on_shift
                && engaged
                    .filter(|part| part.order != order.id)
                    .all(|part| part.leaves_free_for(order.kind))
        });
        candidates
    }

    /// The rule in force; an officer in danger has the nearest, whatever it leaves uncovered.
    fn rule_for(&self, order: &Order) -> DispatchRule {
        let incident = order.incident.and_then(|id| self.board.incidents.get(&id));
        if incident.is_some_and(|known| known.incident.kind == IncidentKind::Sos) {
            DispatchRule::Nearest
        } else {
            self.rule()
        }
    }

    /// What every unit has to do with open orders.
    fn parts(&self, now: Timestamp) -> BTreeMap<UnitId, Vec<Part>> {
        let mut parts: BTreeMap<UnitId, Vec<Part>> = BTreeMap::new();
        for order in self.board.open_orders() {
            let standing = order.assignments.values().filter(|own| own.state.stands());
            // A person may have asked more than are wanted: they may all come, but nobody in their stead.
            let surplus = standing.clone().count() > order.units_wanted();
            let changeable = goes_on(now, order) && !surplus;
            for own in standing {
                let answer = match self.gives_up_at(order, own) {
                    None => Answer::Yes,
                    Some(at) if at <= now => Answer::Overdue,
                    Some(_) => Answer::Awaited,
                };
                parts.entry(own.unit).or_default().push(Part {
                    order: order.id,
                    kind: order.kind,
                    answer,
                    changeable: changeable && (answer == Answer::Overdue || is_halls(own)),
                });
            }
        }
        parts
    }
}

impl Part {
    /// Whether a unit with this part may be asked to take another errand by rule.
    fn leaves_free_for(&self, kind: OrderKind) -> bool {
        match (self.answer, self.kind) {
            // Who stands by, or is asked to, is there to be sent.
            (Answer::Yes, OrderKind::Standby) => true,
            (_, OrderKind::Standby) if kind != OrderKind::Standby => true,
            (Answer::Yes, OrderKind::Routine) => kind == OrderKind::Emergency,
            (Answer::Yes, OrderKind::Emergency) | (Answer::Overdue, _) => false,
            // Two rings at once confuse; but what the hall asked it may ask otherwise.
            (Answer::Awaited, _) => self.changeable,
        }
    }
}

/// Whether an order is offered on by rule at all.
fn goes_on(now: Timestamp, order: &Order) -> bool {
    let at_desk = order.desk_due_at().is_some_and(|due| due > now);
    // A move of the hall's is for that unit or for nobody.
    !at_desk && !is_move(order) && !order.legs.all_met()
}

fn is_halls(own: &Assignment) -> bool {
    let choice = own.choice.as_ref();
    choice.is_some_and(|choice| choice.made_by == ChosenBy::Hall)
}
