//! Where frames are placed, whatever the net and the sender's clock do.

use super::{Clock, SET_MS};
use crate::media::Track;
use crate::sender::fits;

const START_MS: i64 = 1_700_000_000_000;

/// How many milliseconds behind the start the frames are placed, given their timestamps and arrivals in milliseconds.
fn placed(track: Track, frames: impl IntoIterator<Item = (u32, i64)>) -> Vec<i64> {
    let mut clock = Clock::new(track);
    let frames = frames.into_iter();
    frames
        .map(|(timestamp, ms)| track.ms(clock.place(timestamp, START_MS + ms, i64::MIN)) - START_MS)
        .collect()
}

#[test]
fn frames_lie_as_far_apart_as_their_timestamps_say() {
    // Each second one is late by 15 ms.
    let frames = (0..300).map(|index| {
        (
            0xFFFF_0000_u32.wrapping_add(3_000 * index),
            i64::from(index) * 100 / 3 + i64::from(index % 2) * 15,
        )
    });
    let placed = placed(Track::Video, frames);
    for (index, ms) in (0..).zip(placed) {
        assert!((ms - index * 100 / 3).abs() <= 1, "frame {index} at {ms} ms");
    }
}

#[test]
fn the_frames_delayed_least_are_followed() {
    // The first frame comes late by 300 ms, the others by up to 20.
    let frames = (0..1_500_u32).map(|index| {
        let late_ms = if index == 0 {
            300
        } else {
            i64::from(index * 7 % 20)
        };
        (index * 960, i64::from(index) * 20 + late_ms)
    });
    let placed = placed(Track::Sound, frames);
    assert_eq!(placed[0], 300);
    for (index, pair) in placed.windows(2).enumerate() {
        assert!((19..=21).contains(&(pair[1] - pair[0])), "no jump at {index}");
    }
    let last = placed[1_499] - 1_499 * 20;
    assert!((0..=2).contains(&last), "late by {last} ms after half a minute");
}

#[test]
fn a_sender_whose_clock_runs_wrong_stays_with_the_halls() {
    // Half a part in a thousand too fast, over an hour: 1.8 s.
    for percent_mille in [99_950_u64, 100_050] {
        let frames = (0..180_000_u64).map(|index| {
            (
                fits(index * 960 * percent_mille / 100_000),
                index.cast_signed() * 20,
            )
        });
        let placed = placed(Track::Sound, frames);
        for (index, ms) in placed.into_iter().enumerate() {
            assert!(
                (ms - 20 * fits::<i64, _>(index)).abs() <= 15,
                "{ms} ms at {index}"
            );
        }
    }
}

#[test]
fn a_clock_that_was_set_counts_from_its_arrival() {
    let frames = [
        (1_000, 0),
        (4_000, 33),
        (900_000_000, 66),
        (900_003_000, 100),
        (5_000, 5_000),
    ];
    assert_eq!(placed(Track::Video, frames), [0, 33, 66, 99, 5_000]);
}

#[test]
fn the_halls_clock_may_be_set_back() {
    let mut clock = Clock::new(Track::Video);
    let before = clock.place(0, START_MS, i64::MIN);
    let mut last = before;
    for index in 1..100_u32 {
        let place = clock.place(index * 3_000, START_MS - 60_000 + i64::from(index) * 33, last + 1);
        assert!(place > last);
        last = place;
    }
    assert!(
        (last - before - 99 * 3_000).abs() <= 6_000 + 3_000,
        "{}",
        last - before
    );
}

#[test]
fn sound_that_comes_in_bursts_keeps_its_pace_after_the_halls_clock_was_set_back() {
    let mut clock = Clock::new(Track::Sound);
    let mut last = clock.place(0, START_MS, i64::MIN);
    let first = last;
    for index in 1..3_000_u32 {
        let burst_ms = i64::from(index / 3) * 60;
        last = clock.place(index * 960, START_MS - 60_000 + burst_ms, last + 1);
    }
    let ms = Track::Sound.ms(last - first);
    assert!((58_500..=60_100).contains(&ms), "a minute of sound lasts {ms} ms");
}

#[test]
fn a_clock_that_runs_wild_never_leads_far_away() {
    for tenths in [5_u64, 9, 12, 30] {
        let frames = (0..90_000_u64).map(|index| (fits(index * 960 * tenths / 10), index.cast_signed() * 20));
        for (index, ms) in placed(Track::Sound, frames).into_iter().enumerate() {
            let arrived = 20 * fits::<i64, _>(index);
            assert!(
                (ms - arrived).abs() <= SET_MS + 1_000,
                "{ms} ms at {arrived}, {tenths} tenths"
            );
        }
    }
}
