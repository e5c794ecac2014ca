//! When a falling estimate is believed.

use std::time::{Duration, Instant};

use super::{Believed, Proved, SPACING};

const SHORT: Option<Duration> = Some(Duration::from_millis(150));
const LONG: Option<Duration> = Some(Duration::from_millis(500));

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

/// A network that has carried a million bits a second.
fn proved(now: Instant) -> Proved {
    let mut proved = Proved::default();
    assert_eq!(proved.measured(now, SHORT, 0, 1_000_000), goes_on(1_000_000));
    proved
}

fn goes_on(bps: u64) -> Believed {
    Believed {
        bps,
        is_to_begin_anew: false,
    }
}

fn begins_anew(bps: u64) -> Believed {
    Believed {
        bps,
        is_to_begin_anew: true,
    }
}

#[test]
fn losses_alone_do_not_make_it_narrow() {
    let now = origin();
    let mut proved = proved(now);
    assert_eq!(proved.measured(now, SHORT, 10, 900_000), goes_on(1_000_000));
    assert_eq!(proved.air_loss_percent(), 10);
    assert_eq!(proved.measured(now, SHORT, 10, 700_000), begins_anew(980_000));
    assert_eq!(
        proved.measured(now, SHORT, 10, 700_000),
        goes_on(980_000),
        "not again at once"
    );
    assert_eq!(
        proved.measured(now + SPACING, SHORT, 10, 700_000),
        begins_anew(960_400)
    );
}

#[test]
fn a_long_round_trip_does() {
    let now = origin();
    let mut proved = proved(now);
    assert_eq!(proved.measured(now, LONG, 10, 700_000), goes_on(700_000));
    assert_eq!(proved.waits(), Duration::from_millis(350));
    assert_eq!(proved.air_loss_percent(), 0, "the queues may have lost it");
    assert_eq!(
        proved.measured(now, SHORT, 10, 720_000),
        begins_anew(832_608),
        "the new width is what counts, less what its queues were emptied with"
    );
    assert_eq!(proved.measured(now, SHORT, 10, 400_000), goes_on(832_608));
}

#[test]
fn so_does_more_loss_than_a_radios_and_a_fall_without_any() {
    let now = origin();
    assert_eq!(proved(now).measured(now, SHORT, 40, 300_000), goes_on(300_000));
    assert_eq!(proved(now).measured(now, SHORT, 0, 300_000), goes_on(300_000));
}

#[test]
fn where_nothing_comes_back_nothing_is_proved() {
    let now = origin();
    let mut proved = proved(now);
    assert_eq!(proved.measured(now, None, 100, 300_000), goes_on(300_000));
    assert_eq!(proved.measured(now, SHORT, 10, 300_000), goes_on(300_000));
}
