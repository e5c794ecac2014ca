//! A rate follows what is sent, and is zero when nothing is.

use std::time::{Duration, Instant};

use super::Rate;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

/// Sends 1,000 bytes each 10 ms, 800 kbit/s, for a while.
fn send(rate: &mut Rate, from: Instant, span: Duration) -> Instant {
    let mut now = from;
    while now < from + span {
        rate.add(now, 1_000);
        now += Duration::from_millis(10);
    }
    now
}

#[test]
fn a_steady_stream_has_its_rate_within_half_a_second() {
    let (mut rate, now) = (Rate::default(), origin());
    assert_eq!(rate.bps(now), 0);
    let now = send(&mut rate, now, Duration::from_millis(600));
    assert!((780_000..=820_000).contains(&rate.bps(now)), "{}", rate.bps(now));
}

#[test]
fn a_stream_that_has_just_begun_has_a_rate_already() {
    let (mut rate, now) = (Rate::default(), origin());
    rate.add(now, 10_000);
    assert_eq!(rate.bps(now), 800_000, "as if spread over a tenth of a second");
}

#[test]
fn a_stream_that_stops_has_none() {
    let (mut rate, now) = (Rate::default(), origin());
    let now = send(&mut rate, now, Duration::from_secs(5));
    assert!(
        rate.bps(now + Duration::from_secs(1)) > 0,
        "it may only have paused"
    );
    assert_eq!(rate.bps(now + Duration::from_secs(2)), 0);
}

#[test]
fn a_burst_is_smoothed() {
    let (mut rate, now) = (Rate::default(), origin());
    let now = send(&mut rate, now, Duration::from_secs(5));
    rate.add(now, 50_000);
    let now = send(&mut rate, now, Duration::from_secs(1));
    assert!(rate.bps(now) < 1_200_000, "{}", rate.bps(now));
}
