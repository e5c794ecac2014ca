//! A file cut at any byte, as a killed process leaves it: whole fragments open without repair.

use std::path::Path;
use std::str::FromStr as _;

use super::{BOTH, Desk, SOUND, START_MS, VIDEO, merged, sound, video};
use crate::Input;
use crate::media::{Media, Track};
use crate::player::{File, Tape, whole_boxes};
use crate::sender::vp8_video;

/// Recordings of every kind, one with a minute missing.
fn recordings() -> Vec<(&'static str, Tape)> {
    let mut both = Desk::new(BOTH);
    both.play(merged(video(75, START_MS), sound(125, START_MS)));
    both.tell(START_MS + 62_000, Input::Reconnected);
    both.play(merged(video(45, START_MS + 62_100), sound(75, START_MS + 62_100)));
    let vp8 = vp8_video(START_MS);
    let vp8 = vp8.into_iter().map(|frame| (frame.arrived_ms, Media::Video(frame)));
    vec![
        ("H.264 and Opus over a gap", both.finish()),
        ("VP8", super::recorded(VIDEO, vp8.collect())),
        ("Opus", super::recorded(SOUND, merged(Vec::new(), sound(150, START_MS)))),
    ]
}

/// Where a killed process may stop: behind the header, up to the end.
fn cuts(file: &File, count: usize) -> impl Iterator<Item = usize> {
    let (from, to) = (file.init.len(), file.bytes().len());
    // A fixed step that shares no factor with box lengths comes by every kind of place.
    (0..count).map(move |cut| from + cut * 7_919 % (to - from + 1))
}

/// How many frames the fragments before the cut hold.
fn whole_frames(file: &File, cut: usize, track: Track) -> usize {
    let mut end = file.init.len();
    let whole = file.fragments.iter().take_while(|fragment| {
        end += fragment.bytes.len();
        end <= cut
    });
    let shown = whole.flat_map(|fragment| crate::player::shown(&fragment.bytes));
    shown.filter(|shown| shown.track == track).count()
}

#[test]
fn every_prefix_begins_with_whole_boxes_that_hold_every_whole_fragment() {
    for (name, tape) in recordings() {
        let file = tape.file();
        let bytes = file.bytes();
        for cut in file.init.len()..=bytes.len() {
            let boxes = whole_boxes(&bytes[..cut]);
            let kinds: Vec<_> = boxes.iter().map(|(kind, _)| kind.to_string()).collect();
            assert_eq!(kinds[..2], ["ftyp", "moov"], "{name}");
            for fragment in kinds[2..].chunks(3) {
                assert_eq!(fragment, &["prft", "moof", "mdat"][..fragment.len()], "{name}");
            }
            let mut end = file.init.len();
            let whole = file.fragments.iter().take_while(|fragment| {
                end += fragment.bytes.len();
                end <= cut
            });
            assert_eq!((boxes.len() - 2) / 3, whole.count(), "{name} cut at {cut}");
        }
    }
}

/// Packets that ffprobe finds, with what it complains of.
#[expect(clippy::disallowed_types, reason = "the test asks another program for its judgement")]
fn ffprobe(file: &Path, track: Track) -> Option<(usize, String)> {
    let stream = match track {
        Track::Video => "v:0",
        Track::Sound => "a:0",
    };
    let output = std::process::Command::new("ffprobe")
        .args(["-v", "error", "-count_packets", "-select_streams", stream])
        .args(["-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"])
        .arg(file)
        .output()
        .ok()?;
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "ffprobe does not open it: {complaints}");
    let count = String::from_utf8_lossy(&output.stdout);
    Some((usize::from_str(count.trim()).unwrap_or(0), complaints))
}

#[expect(clippy::disallowed_methods, reason = "another program reads files, not bytes")]
fn assert_ffprobe_opens(count: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.mp4");
    for (name, tape) in recordings() {
        let file = tape.file();
        let bytes = file.bytes();
        for cut in cuts(file, count).chain([bytes.len()]) {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            for (track, _) in file.tracks() {
                let Some((packets, complaints)) = ffprobe(&path, track) else {
                    println!("skipped: there is no ffprobe here (Debian: apt-get install ffmpeg)");
                    return;
                };
                let whole = whole_frames(file, cut, track);
                assert!(packets >= whole, "{name} cut at {cut}: {packets} of {whole} {track:?} packets: {complaints}");
                if cut == bytes.len() {
                    assert_eq!((packets, complaints.as_str()), (whole, ""), "{name}");
                }
            }
        }
        println!("{name}: {count} cuts of {} bytes opened", bytes.len());
    }
}

#[test]
fn ffprobe_opens_a_file_wherever_it_was_cut() {
    assert_ffprobe_opens(8);
}

#[test]
#[ignore = "takes a minute: 200 cuts of each recording; run with --ignored --nocapture"]
fn ffprobe_opens_two_hundred_cuts_of_each_recording() {
    assert_ffprobe_opens(200);
}
