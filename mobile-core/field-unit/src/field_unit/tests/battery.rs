//! The budget of a phone's battery: what an hour costs in each situation, counted.
//!
//! The receiver measures as often as the machine says, the hall answers at once, and an hour of the phone's own time passes.
//! The README's table is this one.

use std::fmt::Write as _;
use std::time::Duration;

use domain::LatLon;

use super::pretend_hall::scene;
use super::spent::Spent;
use super::transcripts::order_comes;
use super::world::World;
use crate::{Input, Measurement, Precision};

const HOUR: Duration = Duration::from_hours(1);
const METRES_A_DEGREE: f64 = 111_195.0;

/// Goes to and fro between two distances from the scene for an hour, measured as often as the machine says; how often
/// finely, and how often coarsely.
fn spend(world: &mut World, metres: std::ops::Range<f64>, speed_mps: f64) -> (usize, usize) {
    let (mut fine, mut coarse) = (0, 0);
    let begun = world.now;
    while world.now.since(begun) < HOUR {
        let cadence = world.phone.cadence().unwrap();
        match cadence.precision {
            Precision::Fine => fine += 1,
            Precision::Coarse => coarse += 1,
        }
        let way = metres.end - metres.start;
        let gone = world.now.since(begun).as_secs_f64() * speed_mps % (2.0 * way).max(1.0);
        let north_m = metres.start + gone.min(2.0 * way - gone).max(0.0);
        let at = LatLon::new(scene().lat() + north_m / METRES_A_DEGREE, scene().lon()).unwrap();
        world.input(Input::FixMeasured(Measurement {
            speed_mps: Some(speed_mps),
            battery_pct: Some(60),
            ..Measurement::fresh(at, 8.0)
        }));
        world.run(cadence.every);
    }
    (fine, coarse)
}

/// An hour on duty of a unit that has been so for a while.
fn hour(before: impl FnOnce(&mut World), metres: std::ops::Range<f64>, speed_mps: f64) -> String {
    let mut world = World::on_duty();
    world.run(Duration::from_mins(5));
    before(&mut world);
    world.spent = Spent::default();
    let (fine, coarse) = spend(&mut world, metres, speed_mps);
    let spent = &world.spent;
    format!(
        "{:>8} {fine:>6} {coarse:>8} {:>6} {:>9} {:>8} {:>9}",
        spent.wake_ups,
        spent.fixes,
        spent.messages,
        spent.sent_bytes / 1000,
        spent.heard_bytes / 1000,
    )
}

#[test]
fn what_an_hour_costs() {
    let accepted = |world: &mut World| {
        let order = order_comes(world);
        world.run(Duration::from_secs(1));
        world.input(Input::AcceptTapped { order });
        world.run(Duration::from_secs(1));
    };
    let live = |world: &mut World| world.input(Input::LiveTapped { on: true });
    let mut table = "an hour    wake-ups   fine   coarse  fixes  messages  sent kB  heard kB\n".to_owned();
    for (name, cost) in [
        ("still", hour(|_| {}, 2_000.0..2_000.0, 0.0)),
        ("walking", hour(|_| {}, 2_000.0..4_000.0, 1.4)),
        ("driving", hour(|_| {}, 2_000.0..9_000.0, 12.0)),
        ("on an order", hour(accepted, 2_000.0..4_000.0, 1.4)),
        ("live, still", hour(live, 2_000.0..2_000.0, 0.0)),
    ] {
        writeln!(table, "{name:<11}{cost}").unwrap();
    }
    insta::assert_snapshot!(table);
}
