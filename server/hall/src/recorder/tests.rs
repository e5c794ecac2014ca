//! A take from packets to a file.

mod breaking;
mod indexing;
mod keeping;
mod recovering;
mod straying;

use std::fs;
use std::num::NonZeroU8;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use domain::{RecordingId, Timestamp};
use sfu::{CopiedCodec, CopiedPacket};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tracing::Level;

use super::disk::OpenFile;
use super::keeping::{Keeper, keeping};
use super::take::{Paper, Take};
use super::{Counts, NOTES, file_name};
use crate::ids;
use crate::logged::Logged;
use crate::media_loop::{Copied, MediaLoop, MediaPorts};
use crate::store::{FragmentRow, Note};

const START_MS: i64 = 1_700_000_000_000;
const STREAM: u128 = 7;
/// No sound; a take panics over it, as over something that nobody thought of.
const POISON: [u8; 3] = [0, 0, 0];

/// Called for what a take is sent.
pub(super) fn trip_over(payload: &[u8]) {
    assert_ne!(payload, POISON, "it was sent to have a take panic");
}

/// When a packet of sound comes, 20 ms after the one before.
fn comes_at(number: u32) -> i64 {
    START_MS + i64::from(number) * 20
}

/// A packet of sound.
fn sound(stream: u128, number: u32) -> Copied {
    let packet = CopiedPacket {
        turn: 1,
        ssrc: 5,
        codec: CopiedCodec::Opus,
        sequence: 1_000 + u64::from(number),
        timestamp: number * 960,
        marker: false,
        arrived_at: Instant::now(),
        payload: Arc::from([0xF8, 0xFF, 0xFE]),
    };
    Copied {
        stream,
        arrived_ms: comes_at(number),
        packet,
    }
}

struct Desk {
    paper: Paper,
    keeper: Keeper,
    notes: mpsc::Receiver<Note>,
    recording: RecordingId,
}

impl Desk {
    fn new(folder: &Path) -> Self {
        let (media, _events) = MediaLoop::start(MediaPorts {
            bind: "127.0.0.1:0".parse().unwrap(),
            tcp: 0,
            advertise: None,
            shards: NonZeroU8::MIN,
            prefers_h265: false,
        })
        .unwrap();
        let (notes, inbound) = mpsc::channel(NOTES);
        let (notebook, keeper) = keeping(notes);
        let paper = Paper {
            folder: folder.to_owned(),
            media,
            notes: notebook,
            counts: Arc::new(Counts::default()),
        };
        Self {
            paper,
            keeper,
            notes: inbound,
            recording: RecordingId(ids::fresh()),
        }
    }

    /// These packets of sound, one after the other.
    fn hear(&self, take: &mut Take, packets: std::ops::Range<u32>) {
        for number in packets {
            let now_ms = comes_at(number);
            take.take_in(now_ms, &sound(STREAM, number), &self.paper);
            take.let_time_pass(now_ms, &self.paper);
        }
    }

    fn noted(&mut self) -> Vec<Note> {
        self.keeper.keep_waiting();
        std::iter::from_fn(|| self.notes.try_recv().ok()).collect()
    }
}

fn fragments(notes: &[Note], of: u32) -> Vec<FragmentRow> {
    let fragments = notes.iter().filter_map(|note| match note {
        Note::Fragment { file, fragment, .. } if *file == of => Some(*fragment),
        _ => None,
    });
    fragments.collect()
}

#[test]
fn what_is_noted_is_in_the_file() {
    let folder = TempDir::new().unwrap();
    let mut desk = Desk::new(folder.path());
    let mut take = Take::new(desk.recording, STREAM);
    desk.hear(&mut take, 0..500);
    take.finish(START_MS + 10_000, &desk.paper);

    let notes = desk.noted();
    let told = fragments(&notes, 0);
    assert!(told.len() >= 10, "{}", told.len());
    let played: i64 = told.iter().map(|fragment| i64::from(fragment.duration_ms)).sum();
    assert!((6_500..=10_100).contains(&played), "{played} ms");
    assert_eq!(
        notes.last(),
        Some(&Note::Ended {
            recording: desk.recording,
            at: Timestamp::from_millis(START_MS + 10_000)
        })
    );
    let path = folder.path().join(file_name(desk.recording, 0));
    let length = fs::metadata(&path).unwrap().len();
    assert_eq!(desk.paper.counts.bytes_written.load(Ordering::Relaxed), length);
    let found = recording::recover(&mut fs::File::open(path).unwrap(), 0)
        .unwrap()
        .unwrap();
    let found: Vec<_> = found
        .fragments
        .into_iter()
        .map(|fragment| FragmentRow {
            offset: fragment.offset,
            length: fragment.length,
            starts_at: Timestamp::from_millis(fragment.starts_at_ms),
            duration_ms: fragment.duration_ms,
            has_key_frame: fragment.has_key_frame,
        })
        .collect();
    assert_eq!(found, told);
}

#[test]
fn a_disk_that_refuses_costs_a_stretch_and_not_the_recording_and_is_told_once() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("place");
    let mut desk = Desk::new(&place);
    let (logged, _listening) = Logged::listen();
    let refused = || logged.count(Level::ERROR, "a recording cannot be written");
    let written = || logged.count(Level::INFO, "a recording is written again");
    let mut take = Take::new(desk.recording, STREAM);
    desk.hear(&mut take, 0..1_500);
    let faults = desk.paper.counts.write_faults.load(Ordering::Relaxed);
    assert!(faults > 2, "there is no such folder: {faults}");
    assert_eq!(desk.noted(), []);
    assert_eq!((refused(), written()), (1, 0));

    fs::create_dir(&place).unwrap();
    desk.hear(&mut take, 1_500..3_000);
    take.finish(START_MS + 60_000, &desk.paper);
    let notes = desk.noted();
    assert!(fragments(&notes, 0).len() > 20, "nothing came of the first files");
    assert_eq!(desk.paper.counts.write_faults.load(Ordering::Relaxed), faults);
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
    assert_eq!((refused(), written()), (1, 1));
}

#[test]
fn a_file_that_shows_nothing_is_not_left_behind() {
    let folder = TempDir::new().unwrap();
    let mut file = OpenFile::create(folder.path(), "one.mp4", 0, b"header").unwrap();
    assert!(file.is_empty());
    file.append(b"fragment", 0).unwrap();
    assert!(!file.is_empty());
    file.close();
    let empty = OpenFile::create(folder.path(), "two.mp4", 1, b"header").unwrap();
    empty.close();
    assert!(folder.path().join("one.mp4").exists());
    assert!(!folder.path().join("two.mp4").exists());
}
