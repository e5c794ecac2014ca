//! What the hall foresees.

use domain::order::{DispatchRule, Leg, OrderKind};
use domain::reachability::Doubt;
use domain::{LatLon, RoadClosure, TravelMode};

use super::check_equal;
use super::samples::{at, id};
use crate::api::{
    Cause, Chance, Cure, DrillAgain, DrillDistrict, DrillScore, DrillState, DrillView, ForecastView, Hole,
    KindReport, NewClosure, NewDrill, OrderKindView, Part, PromiseCells, PromiseMapView, PromiseMinute,
    ReachView, Recommendation, Recommendations, RouteView, SuggestedMove,
};

fn somewhere() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

pub(super) fn closure() -> RoadClosure {
    RoadClosure {
        id: id(0x5),
        at: somewhere(),
        radius_m: 40.0,
        note: "a burst pipe".to_owned(),
        closed_by: id(0xd),
        closed_at: at(20),
    }
}

fn suggested_move() -> SuggestedMove {
    SuggestedMove {
        unit: id(0x11),
        name: "Vaduz 2".to_owned(),
        from: somewhere(),
        to: LatLon::new(47.2, 9.53).unwrap(),
        gains: 84,
        route_s: 431,
    }
}

pub(super) fn promise_map() -> PromiseMapView {
    PromiseMapView {
        cells_id: "5f3c".to_owned(),
        made_at: at(30),
        limit_s: 900,
        cover: "0122".to_owned(),
        covered: 912,
        covered_twice: 640,
        holes: vec![Hole {
            at: somewhere(),
            cells: 1,
            weight: 88,
            since: at(-600),
        }],
        suggested: Some(suggested_move()),
    }
}

pub(super) fn forecasts() -> Vec<ForecastView> {
    let met = ForecastView {
        leg: Leg::Arrived,
        at: at(30),
        in_time_pct: 97,
        expected_at: Some(at(400)),
        amber: false,
        cause: None,
        cure: None,
    };
    let cures = [
        Cure::SecondUnit {
            unit: id(0x11),
            in_time_pct: 80,
        },
        Cure::OtherUnit {
            unit: id(0x11),
            in_time_pct: 80,
        },
        Cure::Call { unit: id(0x10) },
    ];
    let late = cures.into_iter().map(|cure| ForecastView {
        in_time_pct: 12,
        expected_at: None,
        amber: true,
        cause: Some(Cause::NotMoving {
            unit: id(0x10),
            for_s: 92,
        }),
        cure: Some(cure),
        ..met.clone()
    });
    std::iter::once(met.clone()).chain(late).collect()
}

#[test]
fn who_could_be_sent() {
    let full = Recommendation {
        unit: id(0x10),
        name: "Vaduz 1".to_owned(),
        mode: TravelMode::EBike,
        eta_s: 471,
        route_s: 402,
        guessed: false,
        margin_s: Some(429),
        on_time_pct: 96,
        chance: Chance::Good,
        fix_age_s: 3,
        stale: false,
        unreachable: false,
        doubts: vec![Doubt::NoAnswer, Doubt::BatteryLow],
        battery_pct: Some(14),
        battery_low: true,
        shift_ends_in_s: Some(7_200),
        shift_ends_before: false,
        busy_with: Some(id(0x3)),
        coverage_lost: 41,
    };
    let bare = Recommendation {
        margin_s: None,
        battery_pct: None,
        battery_low: false,
        shift_ends_in_s: None,
        busy_with: None,
        doubts: Vec::new(),
        ..full.clone()
    };
    let recommendations = Recommendations {
        rule: DispatchRule::Cover,
        nearest: Some(id(0x10)),
        cover: Some(id(0x11)),
        units: vec![full, bare],
        moves: vec![suggested_move()],
    };
    check_equal("recommendations", &[("recommendations", recommendations)]);
}

#[test]
fn where_the_promise_holds() {
    check_equal("promise_map", &[("promise_map", promise_map())]);
    let cells = PromiseCells {
        id: "5f3c".to_owned(),
        borders: vec![vec![47_141_000, 9_521_000, 47_142_000, 9_521_500]],
    };
    check_equal("promise_cells", &[("promise_cells", cells)]);
    let minute = PromiseMinute {
        at: at(30),
        covered: 912,
        covered_twice: 640,
    };
    check_equal("promise_minute", &[("promise_minute", minute)]);
}

#[test]
fn a_closure_is_asked_for() {
    let full = NewClosure {
        at: somewhere(),
        radius_m: Some(40.0),
        note: Some("a burst pipe".to_owned()),
    };
    let bare = NewClosure {
        radius_m: None,
        note: None,
        ..full.clone()
    };
    check_equal("new_closure", &[("full", full), ("bare", bare)]);
}

#[test]
fn how_far_it_is() {
    let line = vec![somewhere(), LatLon::new(47.2, 9.53).unwrap()];
    let reach = ReachView {
        seconds: 900,
        guessed: false,
        rings: vec![line.clone()],
    };
    check_equal("reach", &[("reach", reach)]);
    let route = RouteView {
        unit: id(0x10),
        seconds: 402,
        metres: 5_310,
        guessed: false,
        line,
    };
    check_equal("route", &[("route", route)]);
}

#[test]
fn a_rehearsal() {
    let plan = NewDrill {
        rule: DispatchRule::Cover,
        district: DrillDistrict::Present,
        scenario: None,
        units: Some(15),
        hours: 8,
        orders_per_hour: 12,
        runs: 4,
    };
    check_equal("new_drill", &[("new_drill", plan.clone())]);
    let again = DrillAgain {
        rule: DispatchRule::Nearest,
    };
    check_equal("drill_again", &[("drill_again", again)]);
    let running = DrillView {
        id: id(0x7),
        plan,
        of: id(0x6),
        incidents: 120,
        started_at: at(0),
        state: DrillState::Running,
        progress_pct: 40,
        score: None,
        fault: None,
    };
    let score = DrillScore {
        orders: 384,
        arrived_in_limit: 350,
        all_legs_in_limit: 344,
        late_share: Some(0.125),
        mean_response_s: Some(480.5),
        p90_response_s: Some(810.0),
        moves_km: 93.5,
        breaches: 34,
        announced_4min: 32,
        false_alarms: 3,
        reliability_error: Some(0.03),
        unavoidable_late_share: Some(0.05),
        wall_s: 3.5,
    };
    let done = DrillView {
        state: DrillState::Done,
        progress_pct: 100,
        score: Some(score),
        ..running.clone()
    };
    check_equal("drill", &[("running", running), ("done", done)]);
}

#[test]
fn how_well_the_promise_was_kept() {
    let full = KindReport {
        kind: OrderKind::Emergency,
        orders: 40,
        open: 2,
        cancelled: 1,
        arrived_in_time: Some(Part { count: 35, of: 39 }),
        on_video_in_time: Some(Part { count: 34, of: 38 }),
        reported_in_time: Some(Part { count: 33, of: 37 }),
        late: Some(Part { count: 4, of: 38 }),
        items_done: Some(Part { count: 120, of: 204 }),
        mean_response_s: Some(471.5),
        p90_response_s: Some(803.0),
    };
    let nobody = KindReport {
        kind: OrderKind::Standby,
        arrived_in_time: None,
        on_video_in_time: None,
        reported_in_time: None,
        late: None,
        items_done: None,
        mean_response_s: None,
        p90_response_s: None,
        ..full.clone()
    };
    check_equal("kind_report", &[("full", full), ("nobody", nobody)]);
    let (kind, limit_s) = (OrderKind::Routine, Some(3_600));
    check_equal("order_kind", &[("order_kind", OrderKindView { kind, limit_s })]);
}
