//! A publisher's frames as the bytes of files that open after any crash.
//!
//! A file begins with a header; fragments of at most a second follow, each whole by itself. Its time is the hall's wall
//! clock: a publisher that comes back carries on where the clock is, and what is missing shows as a jump and is told as
//! a gap. Pictures of another format, or another set of tracks, begin another file. No picture is kept before a key
//! frame, and a key frame is asked for when one is missing.
//!
//! Sound that was not sent while pictures were is written as silence, since players hold the picture for missing
//! sound. Pictures that do not come for long while sound does begin a file of sound alone.

mod clock;
mod key_frames;
mod lanes;
mod messages;
mod pending;
mod waiting;
mod writing;

use std::collections::VecDeque;

use key_frames::KeyFrames;
use lanes::{SoundLane, VideoLane};
pub use messages::{Expected, Input, Output};
use pending::Pending;
use waiting::{Frame, Waiting};

use crate::boxes::Header;
use crate::media::{Media, SoundFrame, Track, VideoFrame};
use crate::opus;

/// Pictures that do not come for this long, in milliseconds, are not waited for.
const PATIENCE_MS: i64 = 4_000;
/// A longer hole in the sound, in milliseconds, is told even if nothing was lost, and not filled if no picture came.
const FILLED_MS: i64 = 2_000;
/// A shorter hole in the sound, in milliseconds, is filled and not told.
const TOLD_MS: i64 = 100;

/// Makes a publisher's frames into files.
#[derive(Debug)]
pub struct Recorder {
    expected: Expected,
    video: VideoLane,
    sound: SoundLane,
    file: Option<File>,
    pending: Pending,
    waiting: Waiting,
    key_frames: KeyFrames,
    /// When a picture came last, of use or not.
    picture_came_ms: Option<i64>,
    outputs: VecDeque<Output>,
}

/// The file that is being written.
#[derive(Debug)]
struct File {
    header: Header,
    next_fragment: u32,
}

impl Recorder {
    /// One that writes nothing before frames come. `expected` says what the publisher offers.
    pub fn new(expected: Expected) -> Self {
        Self {
            expected,
            video: VideoLane::new(),
            sound: SoundLane::new(),
            file: None,
            pending: Pending::default(),
            waiting: Waiting::default(),
            key_frames: KeyFrames::default(),
            picture_came_ms: None,
            outputs: VecDeque::new(),
        }
    }

    /// What happened, at the hall's wall clock in milliseconds since 1970. Drain the outputs after each.
    pub fn handle_input(&mut self, now_ms: i64, input: Input) {
        match input {
            Input::Media(Media::Video(frame)) => self.video_came(now_ms, frame),
            Input::Media(Media::Sound(frame)) => self.sound_came(now_ms, frame),
            Input::Media(Media::Lost(Track::Video)) => self.video.awaits_key = true,
            Input::Media(Media::Lost(Track::Sound)) => self.sound.broken = true,
            Input::Reconnected => {
                self.cut(None);
                self.video.restart(now_ms);
                self.sound.restart();
            }
            Input::Timeout => {}
            Input::Finished => {
                self.begin_with_what_waits(now_ms);
                self.cut(None);
                return;
            }
        }
        if self.waiting.is_over(now_ms, self.expected) {
            self.begin_with_what_waits(now_ms);
        }
        if self.pending.ends_at_ms().is_some_and(|ends| ends <= now_ms) {
            self.cut(None);
        }
        if (self.misses_key_frame() || self.wants_key_frame(now_ms)) && self.key_frames.ask(now_ms) {
            self.outputs.push_back(Output::WantKeyFrame);
        }
    }

    /// What to do next, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Timeout`] is due, on the wall clock in milliseconds since 1970.
    pub fn poll_timeout(&self) -> Option<i64> {
        let begin = self
            .waiting
            .over_at_ms(self.expected)
            .filter(|_| self.file.is_none());
        let ask = self
            .key_frames
            .may_ask_at_ms()
            .filter(|_| self.misses_key_frame());
        [begin, self.pending.ends_at_ms(), ask]
            .into_iter()
            .flatten()
            .min()
    }

    fn video_came(&mut self, now_ms: i64, frame: VideoFrame) {
        self.picture_came_ms = Some(now_ms);
        if frame.key.is_some() {
            self.key_frames.came(now_ms);
        } else if self.video.awaits_key {
            return;
        }
        let frame = Frame::Video {
            at: self.video.place(frame.timestamp, frame.arrived_ms),
            data: frame.data,
            key: frame.key,
        };
        if self.file.is_some() {
            self.waiting
                .forget_before(frame.at_ms().saturating_sub(FILLED_MS));
        } else {
            self.video.awaits_key = false;
        }
        self.write(now_ms, frame);
    }

    fn sound_came(&mut self, now_ms: i64, frame: SoundFrame) {
        let Some(samples) = opus::samples(&frame.data) else {
            return;
        };
        let frame = Frame::Sound {
            at: self.sound.place(frame.timestamp, frame.arrived_ms, samples),
            samples,
            data: frame.data,
        };
        self.write(now_ms, frame);
    }

    /// No picture can be written, or no sound, before a key frame comes.
    fn misses_key_frame(&self) -> bool {
        let offered = self.expected.video || self.picture_came_ms.is_some();
        let unheard = self.file.is_some() && self.waiting.holds_sound();
        offered && (self.video.awaits_key || unheard)
    }

    /// Pictures are coming, but none for long at which playing could start.
    fn wants_key_frame(&self, now_ms: i64) -> bool {
        let coming = |came: i64| now_ms.saturating_sub(came) < 1_000;
        self.picture_came_ms.is_some_and(coming) && self.key_frames.is_overdue(now_ms)
    }

    /// Begins the first file with what was held for it; without a frame there is none.
    fn begin_with_what_waits(&mut self, now_ms: i64) {
        if self.file.is_some() {
            return;
        }
        let frames = self.waiting.take();
        let Some(starts_at_ms) = frames.first().map(Frame::at_ms) else {
            return;
        };
        let video = frames.iter().find_map(Frame::key).cloned();
        let sound = frames.iter().any(Frame::is_sound);
        self.begin(video, sound, starts_at_ms);
        for frame in frames {
            self.write(now_ms, frame);
        }
    }
}

#[cfg(test)]
mod tests;
