//! Tests of where incidents happen.

use domain::{IncidentKind, Place, RaisedBy};

use super::*;

fn incident(lat: f64) -> Incident {
    Incident {
        id: "01980000-0000-7000-8000-000000000001".parse().unwrap(),
        kind: IncidentKind::Fire,
        place: Place {
            at: LatLon::new(lat, 9.521).unwrap(),
            name: String::new(),
            address: String::new(),
        },
        place_known: true,
        town: None,
        caller: None,
        note: String::new(),
        raised_at: Timestamp::from_millis(1_790_000_000_000),
        raised_by: RaisedBy::Person("01980000-0000-7000-8000-000000000002".parse().unwrap()),
    }
}

#[test]
fn what_is_taken_back_leaves_nothing() {
    let (here, there) = (incident(47.141), incident(47.2));
    let mut demand = Demand::default();
    demand.observe(&here);
    demand.observe(&there);
    demand.observe(&there);
    demand.take_back(&there);
    demand.take_back(&there);
    let mut once = Demand::default();
    once.observe(&here);
    assert_eq!(demand, once);
    demand.take_back(&here);
    assert_eq!(demand, Demand::default());
}

#[test]
fn an_incident_somewhere_unknown_counts_nowhere() {
    let lost = Incident {
        place_known: false,
        ..incident(0.0)
    };
    let mut demand = Demand::default();
    demand.observe(&lost);
    assert_eq!(demand, Demand::default());
}
