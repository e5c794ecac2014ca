//! A take that panics, a thread that is gone: what that costs, and whom.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use protocol::api::RecordedTrack;
use recording::Reserve;
use tracing::Level;

use super::super::mailbox::{Mailbox, Refusal};
use super::super::thread::{Letter, RecorderThread};
use super::super::{RecorderDoor, RoomWatch};
use super::*;
use crate::logged::Logged;

const OTHER: u128 = STREAM + 4;

/// A thread with a recording of each stream, for which time passes as it is told.
struct Pair {
    thread: RecorderThread,
    keeper: Keeper,
    notes: mpsc::Receiver<Note>,
    counts: Arc<Counts>,
    broken: RecordingId,
    other: RecordingId,
}

impl Pair {
    fn new(folder: &Path) -> Self {
        let desk = Desk::new(folder);
        let counts = Arc::clone(&desk.paper.counts);
        let (_, inbox) = sync_channel(1);
        let mut pair = Self {
            thread: RecorderThread::new(inbox, desk.paper),
            keeper: desk.keeper,
            notes: desk.notes,
            counts,
            broken: desk.recording,
            other: RecordingId(ids::fresh()),
        };
        for (recording, stream) in [(pair.broken, STREAM), (pair.other, OTHER)] {
            pair.thread.obey(START_MS, Letter::Begin { recording, stream });
        }
        pair
    }

    fn hear(&mut self, packets: std::ops::Range<u32>) {
        for number in packets {
            for stream in [STREAM, OTHER] {
                let packet = Letter::Packet(sound(stream, number));
                self.thread.obey(comes_at(number), packet);
            }
            self.thread.let_time_pass(comes_at(number));
        }
    }

    /// Packet `number` of one stream is what nobody thought of.
    fn poison(&mut self, number: u32) {
        let mut copied = sound(STREAM, number);
        copied.packet.payload = Arc::from(POISON);
        self.thread.obey(comes_at(number), Letter::Packet(copied));
    }

    /// Ends both; what was noted of each.
    fn end(mut self, at: u32) -> [Vec<Note>; 2] {
        for (recording, stream) in [(self.broken, STREAM), (self.other, OTHER)] {
            self.thread.obey(comes_at(at), Letter::End { recording, stream });
        }
        self.keeper.keep_waiting();
        let noted: Vec<Note> = std::iter::from_fn(|| self.notes.try_recv().ok()).collect();
        [self.broken, self.other].map(|recording| {
            let of = noted.iter().filter(|note| is_of(note, recording));
            of.copied().collect()
        })
    }
}

fn is_of(note: &Note, of: RecordingId) -> bool {
    let (Note::File { recording, .. }
    | Note::Fragment { recording, .. }
    | Note::Gap { recording, .. }
    | Note::Ended { recording, .. }) = note;
    *recording == of
}

/// What is missing of the sound, in milliseconds since the start.
fn missing(notes: &[Note]) -> Vec<(i64, i64)> {
    let gaps = notes.iter().filter_map(|note| match note {
        Note::Gap {
            track: RecordedTrack::Sound,
            from,
            to,
            ..
        } => Some((from.as_millis() - START_MS, to.as_millis() - START_MS)),
        _ => None,
    });
    gaps.collect()
}

/// Until when a file plays, in milliseconds since the start.
fn ends(fragments: &[FragmentRow]) -> i64 {
    let last = fragments.last().unwrap();
    last.starts_at.as_millis() - START_MS + i64::from(last.duration_ms)
}

fn ended(recording: RecordingId, at: u32) -> Note {
    Note::Ended {
        recording,
        at: Timestamp::from_millis(comes_at(at)),
    }
}

#[test]
fn a_take_that_panics_ends_with_its_gap_and_the_others_go_on() {
    let folder = TempDir::new().unwrap();
    let mut pair = Pair::new(folder.path());
    let (logged, _listening) = Logged::listen();
    pair.hear(0..500);
    pair.poison(500);
    pair.hear(501..600);
    let (broken, other, counts) = (pair.broken, pair.other, Arc::clone(&pair.counts));
    let [of_broken, of_other] = pair.end(600);

    let written = fragments(&of_broken, 0);
    assert!(written.len() > 10, "{}", written.len());
    assert_eq!(missing(&of_broken), [(ends(&written), 12_000)]);
    assert_eq!(of_broken.last(), Some(&ended(broken, 600)));
    let file = fs::metadata(folder.path().join(file_name(broken, 0))).unwrap();
    let last = written.last().unwrap();
    assert_eq!(
        file.len(),
        last.offset + last.length,
        "nothing is left half written"
    );

    let whole = fragments(&of_other, 0);
    assert!(ends(&whole) > 11_500, "{}", ends(&whole));
    assert_eq!(missing(&of_other), []);
    assert_eq!(of_other.last(), Some(&ended(other, 600)));
    assert_eq!(counts.breakdowns.load(Ordering::Relaxed), 1);
    assert_eq!(logged.count(Level::ERROR, "a recording cannot be written"), 1);
}

#[test]
fn a_stream_that_was_too_much_once_is_recorded_on_in_another_file_after_a_rest() {
    let folder = TempDir::new().unwrap();
    let mut pair = Pair::new(folder.path());
    pair.hear(0..500);
    pair.poison(500);
    pair.hear(501..1_500);
    let [notes, _] = pair.end(1_500);
    let (before, after) = (fragments(&notes, 0), fragments(&notes, 1));
    assert!(after.len() > 10, "{}", after.len());
    let goes_on = after[0].starts_at.as_millis() - START_MS;
    assert!(goes_on >= 15_000, "it did not rest: {goes_on}");
    assert_eq!(missing(&notes), [(ends(&before), goes_on)]);
}

#[test]
fn a_take_that_panics_before_anything_was_written_still_tells_what_is_missing() {
    let folder = TempDir::new().unwrap();
    let mut pair = Pair::new(folder.path());
    pair.poison(0);
    pair.hear(1..100);
    let broken = pair.broken;
    let [notes, _] = pair.end(100);
    assert_eq!(missing(&notes), [(0, 2_000)]);
    assert_eq!(notes.last(), Some(&ended(broken, 100)));
}

#[test]
fn packets_for_a_thread_that_is_gone_are_counted_and_that_is_said_once() {
    let folder = TempDir::new().unwrap();
    let reserve = Reserve(0);
    let (_watch, room) = RoomWatch::new(folder.path().to_owned(), reserve);
    let (mailbox, inbox) = Mailbox::new();
    let door = RecorderDoor {
        threads: Arc::from([mailbox]),
        counts: Arc::default(),
        room,
    };
    let sink = door.sink(0).unwrap();
    let (logged, _listening) = Logged::listen();
    sink.give(sound(0, 0));
    assert_eq!(door.counts().packets_dropped.load(Ordering::Relaxed), 0);

    drop(inbox);
    for number in 1..4 {
        sink.give(sound(0, number));
    }
    let recording = RecordingId(ids::fresh());
    assert_eq!(door.begin(recording, 0), Err(Refusal::Ended));
    assert_eq!(door.counts().packets_dropped.load(Ordering::Relaxed), 3);
    assert_eq!(logged.count(Level::ERROR, "a recorder has ended"), 1);
}
