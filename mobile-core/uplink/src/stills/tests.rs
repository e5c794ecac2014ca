//! When video ends and comes again, told as sentences.

use std::time::{Duration, Instant};

use super::Stills;

const TICK: Duration = Duration::from_millis(250);

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

struct Told {
    now: Instant,
    stills: Stills,
    bytes_each: usize,
}

impl Told {
    fn new() -> Self {
        Self {
            now: origin(),
            stills: Stills::default(),
            bytes_each: 3_000,
        }
    }

    /// Measures the same for a while; how often that changed what is sent.
    fn measures(&mut self, bps: u64, span: Duration) -> usize {
        let until = self.now + span;
        let mut changes = 0;
        while self.now < until {
            self.now += TICK;
            self.stills.given(self.now, self.bytes_each);
            changes += usize::from(self.stills.measured(self.now, bps));
        }
        changes
    }

    fn admits(&mut self, key_frame: bool) -> bool {
        self.stills.admits(self.now, key_frame)
    }
}

fn stilled() -> Told {
    let mut told = Told::new();
    assert_eq!(told.measures(50_000, Duration::from_secs(5)), 1);
    told
}

#[test]
fn a_short_dip_changes_nothing() {
    let mut told = Told::new();
    for _ in 0..10 {
        assert_eq!(told.measures(50_000, Duration::from_secs(2)), 0);
        assert_eq!(told.measures(90_000, TICK), 0);
    }
    assert!(!told.stills.are_on() && told.admits(false));
}

#[test]
fn a_network_that_stays_narrow_ends_the_video() {
    let mut told = stilled();
    assert!(told.stills.are_on());
    assert!(!told.admits(false));
    assert!(told.admits(true), "the first still goes at once");
    assert!(!told.admits(true), "the next one later");
    told.now += Duration::from_secs(5);
    assert!(told.stills.asks(told.now), "the encoder is asked for it");
    assert!(!told.stills.asks(told.now), "not again and again");
    assert!(told.admits(true));
}

#[test]
fn it_takes_more_to_come_back_than_to_stay() {
    let mut told = stilled();
    assert_eq!(told.measures(110_000, Duration::from_mins(1)), 0);
    assert_eq!(told.measures(130_000, Duration::from_secs(4)), 0);
    assert_eq!(told.measures(110_000, TICK), 0);
    assert_eq!(told.measures(130_000, Duration::from_secs(6)), 1);
    assert!(!told.stills.are_on() && told.admits(false));
    assert_eq!(told.stills.due_at(), None);
}

#[test]
fn a_camera_that_sees_nothing_new_proves_no_network_narrow() {
    let mut told = Told::new();
    told.bytes_each = 500;
    assert_eq!(told.measures(20_000, Duration::from_mins(1)), 0);
    assert!(!told.stills.are_on());
}
