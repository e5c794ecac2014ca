//! When things happen: what a killed process loses, how often a key frame is asked for.

use super::{BOTH, Desk, SOUND, START_MS, VIDEO, merged, sound, video};
use crate::Input;
use crate::media::{Media, Track};

#[test]
fn a_frame_is_written_within_six_tenths_of_a_second() {
    let late = |desk: Desk| {
        let file = desk.tape.file();
        let mut worst_ms = 0;
        for fragment in &file.fragments {
            for shown in crate::player::shown(&fragment.bytes) {
                worst_ms = worst_ms.max(fragment.written_ms - file.wall_ms(&shown));
            }
        }
        worst_ms
    };
    let mut desk = Desk::new(BOTH);
    desk.play(merged(video(300, START_MS), sound(500, START_MS)));
    desk.wait_until(START_MS + 20_000);
    assert!(late(desk) <= 600);

    // One picture each two seconds.
    let mut desk = Desk::new(VIDEO);
    for (index, mut frame) in video(5, START_MS).into_iter().enumerate() {
        let index = u32::try_from(index).unwrap();
        frame.timestamp = index * 180_000;
        frame.arrived_ms = START_MS + i64::from(index) * 2_000;
        desk.tell(frame.arrived_ms, Media::Video(frame));
    }
    desk.wait_until(START_MS + 20_000);
    assert_eq!(desk.tape.file().shown(Track::Video).len(), 5);
    assert!(late(desk) <= 600);
}

#[test]
fn a_fragment_begins_at_each_key_frame_and_says_so() {
    let mut desk = Desk::new(BOTH);
    desk.play(merged(video(95, START_MS), sound(160, START_MS)));
    let tape = desk.finish();
    let file = tape.file();
    let mut keys = 0;
    for fragment in &file.fragments {
        let pictures: Vec<_> = crate::player::shown(&fragment.bytes)
            .into_iter()
            .filter(|shown| shown.track == Track::Video)
            .collect();
        assert_eq!(fragment.has_key_frame, pictures[0].key);
        assert!(pictures[1..].iter().all(|shown| !shown.key));
        keys += usize::from(fragment.has_key_frame);
    }
    assert_eq!((keys, file.fragments.len()), (4, 7));
}

#[test]
fn a_key_frame_is_asked_for_at_most_every_four_seconds() {
    let mut desk = Desk::new(VIDEO);
    let frames = video(30, START_MS);
    // Pictures that need others keep coming, loss upon loss, and no key frame.
    for moment in 0..400_u32 {
        let mut frame = frames[1].clone();
        frame.timestamp = moment * 3_000;
        frame.arrived_ms = START_MS + i64::from(moment) * 33;
        desk.tell(frame.arrived_ms, Media::Lost(Track::Video));
        desk.tell(frame.arrived_ms, Media::Video(frame));
    }
    let asks: Vec<_> = desk.tape.asks.iter().map(|ask| ask - START_MS).collect();
    assert_eq!(asks, [0, 4_000, 8_000, 12_000]);
    assert_eq!(desk.tape.files.len(), 0, "nothing of it can be shown");
}

#[test]
fn a_key_frame_is_asked_for_when_none_came_for_ten_seconds() {
    let mut desk = Desk::new(VIDEO);
    let frames = crate::sender::h264_video((64, 48), 10, 1_000, 150, START_MS);
    for frame in frames {
        desk.tell(frame.arrived_ms, Media::Video(frame));
    }
    assert_eq!(desk.tape.asks, [START_MS + 10_000, START_MS + 14_000]);
}

#[test]
fn sound_alone_asks_for_no_picture() {
    let mut desk = Desk::new(SOUND);
    desk.play(merged(Vec::new(), sound(400, START_MS)));
    assert_eq!(desk.tape.asks, []);
}

#[test]
fn sound_whose_pictures_never_come_is_recorded_after_four_seconds() {
    let mut desk = Desk::new(BOTH);
    desk.play(merged(Vec::new(), sound(400, START_MS)));
    let file = desk.tape.file();
    assert_eq!(file.codecs, "opus");
    assert_eq!(
        file.starts_at_ms,
        START_MS + 2_980,
        "a second before the last one"
    );
    assert_eq!(desk.tape.asks, [START_MS, START_MS + 4_000]);
}

#[test]
fn a_recording_without_frames_is_no_file() {
    let mut desk = Desk::new(BOTH);
    desk.tell(START_MS, Input::Reconnected);
    desk.wait_until(START_MS + 60_000);
    let tape = desk.finish();
    assert_eq!(tape.files.len(), 0);
    assert_eq!(tape.asks.len(), 16);
}
