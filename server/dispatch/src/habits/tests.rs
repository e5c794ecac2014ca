//! Tests of what is learnt of units.

use super::*;

/// Numbers that look random, evenly spread between 0 and 1.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }

    /// A standard normal deviate.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }
}

fn unit(number: u128) -> UnitId {
    UnitId(uuid::Uuid::from_u128(number))
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_000 + minute * 60_000)
}

fn who(number: u128, at: i64) -> Who {
    Who::new(unit(number), TravelMode::Car, minute(at))
}

#[test]
fn a_slow_officer_is_told_from_the_others_after_a_few_trips() {
    let mut pace = Habits::default().pace;
    let mut dice = Dice(1);
    for trip in 0..12 {
        for (number, own) in [(1, 0.85), (2, 0.95), (3, 1.05), (4, 1.4)] {
            pace.observe(who(number, trip * 20), own * (dice.normal() * 0.1).exp());
        }
    }
    let slow = pace.expect(who(4, 250)).mean();
    let quick = pace.expect(who(1, 250)).mean();
    assert!((1.3..1.5).contains(&slow), "{slow}");
    assert!((0.8..0.95).contains(&quick), "{quick}");
    let stranger = pace.expect(who(9, 250));
    assert!((0.95..1.15).contains(&stranger.mean()), "{stranger:?}");
    assert!(
        stranger.sigma > pace.expect(who(1, 250)).sigma,
        "less is known of who was never seen"
    );
}

#[test]
fn one_odd_observation_changes_little() {
    let mut answer = Habits::default().answer;
    for trip in 0..30 {
        answer.observe(who(1, trip * 10), 8.0);
    }
    let before = answer.expect(who(1, 310)).mean();
    answer.observe(who(1, 305), 3000.0);
    let after = answer.expect(who(1, 310)).mean();
    assert!(after < before * 1.35, "{before} became {after}");
}

#[test]
fn the_spread_learnt_is_the_spread_there_is() {
    for noise in [0.05, 0.3] {
        let mut pace = Habits::default().pace;
        let mut dice = Dice(7);
        for trip in 0..400 {
            pace.observe(who(1, trip * 5), 1.2 * (dice.normal() * noise).exp());
        }
        let learnt = pace.expect(who(1, 2000)).sigma;
        assert!((learnt / noise - 1.0).abs() < 0.35, "{learnt} for {noise}");
    }
}

#[test]
fn a_log_normal_knows_its_moments_and_its_past() {
    let spread = Spread { mu: 3.0, sigma: 0.5 };
    let again = Spread::with_moments(spread.mean(), spread.variance());
    assert!((again.mu - 3.0).abs() < 1e-9 && (again.sigma - 0.5).abs() < 1e-9);
    assert!((spread.at_most(3.0_f64.exp()) - 0.5).abs() < 1e-6);
    assert!((spread.at_most_more(0.0, 20.0) - spread.at_most(20.0)).abs() < 1e-9);
    // What has taken long already may take long yet.
    let wide = Spread { mu: 3.0, sigma: 1.0 };
    assert!(wide.at_most_more(300.0, 20.0) < wide.at_most(20.0));
    assert!(wide.mean_more(300.0) > wide.mean());
    assert!((wide.mean_more(1e-6) - wide.mean()).abs() < 1e-3);
    // Far out in the tail nothing breaks.
    assert!((0.0..=1.0).contains(&spread.at_most_more(1e6, 20.0)));
}

#[test]
fn the_road_of_the_last_metres_counts_once() {
    let mut habits = Habits::default();
    // Of 300 seconds of road, 80 are the last metres, on foot; they take 100, looking for the door included.
    for trip in 0..20 {
        let who = Who::new(unit(1), TravelMode::Foot, minute(trip * 30));
        let seen = TripSeen {
            route_s: 220,
            took_s: 220,
            last_s: 100,
            left_s: Some(80),
            half: None,
        };
        habits.observe_trip(who, OrderKind::Emergency, seen);
        let standby = TripSeen { last_s: 1, ..seen };
        habits.observe_trip(who, OrderKind::Standby, standby);
    }
    let who = Who::new(unit(1), TravelMode::Foot, minute(600));
    let whole = habits.road(who, 300.0).mean() + habits.last.expect(who).mean();
    assert!((whole - 320.0).abs() < 25.0, "{whole}");
}
