//! One recording while it is made: packets in, a file and notes out.
//!
//! A disk that refuses costs a file, not the recording: after a rest the next file begins, with the gap told. So does a
//! panic over what a stranger sent: all that was made of it is thrown away.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::{RecordingId, Timestamp};
use recording::{Codec, Depacketiser, Expected, Input, Output, Packet, Recorder};
use sfu::{CopiedCodec, CopiedPacket};

use super::disk::OpenFile;
use super::gaps::{gap, gaps};
use super::keeping::Notebook;
use super::{Counts, file_name};
use crate::media_loop::{Copied, MediaDoor};
use crate::store::{FragmentRow, Note};

/// Sources of one publisher that are followed: its layers, its sound, with some to spare.
const MOST_SOURCES: usize = 8;
/// How long a disk that refused, or a stream that was too much, is left alone, in milliseconds.
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
    pub(super) notes: Notebook,
    pub(super) counts: Arc<Counts>,
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
    /// Until when all is written, or told to be missing.
    told_until_ms: Option<i64>,
    rests_until_ms: Option<i64>,
    /// That it cannot be written has been said.
    is_in_trouble: bool,
}

impl Take {
    pub(super) fn is_of(&self, recording: RecordingId) -> bool {
        self.recording == recording
    }

    pub(super) fn new(recording: RecordingId, stream: u128) -> Self {
        Self {
            recording,
            stream,
            recorder: Recorder::new(EXPECTED),
            turn: None,
            sources: BTreeMap::new(),
            file: None,
            next_file: 0,
            told_until_ms: None,
            rests_until_ms: None,
            is_in_trouble: false,
        }
    }

    pub(super) fn take_in(&mut self, now_ms: i64, copied: &Copied, paper: &Paper) {
        self.work(now_ms, paper, |take| take.follow(now_ms, copied, paper));
    }

    /// Gives up on what should have come, and writes what is due.
    pub(super) fn let_time_pass(&mut self, now_ms: i64, paper: &Paper) {
        self.work(now_ms, paper, |take| {
            take.expire(now_ms, paper);
            if take.recorder.poll_timeout().is_some_and(|due| due <= now_ms) {
                take.tell(now_ms, Input::Timeout, paper);
            }
        });
    }

    /// Writes all that is held; the recording has ended.
    pub(super) fn finish(mut self, now_ms: i64, paper: &Paper) {
        self.work(now_ms, paper, |take| {
            take.expire(now_ms, paper);
            take.tell(now_ms, Input::Finished, paper);
        });
        self.close_file();
        if let (Some(_), Some(from_ms)) = (self.rests_until_ms, self.told_until_ms) {
            self.note_gap(from_ms, now_ms, paper);
        }
        paper.notes.note(Note::Ended {
            recording: self.recording,
            at: Timestamp::from_millis(now_ms),
        });
    }

    /// Does some work, unless it rests. A panic in it costs this recording a stretch, and no other anything.
    fn work(&mut self, now_ms: i64, paper: &Paper, work: impl FnOnce(&mut Self)) {
        if self.is_resting(now_ms) {
            return;
        }
        // What may be half done is thrown away.
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            paper.counts.breakdowns.fetch_add(1, Ordering::Relaxed);
            self.give_up(now_ms, &"what the stream sent was too much for it");
        }
    }

    fn follow(&mut self, now_ms: i64, copied: &Copied, paper: &Paper) {
        let packet = &copied.packet;
        #[cfg(test)]
        super::tests::trip_over(&packet.payload);
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
                paper.counts.write_faults.fetch_add(1, Ordering::Relaxed);
                self.give_up(now_ms, &error);
                return;
            }
        }
    }

    /// Gives up what was begun; after a rest another file begins.
    fn give_up(&mut self, now_ms: i64, error: &dyn Display) {
        if !std::mem::replace(&mut self.is_in_trouble, true) {
            tracing::error!(recording.id = %self.recording, %error, "a recording cannot be written; another file is begun as soon as that works");
        }
        self.rests_until_ms = Some(now_ms + REST_MS);
        self.told_until_ms.get_or_insert(now_ms);
        self.close_file();
        self.recorder = Recorder::new(EXPECTED);
        self.turn = None;
        self.sources.clear();
    }

    fn carry_out(&mut self, output: Output, paper: &Paper) -> io::Result<()> {
        match output {
            Output::Init { bytes, .. } => self.begin_file(&bytes, paper)?,
            Output::Fragment {
                bytes,
                seal_at,
                starts_at_ms,
                duration_ms,
                has_key_frame,
            } => {
                let told = FragmentRow {
                    offset: 0,
                    length: bytes.len() as u64,
                    starts_at: Timestamp::from_millis(starts_at_ms),
                    duration_ms,
                    has_key_frame,
                };
                self.write_fragment(&bytes, seal_at, told, paper)?;
            }
            Output::Gap {
                track,
                from_ms,
                to_ms,
            } => paper.notes.note(gap(self.recording, track, from_ms, to_ms)),
            Output::WantKeyFrame => {
                // A media loop that is busy is asked again by the recorder itself.
                let _ = paper.media.unstick(self.stream);
            }
        }
        Ok(())
    }

    fn begin_file(&mut self, header: &[u8], paper: &Paper) -> io::Result<()> {
        self.close_file();
        let number = self.next_file;
        let created = OpenFile::create(&paper.folder, &file_name(self.recording, number), number, header);
        if created
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists)
        {
            // An empty one that could not be deleted.
            self.next_file += 1;
        }
        self.file = Some(created?);
        Ok(())
    }

    fn write_fragment(
        &mut self,
        bytes: &[u8],
        seal_at: usize,
        told: FragmentRow,
        paper: &Paper,
    ) -> io::Result<()> {
        let recording = self.recording;
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let begins = file.is_empty();
        let offset = file.append(bytes, seal_at)?;
        let (number, init_length) = (file.number(), file.init_length());
        let kept = Arc::clone(file.kept());
        let mut written = told.length;
        if begins {
            // Only now is it a file that anybody can open.
            self.next_file = number + 1;
            written += init_length;
            let note = Note::File {
                recording,
                number,
                init_length,
            };
            paper.notes.note_kept(note, &kept);
            if let (Some(_), Some(from_ms)) = (self.rests_until_ms.take(), self.told_until_ms) {
                self.note_gap(from_ms, told.starts_at.as_millis(), paper);
            }
        } else if std::mem::take(&mut self.is_in_trouble) {
            // After the first one, the disk may still say that it did not keep it.
            tracing::info!(recording.id = %recording, "a recording is written again");
        }
        paper.counts.bytes_written.fetch_add(written, Ordering::Relaxed);
        self.told_until_ms = Some(told.starts_at.as_millis() + i64::from(told.duration_ms));
        let note = Note::Fragment {
            recording,
            file: number,
            fragment: FragmentRow { offset, ..told },
        };
        paper.notes.note_kept(note, &kept);
        Ok(())
    }

    fn close_file(&mut self) {
        if let Some(file) = self.file.take() {
            file.close();
        }
    }

    fn note_gap(&self, from_ms: i64, to_ms: i64, paper: &Paper) {
        for gap in gaps(self.recording, from_ms, to_ms) {
            paper.notes.note(gap);
        }
    }

    fn is_resting(&self, now_ms: i64) -> bool {
        self.file.is_none() && self.rests_until_ms.is_some_and(|until| now_ms < until)
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
