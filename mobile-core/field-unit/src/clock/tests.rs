//! Shows what `clock` promises.

use std::time::Duration;

use proptest::prelude::*;

use super::*;

fn phone(millis: u64) -> PhoneTime {
    PhoneTime::from_millis(millis)
}

fn hall(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + millis)
}

#[test]
fn knows_no_better_than_the_wall_clock_at_first() {
    let clock = HallClock::new(phone(5000), hall(0), None);
    assert_eq!(clock.hall_time(phone(8000)), (hall(3000), UNHEARD_ERROR_MS));
    assert!(!clock.is_heard());
}

#[test]
fn believes_the_quickest_answer() {
    let mut clock = HallClock::new(phone(0), hall(0), None);
    clock.learn(phone(1000), phone(1040), hall(91_020));
    clock.learn(phone(2000), phone(4000), hall(93_900));
    assert_eq!(clock.hall_time(phone(5000)), (hall(95_000), 21));
}

#[test]
fn grows_less_certain_with_age() {
    let mut clock = HallClock::new(phone(0), hall(0), None);
    clock.learn(phone(0), phone(20), hall(10));
    let hour = Duration::from_hours(1);
    assert_eq!(
        clock.hall_time(phone(10).after(hour)),
        (hall(10).after(hour), 11 + 360)
    );
}

#[test]
fn a_hall_that_sets_its_clock_is_followed_at_once() {
    let mut clock = HallClock::new(phone(0), hall(0), None);
    clock.learn(phone(0), phone(20), hall(10));
    clock.learn(phone(10_000), phone(10_200), hall(70_100));
    assert_eq!(clock.hall_time(phone(10_100)).0, hall(70_100));
}

proptest! {
    #[test]
    fn the_error_bounds_the_truth(
        offset in -100_000_i64..100_000,
        asks in prop::collection::vec((1_u64..20_000, 0_u64..4000, 0_u64..4000), 1..60),
        drift_ppm in -90_i64..90,
    ) {
        let truth = |at: PhoneTime| {
            let millis = at.as_millis().cast_signed();
            hall(millis + offset + millis * drift_ppm / 1_000_000)
        };
        let mut clock = HallClock::new(phone(0), hall(0), None);
        let mut now = 0;
        for (pause, there, back) in asks {
            let asked = now + pause;
            let read = asked + there;
            now = read + back;
            clock.learn(phone(asked), phone(now), truth(phone(read)));
            let (told, error_ms) = clock.hall_time(phone(now));
            prop_assert!(told.as_millis().abs_diff(truth(phone(now)).as_millis()) <= u64::from(error_ms) + 1);
        }
    }
}
