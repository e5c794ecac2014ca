//! The whole board as the HTTP API shows it, and what must never be lost of it.

use domain::order::Assignment;
use protocol::api::{IncidentView, LegsView, OrderState, OrderView, UnitView};

use crate::Desk;

/// What a dispatcher sees.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Every unit.
    pub units: Vec<UnitView>,
    /// Every incident.
    pub incidents: Vec<IncidentView>,
    /// Every order.
    pub orders: Vec<OrderView>,
}

impl Board {
    /// What the hall shows now.
    pub async fn of(desk: &Desk) -> Self {
        Self {
            units: desk.get("/api/units").await,
            incidents: desk.get("/api/incidents").await,
            orders: desk.get("/api/orders").await,
        }
    }

    /// Panics if something that the hall said `before` is missing or went back.
    pub fn assert_holds(&self, before: &Self, when: &str) {
        for was in &before.units {
            let kept = self.units.iter().find(|unit| unit.id == was.id);
            let kept = kept.unwrap_or_else(|| panic!("{when}: the unit {} is missing", was.name));
            assert_eq!((&kept.name, kept.town), (&was.name, was.town), "{when}");
        }
        for was in &before.incidents {
            let kept = self.incidents.iter().find(|incident| incident.id == was.id);
            assert_eq!(kept, Some(was), "{when}: an incident changed");
        }
        for was in &before.orders {
            let kept = self.orders.iter().find(|order| order.id == was.id);
            let kept = kept.unwrap_or_else(|| panic!("{when}: the order {} is missing", was.id));
            assert_order_holds(kept, was, when);
        }
    }
}

fn assert_order_holds(kept: &OrderView, was: &OrderView, when: &str) {
    assert_eq!(
        (kept.kind, kept.incident, &kept.place, &kept.addressee, &kept.note),
        (was.kind, was.incident, &was.place, &was.addressee, &was.note),
        "{when}: the order changed"
    );
    assert_eq!((kept.sent_at, kept.limit_s), (was.sent_at, was.limit_s), "{when}");
    if was.started_at.is_some() {
        assert_eq!(
            (kept.started_at, kept.due_at),
            (was.started_at, was.due_at),
            "{when}: the clock started anew"
        );
    }
    if was.status != OrderState::Open {
        assert_eq!(
            (kept.status, kept.ended_at),
            (was.status, was.ended_at),
            "{when}: an ended order opened again"
        );
    }
    let legs = |LegsView {
                    arrived,
                    on_video,
                    reported,
                    arrival_detected,
                }: &LegsView| [*arrived, *on_video, *reported, *arrival_detected];
    for (kept, was) in legs(&kept.legs).into_iter().zip(legs(&was.legs)) {
        assert!(
            was.is_none() || kept == was,
            "{when}: a leg is {kept:?}, was {was:?}"
        );
    }
    for was in &was.assignments {
        let kept = kept.assignments.iter().find(|part| part.id == was.id);
        let kept = kept.unwrap_or_else(|| panic!("{when}: the unit {} was no longer asked", was.unit));
        assert_assignment_holds(kept, was, when);
    }
    for report in &was.reports {
        assert!(kept.reports.contains(report), "{when}: missing: {report:?}");
    }
}

fn assert_assignment_holds(kept: &Assignment, was: &Assignment, when: &str) {
    assert_eq!((kept.unit, kept.offered_at), (was.unit, was.offered_at), "{when}");
    for (kept, was) in [
        (kept.delivered, was.delivered),
        (kept.answered, was.answered),
        (kept.under_way, was.under_way),
    ] {
        assert!(
            was.is_none() || kept == was,
            "{when}: an assignment's step is {kept:?}, was {was:?}"
        );
    }
}
