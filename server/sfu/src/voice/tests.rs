//! What is heard in a sound: by its level, or by the length of its packets.

use super::*;

const PACKET: Duration = Duration::from_millis(20);

/// A sound that goes on: what it was told of, piece by piece.
struct Sound {
    hearing: Hearing,
    now: Instant,
}

impl Sound {
    #[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
    fn new() -> Self {
        Self {
            hearing: Hearing::default(),
            now: Instant::now(),
        }
    }

    /// So many packets of a level, or of a length; what is told meanwhile.
    fn goes_on(&mut self, packets: u32, level: impl Fn(u32) -> Option<i8>, bytes: usize) -> Vec<bool> {
        let mut told = Vec::new();
        for number in 0..packets {
            told.extend(self.hearing.hear(self.now, level(number), bytes));
            self.now += PACKET;
        }
        told
    }

    fn at_level(&mut self, packets: u32, dbov: i8) -> Vec<bool> {
        self.goes_on(packets, |_| Some(dbov), 60)
    }
}

/// Words of half a second with pauses between them, in front of noise of that level.
fn words(noise: i8) -> impl Fn(u32) -> Option<i8> {
    move |number| Some(if number % 32 < 25 { -25 } else { noise })
}

#[test]
fn a_voice_in_a_quiet_room_stands_out_within_a_quarter_of_a_second_and_is_told_four_times_a_second() {
    let mut sound = Sound::new();
    assert_eq!(sound.at_level(50, -80), [], "a quiet room");
    let told = sound.at_level(50, -30);
    assert_eq!(told, [false, true, true, true]);
    assert_eq!(sound.at_level(50, -80), []);
}

#[test]
fn a_door_that_falls_shut_is_a_sound_but_does_not_stand_out() {
    let mut sound = Sound::new();
    for _ in 0..5 {
        sound.at_level(50, -80);
        assert_eq!(sound.at_level(2, -10), [false]);
        assert_eq!(sound.at_level(20, -80), []);
    }
}

#[test]
fn what_stood_out_long_ago_says_nothing_of_the_next_sound() {
    let mut sound = Sound::new();
    sound.at_level(5, -20);
    assert_eq!(sound.at_level(100, -127), []);
    assert_eq!(sound.at_level(1, -20), [false]);
    // Nor does it if nothing was sent meanwhile.
    sound.at_level(10, -20);
    sound.now += Duration::from_secs(2);
    assert_eq!(sound.at_level(1, -20), [false]);
}

#[test]
fn a_loud_street_is_noise_before_long_and_who_speaks_in_it_stands_out() {
    let mut sound = Sound::new();
    let street = |number: u32| Some(if number.is_multiple_of(3) { -42 } else { -39 });
    sound.goes_on(5 * 50, street, 60);
    let told = sound.goes_on(3 * 50, street, 60);
    assert!(
        told.len() >= 11,
        "the floor may count it as a voice: {}",
        told.len()
    );
    assert!(!told.contains(&true), "{told:?}");

    let told = sound.goes_on(20 * 50, words(-42), 60);
    let stands_out = told.iter().filter(|told| **told).count();
    assert!(
        stands_out * 10 >= told.len() * 7,
        "{stands_out} of {}",
        told.len()
    );
}

#[test]
fn whoever_speaks_for_long_is_not_taken_for_noise() {
    let mut sound = Sound::new();
    let told = sound.goes_on(60 * 50, words(-70), 60);
    let last = &told[told.len() - 20..];
    assert!(last.iter().filter(|told| **told).count() >= 16, "{last:?}");
}

#[test]
fn without_levels_the_length_tells() {
    let mut sound = Sound::new();
    assert_eq!(sound.goes_on(50, |_| None, 3), [], "silence");
    assert_eq!(sound.goes_on(50, |_| None, 60), [false, true, true, true]);
    assert_eq!(sound.goes_on(50, |_| None, 3), []);
}
