//! What the machine knows of the hall's clock over a restart of the app.

use std::time::Duration;

use super::world::World;
use crate::Input;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn an_app_started_anew_off_the_net_still_knows_the_halls_clock() {
    let mut world = World::on_duty();
    world.cut();
    world.restart();
    let at_the_hall = world.hall_time();
    let (told, error_ms) = world.phone.clock().hall_time(world.now);
    assert!(error_ms < 100, "give or take {error_ms} ms");
    assert!(told.as_millis().abs_diff(at_the_hall.as_millis()) <= u64::from(error_ms));
}

#[test]
fn a_guess_is_stamped_anew_by_an_app_started_since() {
    let mut world = World::new();
    world.net = false;
    world.restart();
    let began = world.hall_time();
    world.input(Input::DutyTapped { on_duty: true });
    world.run(60 * SECOND);
    world.restart();
    assert_eq!(world.disk.entries[0].at_error_ms, crate::UNHEARD_ERROR_MS);
    world.run(60 * SECOND);
    world.settle();
    let entry = &world.hall.taken[0];
    assert!(entry.at.as_millis().abs_diff(began.as_millis()) <= u64::from(entry.at_error_ms));
    assert!(entry.at_error_ms < 100 && world.disk.guessed.is_empty());
}

#[test]
fn a_reading_is_kept_again_only_when_it_is_much_better() {
    let mut world = World::new();
    world.run(600 * SECOND);
    let kept = |line: &&String| line.contains("what the hall's clock showed");
    assert_eq!(world.transcript.iter().filter(kept).count(), 1);
    world.run(600 * SECOND);
    assert_eq!(world.transcript.iter().filter(kept).count(), 2);
}
