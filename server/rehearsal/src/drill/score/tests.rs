//! Tests of the score, from logs written by hand.

use domain::LatLon;
use domain::order::{Leg, OrderKind};

use super::*;
use crate::drill::Detector;

fn log(happened: &[(f64, What)]) -> Vec<Line> {
    let line = |(t_s, what): &(f64, What)| Line {
        seed: 1,
        t_s: *t_s,
        what: what.clone(),
    };
    happened.iter().map(line).collect()
}

fn sent(order: u32, at: f64) -> [(f64, What); 2] {
    let what = What::Order {
        order,
        order_kind: OrderKind::Emergency,
        place: LatLon::new(47.0, 9.5).unwrap(),
        limit_s: Some(900.0),
    };
    let started_s = at + 2.0;
    [(at, what), (started_s, What::Clock { order, started_s })]
}

fn met(order: u32, times: [f64; 3]) -> Vec<(f64, What)> {
    let legs = Leg::ALL.into_iter().zip(times);
    legs.map(|(leg, met_s)| {
        (
            met_s + 1.0,
            What::Leg {
                order,
                leg,
                unit: 1,
                met_s,
            },
        )
    })
    .collect()
}

fn forecast(order: u32, at: f64, probability: f64) -> (f64, What) {
    let forecast = What::Forecast {
        order,
        probability,
        arrived: probability,
        on_video: probability,
        reported: probability,
    };
    (at, forecast)
}

fn alarm(order: u32, at: f64) -> (f64, What) {
    let alarm = What::Alarm {
        order,
        leg: Leg::Arrived,
        probability: 0.1,
        cause: None,
    };
    (at, alarm)
}

fn score(parts: &[Vec<(f64, What)>]) -> Score {
    let mut all = parts.concat();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    Tally::of(&log(&all)).score()
}

fn close(value: Option<f64>, wanted: f64) {
    assert!(
        value.is_some_and(|value| (value - wanted).abs() < 1e-9),
        "{value:?}, not {wanted}"
    );
}

#[test]
fn an_order_is_late_by_the_truth_and_a_breach_by_the_record() {
    let inside = |order, at| vec![(at, What::TruthInside { order, unit: 1 })];
    let score = score(&[
        // In time, by both.
        sent(1, 0.0).to_vec(),
        inside(1, 302.0),
        met(1, [310.0, 320.0, 400.0]),
        // There in time, reported late.
        sent(2, 0.0).to_vec(),
        inside(2, 902.0),
        met(2, [902.0, 890.0, 902.1]),
        // There a moment late.
        sent(3, 0.0).to_vec(),
        inside(3, 902.1),
        met(3, [902.1, 902.1, 902.1]),
        // Never.
        sent(4, 0.0).to_vec(),
        vec![(5000.0, What::Impossible { order: 4 })],
    ]);
    assert_eq!(
        (score.orders, score.arrived_in_limit, score.all_legs_in_limit),
        (4, 2, 1)
    );
    assert_eq!(
        (score.unreached, score.forecast.breaches, score.bound.impossible),
        (1, 3, 1)
    );
    close(score.late_share, 0.5);
    close(score.mean_response_s, (300.0 + 900.0 + 900.1) / 3.0);
    close(score.p90_response_s, 900.1);
}

#[test]
fn a_leg_learnt_late_corrects_the_record() {
    let early = What::Leg {
        order: 1,
        leg: Leg::Reported,
        unit: 1,
        met_s: 800.0,
    };
    let score = score(&[
        sent(1, 0.0).to_vec(),
        met(1, [300.0, 310.0, 950.0]),
        vec![(1200.0, early)],
    ]);
    assert_eq!((score.all_legs_in_limit, score.forecast.breaches), (1, 0));
}

#[test]
fn an_alarm_is_in_time_four_minutes_ahead_and_only_the_first_counts() {
    let score = score(&[
        sent(1, 0.0).to_vec(),
        vec![alarm(1, 662.0), alarm(1, 880.0)],
        sent(2, 0.0).to_vec(),
        vec![alarm(2, 662.1), alarm(2, 670.0)],
        sent(3, 0.0).to_vec(),
        sent(4, 0.0).to_vec(),
        vec![alarm(4, 500.0)],
        met(4, [600.0, 610.0, 620.0]),
    ]);
    let forecast = score.forecast;
    assert_eq!((forecast.breaches, forecast.announced_4min), (3, 1));
    assert_eq!((forecast.alarms, forecast.false_alarms), (3, 1));
}

#[test]
fn reliability_is_the_mean_difference_over_the_bins_in_use() {
    let score = score(&[
        sent(1, 0.0).to_vec(),
        met(1, [100.0, 110.0, 120.0]),
        sent(2, 0.0).to_vec(),
        vec![
            // Half of those at 0.75 come true, all of those at 1.0, none at 0.1.
            forecast(1, 60.0, 0.75),
            forecast(2, 60.0, 0.75),
            forecast(1, 120.0, 1.0),
            forecast(2, 120.0, 0.1),
        ],
    ]);
    close(score.forecast.reliability_error, (0.25 + 0.0 + 0.1) / 3.0);
    close(
        score.forecast.reliability_error_weighted,
        (2.0 * 0.25 + 0.0 + 0.1) / 4.0,
    );
}

#[test]
fn arrivals_are_held_against_the_truth() {
    let inside = |order, at| (at, What::TruthInside { order, unit: 1 });
    let left = |order, at| (at, What::TruthLeft { order, unit: 1 });
    let detected = |order, at, by| {
        let detected = What::ArrivalDetected {
            order,
            unit: 1,
            by,
            stamp_s: at,
        };
        (at, detected)
    };
    let score = score(&[vec![
        // Right, after 7 s; the hall's saying so again counts for nothing.
        inside(1, 100.0),
        detected(1, 107.0, Detector::Phone),
        detected(1, 109.0, Detector::Hall),
        // A little early.
        detected(2, 195.0, Detector::Phone),
        inside(2, 200.0),
        // A passer-by taken for somebody who arrived.
        inside(3, 300.0),
        left(3, 305.0),
        detected(3, 306.0, Detector::Phone),
        // Stayed and not noticed, and passed by and rightly not noticed.
        inside(4, 400.0),
        left(4, 460.0),
        inside(5, 500.0),
        left(5, 520.0),
        // Closed before anybody could notice.
        inside(6, 550.0),
        (580.0, What::Closed { order: 6 }),
        // Detected when the order was over, which is nobody's to detect.
        detected(6, 581.0, Detector::Phone),
        left(6, 600.0),
        (900.0, What::Closed { order: 1 }),
        (900.0, What::Closed { order: 2 }),
    ]]);
    let arrival = score.arrival;
    assert_eq!(
        (arrival.right, arrival.wrong, arrival.early, arrival.missed),
        (1, 2, 1, 1)
    );
    assert_eq!(arrival.brief, 2);
    close(arrival.delay_p50_s, 7.0);
}

#[test]
fn tallies_of_seeds_add_up() {
    let one = Tally::of(&log(&sent(1, 0.0)));
    let mut two = one.clone();
    two.add(one);
    assert_eq!((two.score().orders, two.score().seeds.len()), (2, 2));
}
