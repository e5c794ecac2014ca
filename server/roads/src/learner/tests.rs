//! Tests of learning hidden speeds from trails.

use super::*;
use crate::network::tests::LIECHTENSTEIN;
use crate::reference::Dice;

/// Lets units drive `trips` trips at the hidden `speeds`, with a fix every eight seconds that is a few
/// metres off; says how many pairs of fixes showed something.
fn drive(
    learner: &mut SpeedLearner,
    roads: &RoadNetwork,
    speeds: &Speeds,
    hour: u8,
    trips: usize,
    dice: &mut Dice,
) -> usize {
    let hidden = roads.with_speeds(speeds);
    let mut shown = 0;
    for _ in 0..trips {
        let (from, to) = (dice.place(roads), dice.place(roads));
        let trip = hidden.route(from, to).unwrap();
        let sighting = |seconds: f64, dice: &mut Dice| {
            let moment = trip.at(seconds);
            let mut noise =
                || (f64::from(u32::try_from(dice.roll(1000)).unwrap()) / 500.0 - 1.0) * 4.0 / 111_195.0;
            Sighting {
                at: LatLon::new(moment.at.lat() + noise(), moment.at.lon() + noise()).unwrap(),
                heading_deg: Some(moment.heading_deg),
            }
        };
        let mut seconds = 0.0;
        let mut before = sighting(seconds, dice);
        while seconds + 8.0 < trip.seconds {
            seconds += 8.0;
            let next = sighting(seconds, dice);
            shown += usize::from(learner.observe(roads, TravelMode::Car, hour, before, next, 8.0));
            before = next;
        }
    }
    shown
}

/// A town crawls in the morning, and its main roads are quick.
fn morning() -> Speeds {
    Speeds::default()
        .with(TravelMode::Car, RoadClass::Residential, 0.6)
        .with(TravelMode::Car, RoadClass::Secondary, 1.3)
}

#[test]
fn hidden_speeds_are_found_for_their_hour() {
    let mut learner = SpeedLearner::default();
    let mut dice = Dice::new(8);
    let shown = drive(&mut learner, &LIECHTENSTEIN, &morning(), 8, 250, &mut dice)
        + drive(
            &mut learner,
            &LIECHTENSTEIN,
            &Speeds::default(),
            14,
            250,
            &mut dice,
        );
    assert!(shown > 5_000, "{shown} pairs of fixes showed something");
    let factor = |hour, class| learner.speeds(hour).factor(TravelMode::Car, class);
    for (hour, class, hidden) in [
        (8, RoadClass::Residential, 0.6),
        (7, RoadClass::Secondary, 1.3),
        (14, RoadClass::Residential, 1.0),
        (12, RoadClass::Secondary, 1.0),
    ] {
        let found = factor(hour, class);
        assert!(
            (found / hidden - 1.0).abs() < 0.12,
            "{hour} h, {class:?}: {found} for {hidden}"
        );
    }
    let night = factor(2, RoadClass::Residential);
    assert!(night > 0.6 && night < 1.0, "an hour unseen is between: {night}");
    let elsewhere = learner.speeds(8).factor(TravelMode::Foot, RoadClass::Residential);
    assert!((elsewhere - 1.0).abs() < 1e-12, "another mode is not touched");
}

#[test]
fn learning_halves_the_error_of_travel_times() {
    let mut learner = SpeedLearner::default();
    let mut dice = Dice::new(9);
    drive(&mut learner, &LIECHTENSTEIN, &morning(), 8, 250, &mut dice);
    let truth = LIECHTENSTEIN.with_speeds(&morning());
    let learnt = LIECHTENSTEIN.with_speeds(&learner.speeds(8));
    let (mut crude_error, mut error) = (0.0, 0.0);
    for _ in 0..100 {
        let (from, to) = (dice.place(&truth), dice.place(&truth));
        let seconds = |roads: &RoadNetwork| roads.route(from, to).unwrap().seconds;
        crude_error += (seconds(&LIECHTENSTEIN) - seconds(&truth)).abs();
        error += (seconds(&learnt) - seconds(&truth)).abs();
    }
    assert!(error < crude_error / 2.0, "{error} s against {crude_error} s");
    // Learning goes on from what was learnt, and stays where it is.
    drive(&mut learner, &learnt, &morning(), 8, 100, &mut dice);
    let found = learner.speeds(8).factor(TravelMode::Car, RoadClass::Residential);
    assert!((found / 0.6 - 1.0).abs() < 0.12, "{found}");
}

#[test]
fn what_is_kept_goes_on_as_it_was() {
    let mut learner = SpeedLearner::default();
    let mut dice = Dice::new(11);
    drive(&mut learner, &LIECHTENSTEIN, &morning(), 8, 20, &mut dice);
    let kept = serde_json::to_string(&learner).unwrap();
    let learner_again: SpeedLearner = serde_json::from_str(&kept).unwrap();
    assert_ne!(learner_again, SpeedLearner::default());
    let (ours, again) = (learner.speeds(8), learner_again.speeds(8));
    assert!(ours.difference(&again) < 1e-9 && ours.difference(&Speeds::default()) > 0.05);
}

#[test]
fn little_evidence_changes_little() {
    for (seconds, at_least) in [(60.0, 0.93), (240.0, 0.8)] {
        let mut learner = SpeedLearner::default();
        let street = learner.evidence(TravelMode::Car, RoadClass::Residential, 8);
        street.unwrap().add(0.6 * seconds, seconds);
        let found = learner.speeds(8).factor(TravelMode::Car, RoadClass::Residential);
        assert!(
            (at_least..1.0).contains(&found),
            "{seconds} s at 0.6 of the usual speed go less than half of the way to it: {found}"
        );
    }
}

#[test]
fn what_shows_no_travel_is_left_out() {
    let mut learner = SpeedLearner::default();
    let street = LIECHTENSTEIN
        .streets()
        .find(|street| street.metres > 300.0)
        .unwrap();
    let sighting = |at: LatLon| Sighting {
        at,
        heading_deg: None,
    };
    let (from, to) = (street.line[0], *street.line.last().unwrap());
    let off = LatLon::new(to.lat() + 0.05, to.lon() + 0.05).unwrap();
    let mut observe = |to, seconds| {
        learner.observe(
            &LIECHTENSTEIN,
            TravelMode::Car,
            8,
            sighting(from),
            sighting(to),
            seconds,
        )
    };
    assert!(!observe(from, 8.0), "it stands");
    assert!(!observe(to, 3_600.0), "an hour passed");
    assert!(!observe(to, 0.5), "it flew");
    assert!(!observe(to, f64::NAN), "no time at all");
    assert!(!observe(off, 100.0), "it left the road");
    assert_eq!(learner, SpeedLearner::default());
}
