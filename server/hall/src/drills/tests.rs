//! Rehearsals that wait, repeat others, or come when the hall stops.

use std::sync::LazyLock;

use domain::{LatLon, TravelMode};
use protocol::api::DrillDistrict;
use rehearsal::drill::Post;

use super::*;

static ROADS: LazyLock<RoadNetwork> = LazyLock::new(|| {
    RoadNetwork::from_pbf(include_bytes!(
        "../../../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ))
    .unwrap()
});

fn plan(rule: DispatchRule) -> NewDrill {
    NewDrill {
        rule,
        district: DrillDistrict::Present,
        scenario: None,
        units: Some(2),
        hours: 1,
        orders_per_hour: 6,
        runs: 1,
    }
}

fn world() -> Scenario {
    let post = Post {
        lat: 47.141,
        lon: 9.521,
        mode: TravelMode::Car,
    };
    let incident = LatLon::new(47.15, 9.52).unwrap();
    Scenario::read("")
        .unwrap()
        .of_district(vec![post; 2], &[incident], &ROADS)
}

fn start(drills: &Drills) -> Result<DrillView, DrillRefusal> {
    drills.start(ROADS.clone(), world(), plan(DispatchRule::Nearest))
}

#[tokio::test]
async fn the_other_rule_waits_for_the_first_and_is_of_the_same_district() {
    let drills = Drills::default();
    let first = start(&drills).unwrap();
    let second = drills.again(first.id, DispatchRule::Cover, None).unwrap();
    assert_eq!((first.of, second.of), (first.id, first.id));
    assert_eq!(second.incidents, 1);
    assert_eq!(drills.world(second.id), drills.world(first.id));
    // Nobody looks, and both are done all the same.
    let done = |id| drills.get(id).unwrap().state == DrillState::Done;
    while !(done(first.id) && done(second.id)) {
        let running = drills
            .list()
            .iter()
            .filter(|drill| drill.state == DrillState::Running)
            .count();
        assert!(running <= 1, "{running} run at once");
        assert!(
            drills
                .list()
                .iter()
                .all(|drill| drill.state != DrillState::Failed)
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(drills.get(second.id).unwrap().plan.rule, DispatchRule::Cover);
    let unknown = DrillId(ids::fresh());
    let again = drills.again(unknown, DispatchRule::Cover, Some(ROADS.clone()));
    assert_eq!(again, Err(DrillRefusal::NoSuchDrill));
}

#[tokio::test]
async fn what_waits_is_stopped_without_being_begun_and_not_too_many_wait() {
    let drills = Drills::default();
    let refused = loop {
        match start(&drills) {
            Ok(_) => assert!(drills.list().len() < KEPT, "no end of waiting"),
            Err(refusal) => break refusal,
        }
    };
    assert_eq!(refused, DrillRefusal::Busy);
    let last = drills.list().first().unwrap().id;
    assert!(drills.stop(last));
    assert_eq!(drills.get(last).unwrap().state, DrillState::Cancelled);
    drills.close();
}

#[tokio::test]
async fn a_hall_that_stops_begins_no_drill() {
    let drills = Drills::default();
    let waiting = start(&drills).unwrap();
    drills.close();
    assert_eq!(start(&drills), Err(DrillRefusal::Stopping));
    let again = drills.again(waiting.id, DispatchRule::Cover, Some(ROADS.clone()));
    assert_eq!(again, Err(DrillRefusal::Stopping));
    // What ran ends by itself.
    while drills.get(waiting.id).unwrap().state != DrillState::Cancelled {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
