//! What is in a file, and when another begins.

use mp4_atom::Codec;

use super::{BOTH, Desk, SOUND, START_MS, VIDEO, assert_gaps, merged, recorded, sound, video};
use crate::media::{Media, Track};
use crate::sender::{h264_video, vp8_video};

#[test]
fn pictures_and_sound_are_in_the_file_as_they_were_sent() {
    let (video, sound) = (video(90, START_MS), sound(150, START_MS));
    let tape = recorded(BOTH, merged(video.clone(), sound.clone()));
    let file = tape.file();
    assert_eq!(
        (file.codecs.as_str(), file.size),
        ("avc1.42d00b,opus", Some((64, 48)))
    );
    let [
        (Track::Video, Codec::Avc1(avc1)),
        (Track::Sound, Codec::Opus(opus)),
    ] = &file.tracks()[..]
    else {
        panic!("{:?}", file.tracks());
    };
    assert_eq!((avc1.visual.width, avc1.visual.height), (64, 48));
    assert_eq!(avc1.avcc.picture_parameter_sets.len(), 1);
    assert_eq!(opus.dops.output_channel_count, 2);

    let shown = file.shown(Track::Video);
    assert_eq!(shown.len(), 90);
    for (shown, frame) in shown.iter().zip(&video) {
        assert_eq!((&shown.data, shown.key), (&frame.data, frame.key.is_some()));
        let apart_ms = file.wall_ms(shown) - frame.arrived_ms;
        assert!(apart_ms.abs() <= 1, "{apart_ms} ms from its arrival");
    }
    let heard = file.shown(Track::Sound);
    let heard: Vec<_> = heard.into_iter().map(|shown| shown.data).collect();
    let sent: Vec<_> = sound.into_iter().map(|frame| frame.data).collect();
    assert_eq!(heard, sent);
    assert_eq!(tape.gaps, []);
}

#[test]
fn each_frame_ends_where_the_next_begins() {
    let tape = recorded(BOTH, merged(video(90, START_MS), sound(150, START_MS)));
    for (track, each) in [(Track::Video, 3000), (Track::Sound, 960)] {
        let shown = tape.file().shown(track);
        for pair in shown.windows(2) {
            assert_eq!(pair[0].at + u64::from(pair[0].duration), pair[1].at);
            assert!(
                pair[0].duration.abs_diff(each) <= each / 25,
                "{}",
                pair[0].duration
            );
        }
    }
}

#[test]
fn vp8_is_recorded_too() {
    let frames = vp8_video(START_MS);
    let media = frames
        .iter()
        .map(|frame| (frame.arrived_ms, Media::Video(frame.clone())));
    let tape = recorded(VIDEO, media.collect());
    let file = tape.file();
    assert_eq!(
        (file.codecs.as_str(), file.size),
        ("vp08.00.10.08", Some((64, 48)))
    );
    let [(Track::Video, Codec::Vp08(vp08))] = &file.tracks()[..] else {
        panic!("{:?}", file.tracks());
    };
    assert_eq!((vp08.visual.width, vp08.vpcc.bit_depth), (64, 8));
    let shown: Vec<_> = file
        .shown(Track::Video)
        .into_iter()
        .map(|shown| shown.data)
        .collect();
    let sent: Vec<_> = frames.into_iter().map(|frame| frame.data).collect();
    assert_eq!(shown, sent);
}

#[test]
fn sound_alone_makes_a_file_at_once() {
    let tape = recorded(SOUND, merged(Vec::new(), sound(100, START_MS)));
    let file = tape.file();
    assert_eq!((file.codecs.as_str(), file.size), ("opus", None));
    assert_eq!(file.shown(Track::Sound).len(), 100);
    assert!(file.fragments.iter().all(|fragment| fragment.has_key_frame));
    assert_eq!(tape.asks, []);
}

#[test]
fn sound_from_a_second_before_the_first_key_frame_is_kept() {
    for (early_ms, kept) in [(600, 30), (1500, 50)] {
        let video = video(30, START_MS + early_ms);
        let tape = recorded(BOTH, merged(video, sound(100, START_MS)));
        let file = tape.file();
        let first_picture = &file.shown(Track::Video)[0];
        let first_ms = file.wall_ms(first_picture);
        assert_eq!(first_ms, START_MS + early_ms);
        let heard = file.shown(Track::Sound);
        let before = heard
            .iter()
            .filter(|shown| file.wall_ms(shown) < first_ms)
            .count();
        assert!(before.abs_diff(kept) <= 1, "{before} packets before");
    }
}

#[test]
fn pictures_wait_for_sound_that_is_offered_but_not_for_long() {
    let mut desk = Desk::new(BOTH);
    desk.play(merged(video(60, START_MS), Vec::new()));
    let file = desk.tape.file();
    assert_eq!(file.tracks().len(), 1);
    let tape = desk.finish();
    assert_eq!(tape.file().shown(Track::Video).len(), 60);
}

#[test]
fn sound_that_comes_later_begins_another_file_with_the_next_key_frame() {
    let late = sound(100, START_MS + 1_500);
    let tape = recorded(BOTH, merged(video(90, START_MS), late));
    let [first, second] = &tape.files[..] else {
        panic!("{} files", tape.files.len());
    };
    assert_eq!(
        (first.codecs.as_str(), second.codecs.as_str()),
        ("avc1.42d00b", "avc1.42d00b,opus")
    );
    assert_eq!(
        (first.shown(Track::Video).len(), second.shown(Track::Video).len()),
        (60, 30)
    );
    assert!(second.shown(Track::Video)[0].key);
    assert_eq!(second.shown(Track::Sound).len(), 75, "from the key frame on");
    assert_eq!(tape.gaps, []);
}

#[test]
fn pictures_of_another_size_begin_another_file() {
    let mut media = merged(video(45, START_MS), Vec::new());
    let wider = h264_video((128, 96), 30, 30, 45, START_MS + 1_500);
    let wider = wider.into_iter().map(|mut frame| {
        frame.timestamp += 45 * 3000;
        frame
    });
    media.extend(merged(wider.collect(), Vec::new()));
    media.extend(merged(Vec::new(), sound(150, START_MS)));
    media.sort_by_key(|&(arrived_ms, _)| arrived_ms);
    let tape = recorded(BOTH, media);
    let sizes: Vec<_> = tape.files.iter().map(|file| file.size).collect();
    assert_eq!(sizes, [Some((64, 48)), Some((128, 96))]);
    let heard: usize = tape.files.iter().map(|file| file.shown(Track::Sound).len()).sum();
    assert_eq!(heard, 150, "the sound goes on without a hole");
    assert_eq!(tape.gaps, []);
    assert_eq!(tape.files[1].shown(Track::Video).len(), 45);
}

#[test]
fn pictures_that_stop_leave_a_file_of_sound_alone_until_they_are_back() {
    let mut pictures = video(30, START_MS);
    // A phone that sends no pictures for ten seconds, but its clock runs on.
    for mut frame in video(60, START_MS + 11_000) {
        frame.timestamp += 11 * 90_000;
        pictures.push(frame);
    }
    let tape = recorded(BOTH, merged(pictures, sound(650, START_MS)));
    let codecs: Vec<_> = tape.files.iter().map(|file| file.codecs.as_str()).collect();
    assert_eq!(codecs, ["avc1.42d00b,opus", "opus", "avc1.42d00b,opus"]);
    let heard: usize = tape.files.iter().map(|file| file.shown(Track::Sound).len()).sum();
    assert_eq!(heard, 650, "no sound is lost");
    assert_gaps(&tape, &[(Track::Video, START_MS + 1_000, START_MS + 11_000)]);
}

#[test]
fn sound_that_stops_is_silence_while_there_are_pictures() {
    let mut heard = sound(50, START_MS);
    for mut frame in sound(100, START_MS + 4_000) {
        frame.timestamp = frame.timestamp.wrapping_add(4 * 48_000);
        heard.push(frame);
    }
    let tape = recorded(BOTH, merged(video(180, START_MS), heard));
    let file = tape.file();
    let shown = file.shown(Track::Sound);
    for pair in shown.windows(2) {
        assert_eq!(
            pair[0].at + u64::from(pair[0].duration),
            pair[1].at,
            "without a hole"
        );
    }
    let silent = shown
        .iter()
        .filter(|shown| shown.data == crate::opus::SILENCE)
        .count();
    assert_eq!((shown.len(), silent), (300, 150));
    assert_gaps(&tape, &[(Track::Sound, START_MS + 1_000, START_MS + 4_000)]);
}
