//! A whole district in virtual time: sixty officers, their incidents with the dispatcher.
//!
//! The hall is reduced to a list of orders here; the real one has its own stories.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use domain::{IdSource, IncidentId, LatLon, OrderId, Timestamp, UnitId};

use super::dispatcher::{IncidentSeen, OrderSeen};
use super::ground::tests::LIECHTENSTEIN;
use super::*;

struct Played {
    officer: PretendOfficer,
    at: LatLon,
    order: Option<OrderId>,
    refused: Option<OrderId>,
    live: bool,
}

/// A district with a hall that does no more than keep lists.
struct Stage {
    ids: IdSource,
    units: BTreeMap<UnitId, Played>,
    incidents: BTreeMap<IncidentId, IncidentSeen>,
    orders: BTreeMap<OrderId, (IncidentId, OrderSeen)>,
    happens: PretendIncidents,
    declined: Vec<OrderId>,
    given: usize,
    reported_after: Vec<Duration>,
}

impl Stage {
    fn new(start: Timestamp, units: u64, seed: u64) -> Self {
        let mut ids = IdSource::new(seed);
        let towns = LIECHTENSTEIN.district().towns().len() as u64;
        let units = (0..units).map(|number| {
            let town = usize::try_from(number % towns).unwrap();
            let mut officer = PretendOfficer::new(Arc::clone(&LIECHTENSTEIN), town, seed ^ number << 32);
            officer.handle_input(start, OfficerInput::Began);
            let at = LIECHTENSTEIN.district().centre();
            (
                UnitId(ids.next(start)),
                Played {
                    officer,
                    at,
                    order: None,
                    refused: None,
                    live: false,
                },
            )
        });
        Self {
            units: units.collect(),
            ids,
            incidents: BTreeMap::new(),
            orders: BTreeMap::new(),
            happens: PretendIncidents::new(Arc::clone(&LIECHTENSTEIN), start, Duration::from_mins(1), seed),
            declined: Vec::new(),
            given: 0,
            reported_after: Vec::new(),
        }
    }

    fn second(&mut self, now: Timestamp) {
        while let Some(incident) = self.happens.poll(now) {
            self.raise(now, &incident);
        }
        for id in self.units.keys().copied().collect::<Vec<_>>() {
            let played = self.units.get_mut(&id).unwrap();
            if played.officer.poll_timeout().is_some_and(|due| due <= now) {
                played.officer.handle_input(now, OfficerInput::Timeout);
            }
            while let Some(action) = self.units.get_mut(&id).unwrap().officer.poll_output() {
                self.take(now, id, action);
            }
        }
        for decision in decide(now, &self.view()) {
            self.carry_out(now, decision);
        }
        for order in mem::take(&mut self.declined) {
            self.offer(now, order);
        }
    }

    fn raise(&mut self, now: Timestamp, incident: &PretendIncident) {
        let id = IncidentId(self.ids.next(now));
        let at = incident.place.at;
        let seen = IncidentSeen {
            id,
            at,
            raised_at: now,
            ours: true,
            has_open_order: false,
            was_reported: false,
        };
        self.incidents.insert(id, seen);
    }

    fn take(&mut self, now: Timestamp, id: UnitId, action: OfficerAction) {
        let played = self.units.get_mut(&id).unwrap();
        match action {
            OfficerAction::Stand { fix } => played.at = fix.at,
            OfficerAction::Decline { order, .. } => {
                played.order = None;
                played.refused = Some(order);
                self.declined.push(order);
            }
            OfficerAction::GoLive => played.live = true,
            OfficerAction::StopLive => played.live = false,
            OfficerAction::Report { order, .. } => {
                let (incident, seen) = self.orders.get_mut(&order).unwrap();
                seen.reported_at = Some(now);
                self.incidents.get_mut(incident).unwrap().was_reported = true;
                self.reported_after.push(now.since(seen.given_at));
            }
            OfficerAction::Accept { .. } | OfficerAction::SetOff { .. } | OfficerAction::CheckNext { .. } => {
            }
        }
    }

    fn view(&self) -> View {
        View {
            incidents: self.incidents.values().cloned().collect(),
            orders: self.orders.values().map(|(_, seen)| seen.clone()).collect(),
        }
    }

    fn carry_out(&mut self, now: Timestamp, decision: Decision) {
        match decision {
            Decision::RaiseIncident => {
                let incident = self.happens.draw().unwrap();
                self.raise(now, &incident);
            }
            Decision::GiveOrder { incident, .. } => {
                let id = OrderId(self.ids.next(now));
                let seen = self.incidents.get_mut(&incident).unwrap();
                seen.has_open_order = true;
                let order = OrderSeen {
                    id,
                    given_at: now,
                    reported_at: None,
                    ours: true,
                };
                self.orders.insert(id, (incident, order));
                self.given += 1;
                self.offer(now, id);
            }
            Decision::CloseOrder { order } => {
                let (incident, _) = self.orders.remove(&order).unwrap();
                self.incidents.get_mut(&incident).unwrap().has_open_order = false;
                for played in self
                    .units
                    .values_mut()
                    .filter(|played| played.order == Some(order))
                {
                    played.order = None;
                    played
                        .officer
                        .handle_input(now, OfficerInput::OrderEnded { order });
                }
            }
            Decision::CloseIncident { incident } => {
                self.incidents.remove(&incident);
            }
        }
    }

    /// The hall's part, as far as this needs one: the nearest free unit is sent, and after a no the next.
    fn offer(&mut self, now: Timestamp, order: OrderId) {
        let Some((incident, _)) = self.orders.get(&order) else {
            return;
        };
        let place = self.incidents[incident].at;
        let free = self.units.values_mut().filter(|played| {
            played.order.is_none() && played.refused != Some(order) && !played.officer.is_on_task()
        });
        let nearest = free.min_by(|a, b| a.at.distance_m(place).total_cmp(&b.at.distance_m(place)));
        let Some(played) = nearest else {
            self.declined.push(order);
            return;
        };
        played.order = Some(order);
        played
            .officer
            .handle_input(now, OfficerInput::OrderRang { order, place });
    }
}

#[test]
fn two_hours_of_a_district_never_fall_idle() {
    let start = Timestamp::from_millis(1_700_000_000_000);
    let mut stage = Stage::new(start, 60, 11);
    let mut lit_seconds = 0;
    for second in 0..7200 {
        let now = start.after(Duration::from_secs(second));
        stage.second(now);
        let open = stage.orders.len();
        assert!(
            second < 60 || open >= dispatcher::OPEN_ORDERS_MIN,
            "{open} orders open at second {second}"
        );
        lit_seconds += usize::from(stage.units.values().any(|played| played.live));
    }
    assert!(stage.given > 60, "{} orders given", stage.given);
    assert!(lit_seconds > 3600, "somebody was live for {lit_seconds} s only");
    assert!(
        stage.incidents.len() < 20,
        "{} incidents wait",
        stage.incidents.len()
    );
    let late = stage
        .reported_after
        .iter()
        .filter(|after| **after > Duration::from_mins(15))
        .count();
    assert!(
        stage.reported_after.len() > 50 && late * 10 < stage.reported_after.len(),
        "{late} late"
    );
}
