//! One recording while it is made: packets in, a file and notes out.
//!
//! A disk that refuses costs a file, not the recording: after a rest the next file begins, with the gap told.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::{RecordingId, Timestamp};
use protocol::api::RecordedTrack;
use recording::{Codec, Depacketiser, Expected, Input, Output, Packet, Recorder, Track};
use sfu::{CopiedCodec, CopiedPacket};
use tokio::sync::mpsc;

use super::disk::OpenFile;
use super::{Counts, file_name};
use crate::media_loop::{Copied, MediaDoor};
use crate::store::{FragmentRow, Note};

/// Sources of one publisher that are followed: its layers, its sound, with some to spare.
const MOST_SOURCES: usize = 8;
/// How long a disk that refused is left alone, in milliseconds.
const REST_MS: i64 = 5_000;
/// Pictures and sound are waited for, if not long.
const EXPECTED: Expected = Expected {
    video: true,
    sound: true,
};

/// What a take writes on.
pub(super) struct Paper {
    pub(super) folder: PathBuf,
    pub(super) media: MediaDoor,
    pub(super) notes: mpsc::Sender<Note>,
    pub(super) counts: Arc<Counts>,
}

impl Paper {
    /// Waits for the index if it is behind; a hall that stops takes no more notes.
    fn note(&self, note: Note) {
        let _ = self.notes.blocking_send(note);
    }
}

/// A recording that is being made.
pub(super) struct Take {
    recording: RecordingId,
    stream: u128,
    recorder: Recorder,
    turn: Option<u64>,
    sources: BTreeMap<u32, Depacketiser>,
    file: Option<OpenFile>,
    next_file: u32,
    ends_at_ms: Option<i64>,
    rests_until_ms: Option<i64>,
}

impl Take {
    pub(super) fn new(recording: RecordingId, stream: u128) -> Self {
        Self {
            recording,
            stream,
            recorder: Recorder::new(EXPECTED),
            turn: None,
            sources: BTreeMap::new(),
            file: None,
            next_file: 0,
            ends_at_ms: None,
            rests_until_ms: None,
        }
    }

    pub(super) fn take_in(&mut self, now_ms: i64, copied: &Copied, paper: &Paper) {
        if self.is_resting(now_ms) {
            return;
        }
        let packet = &copied.packet;
        if self.turn != Some(packet.turn) {
            if self.turn.is_some() {
                self.expire(now_ms, paper);
                self.tell(now_ms, Input::Reconnected, paper);
            }
            self.turn = Some(packet.turn);
            self.sources.clear();
        }
        if self.sources.len() >= MOST_SOURCES && !self.sources.contains_key(&packet.ssrc) {
            self.sources.clear();
        }
        let source = self.sources.entry(packet.ssrc).or_default();
        for media in source.push(read(packet, copied.arrived_ms)) {
            self.tell(now_ms, media.into(), paper);
        }
    }

    /// Gives up on what should have come, and writes what is due.
    pub(super) fn let_time_pass(&mut self, now_ms: i64, paper: &Paper) {
        if self.is_resting(now_ms) {
            return;
        }
        self.expire(now_ms, paper);
        if self.recorder.poll_timeout().is_some_and(|due| due <= now_ms) {
            self.tell(now_ms, Input::Timeout, paper);
        }
    }

    /// Writes all that is held; the recording has ended.
    pub(super) fn finish(mut self, now_ms: i64, paper: &Paper) {
        if !self.is_resting(now_ms) {
            self.expire(now_ms, paper);
            self.tell(now_ms, Input::Finished, paper);
        }
        paper.note(Note::Ended {
            recording: self.recording,
            at: Timestamp::from_millis(now_ms),
        });
    }

    fn expire(&mut self, now_ms: i64, paper: &Paper) {
        let late: Vec<_> = self
            .sources
            .values_mut()
            .flat_map(|source| source.expire(now_ms))
            .collect();
        for media in late {
            self.tell(now_ms, media.into(), paper);
        }
    }

    fn tell(&mut self, now_ms: i64, input: Input, paper: &Paper) {
        self.recorder.handle_input(now_ms, input);
        while let Some(output) = self.recorder.poll_output() {
            if let Err(error) = self.carry_out(output, paper) {
                tracing::error!(recording.id = %self.recording, %error, "a recording cannot be written; another file is begun soon");
                paper.counts.write_faults.fetch_add(1, Ordering::Relaxed);
                self.rests_until_ms = Some(now_ms + REST_MS);
                self.file = None;
                self.recorder = Recorder::new(EXPECTED);
                self.turn = None;
                self.sources.clear();
                return;
            }
        }
    }

    fn carry_out(&mut self, output: Output, paper: &Paper) -> io::Result<()> {
        let recording = self.recording;
        match output {
            Output::Init {
                bytes, starts_at_ms, ..
            } => {
                let number = self.next_file;
                // A file that was begun in vain keeps its number.
                self.next_file += 1;
                self.file = None;
                let file = OpenFile::create(&paper.folder, &file_name(recording, number), number, &bytes)?;
                self.file = Some(file);
                let length = bytes.len() as u64;
                paper.counts.bytes_written.fetch_add(length, Ordering::Relaxed);
                paper.note(Note::File {
                    recording,
                    number,
                    init_length: length,
                });
                if let (Some(_), Some(from_ms)) = (self.rests_until_ms.take(), self.ends_at_ms) {
                    for track in [Track::Video, Track::Sound] {
                        paper.note(gap(recording, track, from_ms, starts_at_ms));
                    }
                }
            }
            Output::Fragment {
                bytes,
                seal_at,
                starts_at_ms,
                duration_ms,
                has_key_frame,
            } => {
                let Some(file) = &mut self.file else {
                    return Ok(());
                };
                let offset = file.append(&bytes, seal_at)?;
                let length = bytes.len() as u64;
                paper.counts.bytes_written.fetch_add(length, Ordering::Relaxed);
                self.ends_at_ms = Some(starts_at_ms + i64::from(duration_ms));
                paper.note(Note::Fragment {
                    recording,
                    file: file.number(),
                    fragment: FragmentRow {
                        offset,
                        length,
                        starts_at: Timestamp::from_millis(starts_at_ms),
                        duration_ms,
                        has_key_frame,
                    },
                });
            }
            Output::Gap {
                track,
                from_ms,
                to_ms,
            } => paper.note(gap(recording, track, from_ms, to_ms)),
            Output::WantKeyFrame => {
                // A media loop that is busy is asked again by the recorder itself.
                let _ = paper.media.unstick(self.stream);
            }
        }
        Ok(())
    }

    fn is_resting(&self, now_ms: i64) -> bool {
        self.file.is_none() && self.rests_until_ms.is_some_and(|until| now_ms < until)
    }
}

fn gap(recording: RecordingId, track: Track, from_ms: i64, to_ms: i64) -> Note {
    Note::Gap {
        recording,
        track: match track {
            Track::Video => RecordedTrack::Video,
            Track::Sound => RecordedTrack::Sound,
        },
        from: Timestamp::from_millis(from_ms),
        to: Timestamp::from_millis(to_ms),
    }
}

/// A copy as a depacketiser reads it.
pub(crate) fn read(packet: &CopiedPacket, arrived_ms: i64) -> Packet<'_> {
    Packet {
        codec: match packet.codec {
            CopiedCodec::H264 => Codec::H264,
            CopiedCodec::Vp8 => Codec::Vp8,
            CopiedCodec::Opus => Codec::Opus,
        },
        sequence: packet.sequence,
        timestamp: packet.timestamp,
        marker: packet.marker,
        payload: &packet.payload,
        arrived_ms,
    }
}
