//! Whole drills, in worlds made for a question.

use super::*;
use crate::ground::tests::LIECHTENSTEIN;

mod recount;

/// A world without any chance in it: everybody is quick, every phone works, every fix is right.
const PERFECT: &str = r"
    [seat]
    intake = { median_s = 1.0, spread = 0.0 }
    [officers]
    roaming = 0.0
    [pace]
    median = 0.6
    between_officers = 0.0
    between_trips = 0.0
    between_roads = 0.0
    between_hours = 0.0
    between_days = 0.0
    [answers]
    accept = { median_s = 3.0, spread = 0.0 }
    between_officers = 0.0
    decline_share = 0.0
    silence_share = 0.0
    [tasks]
    start = { median_s = 5.0, spread = 0.0 }
    between_officers = 0.0
    last_metres = { median_s = 0.0, spread = 0.0 }
    stop_within_m = 5.0
    work = { median_s = 120.0, spread = 0.0 }
    [receiver]
    sigma_m = 1.0
    bias_m = 0.0
    jump_share = 0.0
    gaps_per_hour = 0.0
    [phones]
    dead_per_day = 0.0
    battery_pct_per_hour = 0.0
    [network]
    cuts_per_hour = 0.0
";

fn world(text: &str) -> Scenario {
    Scenario::read(text).unwrap()
}

fn plan(units: u32, hours: f64) -> Plan {
    Plan {
        units,
        hours,
        orders_per_hour: 12.0,
        rule: DispatchRule::Nearest,
    }
}

fn terrain(plan: &Plan) -> Terrain {
    Terrain::new(LIECHTENSTEIN.roads().clone(), &world(""), plan.rule)
}

fn drilled(text: &str, plan: &Plan, seed: u64) -> Vec<Line> {
    run(&terrain(plan), world(text), plan, seed)
}

#[test]
fn the_same_seed_tells_the_same_story_in_whatever_steps() {
    let plan = plan(10, 1.0);
    let whole = drilled("", &plan, 7);
    let mut drill = Drill::new(&terrain(&plan), world(""), &plan, 7);
    let mut lines = Vec::new();
    while drill.run_for(Duration::from_secs(37)) != Progress::Over {
        lines.extend(drill.take_lines());
    }
    lines.extend(drill.take_lines());
    assert!(whole.len() > 50, "{}", whole.len());
    assert_eq!(lines, whole);
    assert_ne!(drilled("", &plan, 8), whole);
}

#[test]
fn both_rules_meet_the_same_calls() {
    let calls = |rule| {
        let lines = drilled("", &Plan { rule, ..plan(8, 1.0) }, 3);
        let sent = lines.into_iter().filter_map(|line| match line.what {
            What::Order {
                order,
                place,
                limit_s: Some(_),
                ..
            } => Some((order, line.t_s.to_bits(), place)),
            _ => None,
        });
        sent.collect::<Vec<_>>()
    };
    assert_eq!(calls(DispatchRule::Nearest), calls(DispatchRule::Cover));
}

#[test]
fn where_everything_is_perfect_every_promise_that_can_be_is_kept() {
    let score = Tally::of(&drilled(PERFECT, &plan(40, 3.0), 1)).score();
    assert!(score.orders > 20, "{score:?}");
    // A few places in the mountains are too far from everybody.
    let possible = score.orders - score.bound.impossible;
    assert!(score.bound.impossible * 20 < score.orders, "{score:?}");
    assert_eq!(score.arrived_in_limit, possible, "{score:?}");
    assert_eq!(score.all_legs_in_limit, possible, "{score:?}");
    assert_eq!(score.forecast.breaches, score.bound.impossible);
    assert_eq!(score.arrival.missed, 0);
    assert_eq!((score.double_assignments, score.lost_events), (0, 0));
}

#[test]
fn where_every_phone_is_dead_every_order_is_late() {
    let dead = "[phones]\ndead_per_day = 1000.0\ndead = { median_s = 864000.0, spread = 0.0 }\n";
    let score = Tally::of(&drilled(dead, &plan(10, 1.0), 1)).score();
    assert!(score.orders > 3, "{score:?}");
    // The first minutes may still see a phone alive.
    assert!(score.late_share.unwrap() > 0.9, "{score:?}");
    assert!(score.unreached + 1 >= score.orders, "{score:?}");
    assert!(score.forecast.breaches + 1 >= score.orders, "{score:?}");
}

#[test]
fn nothing_is_lost_or_doubled_on_a_bad_net_with_phones_that_die() {
    let bad = "[network]\nlatency_ms = [100.0, 3000.0]\ncuts_per_hour = 20.0\n\
        cut = { median_s = 60.0, spread = 1.0 }\n[phones]\ndead_per_day = 60.0\n\
        dead = { median_s = 120.0, spread = 0.5 }\n[answers]\ndecline_share = 0.2\nsilence_share = 0.2\n";
    for seed in 1..=3 {
        let score = Tally::of(&drilled(bad, &plan(12, 2.0), seed)).score();
        assert!(score.orders > 10, "{score:?}");
        assert!(score.arrived_in_limit > 0, "{score:?}");
        assert_eq!(
            (score.double_assignments, score.lost_events),
            (0, 0),
            "seed {seed}"
        );
    }
}

#[test]
fn without_units_nobody_comes_and_the_drill_ends() {
    let score = Tally::of(&drilled("", &plan(0, 1.0), 1)).score();
    assert!(score.orders > 3);
    assert_eq!(
        (score.unreached, score.bound.impossible),
        (score.orders, score.orders)
    );
}

#[test]
fn without_calls_there_is_nothing_to_score() {
    let quiet = Plan {
        orders_per_hour: 0.0,
        ..plan(5, 1.0)
    };
    let score = Tally::of(&drilled("", &quiet, 1)).score();
    assert_eq!((score.orders, score.mean_response_s), (0, None));
    assert_eq!((score.late_share, score.bound.late_share), (None, None));
}

#[test]
fn the_log_alone_gives_the_score() {
    let lines = drilled("", &plan(6, 2.0), 5);
    let written: Vec<String> = lines
        .iter()
        .map(|line| serde_json::to_string(line).unwrap())
        .collect();
    let read: Vec<Line> = written
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read, lines);
    assert_eq!(Tally::of(&read).score(), Tally::of(&lines).score());
    assert!(
        lines.is_sorted_by(|a, b| a.t_s <= b.t_s),
        "the log is in sequence"
    );
}

#[test]
fn units_stand_where_the_scenario_puts_them_and_travel_as_it_says() {
    // Nine kilometres on foot are too far; next to the place nobody is late.
    let posts = |lat: f64, lon: f64, mode: &str| {
        let posts = format!("{{ lat = {lat}, lon = {lon}, mode = \"{mode}\" }},").repeat(4);
        let incidents = "[incidents]\nhot_share = 1.0\n\
            points = [{ lat = 47.141, lon = 9.521, weight = 1, spread_m = 0 }]\n";
        PERFECT.replace("[officers]", &format!("{incidents}[officers]\nposts = [{posts}]"))
    };
    let late = |text: &str| {
        Tally::of(&drilled(text, &plan(4, 1.0), 1))
            .score()
            .late_share
            .unwrap()
    };
    assert!(late(&posts(47.141, 9.521, "car")) < f64::EPSILON);
    assert!(late(&posts(47.22, 9.53, "foot")) > 0.9);
}

#[test]
fn whoever_counts_the_log_again_comes_to_the_same_figures() {
    for (text, seed) in [
        ("", 5),
        ("[tasks]\nlast_metres = { median_s = 200.0, spread = 0.8 }\n", 6),
    ] {
        let lines = drilled(text, &plan(6, 3.0), seed);
        let score = Tally::of(&lines).score();
        assert!(
            score.arrival.right > 5 && score.orders > score.arrived_in_limit,
            "{score:?}"
        );
        let written = lines.iter().map(|line| serde_json::to_value(line).unwrap());
        let again = recount::of(&written.collect::<Vec<_>>());
        let arrival = score.arrival;
        let counts = [
            score.orders,
            score.arrived_in_limit,
            score.all_legs_in_limit,
            score.forecast.breaches,
            score.forecast.announced_4min,
            score.forecast.false_alarms,
            arrival.right,
            arrival.wrong,
            arrival.missed,
            arrival.brief,
        ];
        assert_eq!(again.counts, counts, "{score:?}");
        assert_eq!(again.delay_p50_s, arrival.delay_p50_s);
    }
}

#[test]
fn the_machines_go_by_the_radius_of_the_world() {
    for (radius_m, stop_within_m) in [(20.0, 5.0), (120.0, 100.0)] {
        let text = PERFECT.replace(
            "stop_within_m = 5.0",
            &format!("stop_within_m = {stop_within_m:.1}"),
        ) + &format!("[arrival]\nradius_m = {radius_m:.1}\n");
        let arrival = Tally::of(&drilled(&text, &plan(30, 3.0), 2)).score().arrival;
        assert!(arrival.right > 20, "{arrival:?}");
        assert_eq!(
            (arrival.wrong, arrival.missed),
            (0, 0),
            "{radius_m} m: {arrival:?}"
        );
    }
}

#[test]
fn what_is_done_at_once_is_closed_no_sooner_than_the_hall_knows_it() {
    let at_once = [
        "seat.intake",
        "seat.closing",
        "answers.accept",
        "tasks.start",
        "tasks.video",
        "tasks.report",
    ];
    let text = at_once
        .map(|name| format!("{name} = {{ median_s = 0.0, spread = 0.0 }}\n"))
        .concat()
        + "tasks.work = { median_s = 0.0, spread = 0.0 }\n";
    let score = Tally::of(&drilled(&text, &plan(30, 3.0), 1)).score();
    assert!(score.arrived_in_limit > 20, "{score:?}");
    assert!(score.all_legs_in_limit + 2 >= score.arrived_in_limit, "{score:?}");
}

#[test]
fn whoever_was_inside_is_told_to_have_left_when_the_order_is_over() {
    let lines = drilled("", &plan(10, 2.0), 4);
    let count = |wanted: fn(&What) -> bool| lines.iter().filter(|line| wanted(&line.what)).count();
    let inside = count(|what| matches!(what, What::TruthInside { .. }));
    let left = count(|what| matches!(what, What::TruthLeft { .. }));
    // Who came last may stand there still when the drill ends.
    assert!(inside > 10 && left + 2 >= inside, "{left} of {inside} left");
}

#[test]
fn a_phone_with_a_flat_battery_measures_again_once_everybody_is_charged() {
    let flat = "[phones]\nbattery_pct = [1.0, 1.0]\nbattery_pct_per_hour = 100.0\n";
    let mut drill = Drill::new(&terrain(&plan(1, 1.0)), world(flat), &plan(1, 1.0), 1);
    drill.run_for(Duration::from_mins(10));
    assert!(!drill.units[0].phone.is_on(), "the battery is flat");
    drill.heal();
    drill.run_for(Duration::from_mins(1));
    assert!(drill.units[0].phone.is_on());
    let waits_for = drill.units[0].measures_at;
    assert!(
        waits_for > drill.now && waits_for < Timestamp::MAX,
        "{waits_for:?}"
    );
}
