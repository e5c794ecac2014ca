//! What is missing is told and seen; what is not missing is not.

use super::{BOTH, Desk, START_MS, VIDEO, assert_gaps, merged, sound, video};
use crate::Input;
use crate::media::{Media, Track};
use crate::player::reference_time;

#[test]
fn a_publisher_that_comes_back_carries_on_where_the_clock_is() {
    let mut desk = Desk::new(BOTH);
    desk.play(merged(video(45, START_MS), sound(75, START_MS)));
    // A minute in a tunnel; the new streams' timestamps begin elsewhere.
    let back_ms = START_MS + 61_500;
    desk.tell(back_ms - 200, Input::Reconnected);
    let mut pictures = video(30, back_ms);
    for frame in &mut pictures {
        frame.timestamp = frame.timestamp.wrapping_sub(7_000_000);
    }
    let mut heard = sound(50, back_ms);
    for frame in &mut heard {
        frame.timestamp ^= 0x4000_0000;
    }
    desk.play(merged(pictures, heard));
    let tape = desk.finish();

    let file = tape.file();
    let shown = file.shown(Track::Video);
    assert_eq!(shown.len(), 75);
    let jump = shown[45].at - shown[44].at;
    assert!(
        jump.abs_diff(60 * 90_000 + 3_000) < 180,
        "{jump} ticks, two milliseconds off"
    );
    assert!(shown[45].key);
    assert_eq!(file.shown(Track::Sound).len(), 125);
    let ms = |ms| START_MS + ms;
    let missing = [Track::Video, Track::Sound].map(|track| (track, ms(1_500), ms(61_500)));
    assert_gaps(&tape, &missing);
    let back = file
        .fragments
        .iter()
        .find(|fragment| fragment.starts_at_ms >= back_ms)
        .unwrap();
    assert!(back.has_key_frame);
    let (ntp, media_time) = reference_time(&back.bytes);
    assert_eq!(ntp >> 32, u64::try_from(back_ms / 1000 + 2_208_988_800).unwrap());
    assert_eq!(
        ((ntp & 0xFFFF_FFFF) * 1000) >> 32,
        622,
        "of the second, rounded down"
    );
    assert_eq!(media_time, shown[45].at);
}

#[test]
fn lost_pictures_are_a_gap_until_the_next_key_frame() {
    let mut desk = Desk::new(VIDEO);
    for (index, frame) in video(60, START_MS).into_iter().enumerate() {
        let now_ms = frame.arrived_ms;
        if index == 20 {
            desk.tell(now_ms, Media::Lost(Track::Video));
        } else {
            desk.tell(now_ms, Media::Video(frame));
        }
    }
    let tape = desk.finish();
    let shown = tape.file().shown(Track::Video);
    assert_eq!(shown.len(), 20 + 30);
    assert!(
        shown[20].key && shown[20].at.abs_diff(90_000) < 180,
        "{:?}",
        shown[20]
    );
    assert_gaps(&tape, &[(Track::Video, START_MS + 667, START_MS + 1_000)]);
    assert_eq!(tape.asks, [START_MS + 666]);
}

#[test]
fn nothing_is_missing_before_the_first_frame() {
    let mut desk = Desk::new(BOTH);
    desk.tell(START_MS, Media::Lost(Track::Sound));
    desk.tell(START_MS, Input::Reconnected);
    desk.play(merged(video(30, START_MS + 100), sound(50, START_MS + 100)));
    assert_eq!(desk.finish().gaps, []);
}

#[test]
fn a_little_sound_that_is_lost_is_silence() {
    let mut heard = sound(100, START_MS);
    let mut desk = Desk::new(BOTH);
    heard.drain(50..53);
    for (now_ms, media) in merged(video(60, START_MS), heard) {
        if now_ms == START_MS + 53 * 20 && matches!(media, Media::Sound(_)) {
            desk.tell(now_ms, Media::Lost(Track::Sound));
        }
        desk.tell(now_ms, media);
    }
    let tape = desk.finish();
    let shown = tape.file().shown(Track::Sound);
    let silent: Vec<_> = (0..100)
        .filter(|&index| shown[index].data == crate::opus::SILENCE)
        .collect();
    assert_eq!((shown.len(), silent), (100, vec![50, 51, 52]));
    assert_eq!(tape.gaps, []);
}

#[test]
fn sound_alone_that_stops_leaves_a_jump() {
    let mut heard = sound(50, START_MS);
    for mut frame in sound(50, START_MS + 30_000) {
        frame.timestamp = frame.timestamp.wrapping_add(30 * 48_000);
        heard.push(frame);
    }
    let tape = super::recorded(super::SOUND, merged(Vec::new(), heard));
    let shown = tape.file().shown(Track::Sound);
    assert_eq!(shown.len(), 100);
    assert_eq!(shown[50].at - shown[49].at, 29 * 48_000 + 960);
    assert_gaps(&tape, &[(Track::Sound, START_MS + 1_000, START_MS + 30_000)]);
}
