//! A process killed at any byte: what it leaves opens without repair and shows every whole fragment.

use std::io::Cursor;
use std::path::Path;
use std::str::FromStr as _;

use super::{BOTH, Desk, SOUND, START_MS, VIDEO, merged, sound, video};
use crate::media::{Media, Track};
use crate::player::{File, Shown, Tape, whole_boxes};
use crate::sender::{fits, vp8_video};
use crate::{FoundFragment, Input, recover};

/// Recordings of every kind, one with a minute missing.
fn recordings() -> Vec<(&'static str, Tape)> {
    let mut both = Desk::new(BOTH);
    both.play(merged(video(75, START_MS), sound(125, START_MS)));
    both.tell(START_MS + 62_000, Input::Reconnected);
    both.play(merged(video(45, START_MS + 62_100), sound(75, START_MS + 62_100)));
    let vp8 = vp8_video(START_MS);
    let vp8 = vp8
        .into_iter()
        .map(|frame| (frame.arrived_ms, Media::Video(frame)));
    vec![
        ("H.264 and Opus over a gap", both.finish()),
        ("VP8", super::recorded(VIDEO, vp8.collect())),
        (
            "Opus",
            super::recorded(SOUND, merged(Vec::new(), sound(150, START_MS))),
        ),
    ]
}

/// What a process leaves that is killed when it has written so many bytes of what it was told to append.
///
/// The fragment that is being appended is not sealed; those before are.
fn left_behind(file: &File, cut: usize) -> Left {
    let mut bytes = file.init.clone();
    let mut frames = Vec::new();
    for fragment in &file.fragments {
        let room = cut - bytes.len();
        if room < fragment.bytes.len() {
            bytes.extend(&fragment.unsealed[..room]);
            break;
        }
        bytes.extend(&fragment.bytes);
        frames.extend(crate::player::shown(&fragment.bytes));
    }
    Left { bytes, frames }
}

struct Left {
    bytes: Vec<u8>,
    /// In whole fragments.
    frames: Vec<Shown>,
}

#[test]
fn every_prefix_holds_its_whole_fragments_and_nothing_that_is_half_described() {
    for (name, tape) in recordings() {
        let file = tape.file();
        for cut in file.init.len()..=file.bytes().len() {
            let left = left_behind(file, cut);
            let boxes = whole_boxes(&left.bytes);
            let kinds: Vec<_> = boxes.iter().map(|(kind, _)| kind.to_string()).collect();
            assert_eq!(kinds[..3], ["ftyp", "moov", "free"], "{name}");
            let described = kinds.iter().filter(|kind| *kind == "moof").count();
            let whole = file.fragments.iter().scan(file.init.len(), |end, fragment| {
                *end += fragment.bytes.len();
                Some(*end)
            });
            assert_eq!(
                described,
                whole.filter(|&end| end <= cut).count(),
                "{name} cut at {cut}"
            );
            for fragment in kinds[3..].chunks(3).take(described) {
                assert_eq!(fragment, ["prft", "moof", "mdat"], "{name}");
            }
        }
    }
}

#[test]
fn what_is_left_is_found_again_as_it_was_told() {
    for (name, tape) in recordings() {
        let file = tape.file();
        let mut offset = fits::<u64, _>(file.init.len());
        let told = file.fragments.iter().map(|fragment| {
            let length = fits::<u64, _>(fragment.bytes.len());
            offset += length;
            FoundFragment {
                offset: offset - length,
                length,
                starts_at_ms: fragment.starts_at_ms,
                duration_ms: fragment.duration_ms,
                has_key_frame: fragment.has_key_frame,
            }
        });
        let told: Vec<_> = told.collect();
        assert!(told.len() > 2, "{name}");
        for cut in (file.init.len()..=file.bytes().len()).step_by(7) {
            let left = left_behind(file, cut);
            let whole = told
                .iter()
                .filter(|found| found.offset + found.length <= fits(cut))
                .count();
            let found = recover(&mut Cursor::new(&left.bytes), 0).unwrap().unwrap();
            assert_eq!(found.init_length, fits::<u64, _>(file.init.len()));
            assert_eq!(found.fragments, told[..whole], "{name} cut at {cut}");
            if let Some(known) = told.first().filter(|_| whole > 0) {
                let from = known.offset + known.length;
                let rest = recover(&mut Cursor::new(&left.bytes), from).unwrap().unwrap();
                assert_eq!(rest.fragments, told[1..whole], "{name} cut at {cut}");
            }
        }
    }
}

#[test]
fn a_fragment_that_the_disk_has_only_in_part_is_not_found_though_it_is_sealed() {
    for (name, tape) in recordings() {
        let file = tape.file();
        let whole = recover(&mut Cursor::new(file.bytes()), 0).unwrap().unwrap();
        assert_eq!(whole.end, fits::<u64, _>(file.bytes().len()));
        let last = whole.fragments.last().unwrap();
        let from: usize = fits(last.offset);
        for at in (from..file.bytes().len()).step_by(5) {
            let mut torn = file.bytes();
            torn[at] ^= 0x40;
            let found = recover(&mut Cursor::new(&torn), 0).unwrap().unwrap();
            assert_eq!(
                found.fragments,
                whole.fragments[..whole.fragments.len() - 1],
                "{name} torn at {at}"
            );
            assert_eq!(found.end, last.offset, "{name} torn at {at}");
        }
    }
}

#[test]
fn half_a_header_is_no_file() {
    let (_, tape) = recordings().remove(0);
    let init = &tape.file().init;
    for cut in [0, 7, 40, init.len() / 2] {
        assert_eq!(recover(&mut Cursor::new(&init[..cut]), 0).unwrap(), None);
    }
}

#[test]
fn a_seal_crosses_no_page() {
    for (_, tape) in recordings() {
        let file = tape.file();
        let mut at = file.init.len();
        for fragment in &file.fragments {
            let changed = fragment.bytes.iter().zip(&fragment.unsealed);
            let changed: Vec<_> = changed
                .enumerate()
                .filter(|(_, (with, without))| with != without)
                .collect();
            let first = at + changed[0].0;
            assert_eq!(first % 4, 0);
            assert!(changed.last().unwrap().0 + at < first + 4);
            at += fragment.bytes.len();
        }
    }
}

/// Packets that ffprobe finds, with what it complains of.
#[expect(
    clippy::disallowed_types,
    reason = "the test asks another program for its judgement"
)]
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

/// Kills the writing of each recording at these shares of its bytes, in millionths.
#[expect(clippy::disallowed_methods, reason = "another program reads files, not bytes")]
fn assert_ffprobe_opens(shares: &[usize]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.mp4");
    for (name, tape) in recordings() {
        let file = tape.file();
        let (from, to) = (file.init.len(), file.bytes().len());
        let cuts = shares.iter().map(|share| from + (to - from) * share / 1_000_000);
        for cut in cuts.chain([to]) {
            let left = left_behind(file, cut);
            std::fs::write(&path, &left.bytes).unwrap();
            for (track, _) in file.tracks() {
                let Some((packets, complaints)) = ffprobe(&path, track) else {
                    println!("skipped: there is no ffprobe here (Debian: apt-get install ffmpeg)");
                    return;
                };
                let whole = left.frames.iter().filter(|shown| shown.track == track).count();
                assert_eq!(
                    (packets, complaints.as_str()),
                    (whole, ""),
                    "{name} cut at {cut}: {track:?}"
                );
            }
        }
        println!(
            "{name}: {} cuts of {to} bytes opened, every whole fragment shown",
            shares.len()
        );
    }
}

/// Shares in millionths that look random and are the same each time.
fn shares(count: usize) -> Vec<usize> {
    (1..=count).map(|index| index * 618_034 % 1_000_000).collect()
}

#[test]
fn ffprobe_opens_what_a_killed_process_leaves() {
    assert_ffprobe_opens(&shares(8));
}

#[test]
#[ignore = "takes minutes: run it with --ignored --nocapture"]
fn ffprobe_opens_two_hundred_cuts_of_each_recording() {
    assert_ffprobe_opens(&shares(200));
}
