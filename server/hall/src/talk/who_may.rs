//! Who may talk to whom, who hears it.
//!
//! A seat in the hall and a leader talk to everybody; a town's desk to what it sees; an officer to the hall, to the own
//! town and to the teams the unit is in. What is not seen is not heard.

use std::collections::BTreeSet;

use domain::{OrderId, Role, TalkGroup, UnitId, UnitState};
use protocol::api::OrderState;

use crate::feed::Feed;

/// The units that hear what somebody says to a group; none at all if they may not talk to it.
pub(super) fn reach(feed: &Feed, role: Role, group: TalkGroup) -> Option<BTreeSet<UnitId>> {
    role.talk_rank()?;
    let everybody = || feed.units(Role::Dispatcher).into_iter();
    let on_duty = || everybody().filter(|unit| unit.state != UnitState::OffDuty);
    match (role, group) {
        (Role::Officer { unit: own }, TalkGroup::Unit { unit }) => (own == unit).then(BTreeSet::new),
        (_, TalkGroup::Unit { unit }) => feed.shows_unit(role, unit).then(|| BTreeSet::from([unit])),
        (Role::Officer { unit: own }, TalkGroup::Town { town }) => {
            let is_own = everybody().any(|unit| unit.id == own && unit.town == town);
            is_own.then(|| {
                on_duty()
                    .filter(|unit| unit.town == town)
                    .map(|unit| unit.id)
                    .collect()
            })
        }
        (_, TalkGroup::Town { town }) => {
            let sees = feed.towns(role).iter().any(|known| known.id == town);
            sees.then(|| {
                on_duty()
                    .filter(|unit| unit.town == town)
                    .map(|unit| unit.id)
                    .collect()
            })
        }
        (Role::Officer { unit: own }, TalkGroup::Team { order }) => {
            team(feed, Role::Dispatcher, order).filter(|team| team.contains(&own))
        }
        (_, TalkGroup::Team { order }) => team(feed, role, order),
        (Role::Dispatcher | Role::Leader, TalkGroup::All) => Some(on_duty().map(|unit| unit.id).collect()),
        (Role::Officer { .. } | Role::TownDesk { .. } | Role::Administrator, TalkGroup::All) => None,
    }
}

/// Whether a seat of the hall hears what is said to a group.
pub(super) fn hears(feed: &Feed, role: Role, group: TalkGroup) -> bool {
    match (role, group) {
        (Role::Officer { .. } | Role::Administrator, _) => false,
        (_, TalkGroup::Unit { unit }) => feed.shows_unit(role, unit),
        (_, TalkGroup::Town { town }) => role.sees_town(town),
        (_, TalkGroup::Team { order }) => feed.order(role, order).is_some(),
        (_, TalkGroup::All) => true,
    }
}

/// The units that have a part in an open order.
fn team(feed: &Feed, role: Role, order: OrderId) -> Option<BTreeSet<UnitId>> {
    let order = feed
        .order(role, order)
        .filter(|order| order.status == OrderState::Open)?;
    let parts = order.assignments.iter().filter(|part| part.state.stands());
    Some(parts.map(|part| part.unit).collect())
}
