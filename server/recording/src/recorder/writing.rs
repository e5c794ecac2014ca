//! Frames into files: where a file and each of its fragments begin and end.
//!
//! It leaves what may be written at all, and when, to the machine.

use super::pending::Ended;
use super::waiting::Frame;
use super::{FILLED_MS, File, Output, Recorder};
use crate::boxes::{Header, codecs};
use crate::media::{Track, VideoFormat};
use crate::opus;

/// Sound that comes this late, in milliseconds, behind pictures of the same time is replaced by silence.
const SOUND_LATE_MS: i64 = 400;
/// A shorter hole in the sound, in ticks, is two clocks' disagreement.
const UNHEARD: i64 = 480;

impl Recorder {
    /// Begins another file; nothing can be written if its header cannot.
    pub(super) fn begin(&mut self, video: Option<VideoFormat>, sound: bool, starts_at_ms: i64) {
        self.cut(None);
        self.video.awaits_key |= video.is_none();
        self.video.forgive(starts_at_ms);
        self.sound.begin(Track::Sound.ticks(starts_at_ms));
        let header = Header {
            video,
            sound,
            starts_at_ms,
        };
        self.file = header.bytes().ok().map(|bytes| {
            self.outputs.push_back(Output::Init {
                bytes,
                starts_at_ms,
                codecs: codecs(header.video.as_ref(), sound),
                size: header.video.as_ref().map(VideoFormat::size),
            });
            File {
                header,
                next_fragment: 1,
            }
        });
    }

    /// Puts a frame into the file, or into another one if it does not fit, or keeps it for another one.
    pub(super) fn write(&mut self, now_ms: i64, frame: Frame) {
        let Some(File { header, .. }) = &self.file else {
            return self.waiting.hold(now_ms, frame);
        };
        match frame {
            Frame::Sound { .. } if !header.sound => self.waiting.hold(now_ms, frame),
            Frame::Video { key: None, .. } if header.video.is_none() => {}
            Frame::Video { at, data, key } => self.write_video(now_ms, at, data, key),
            Frame::Sound { at, samples, data } => self.write_sound(now_ms, at, samples, data),
        }
    }

    fn write_video(&mut self, now_ms: i64, at: i64, data: Vec<u8>, key: Option<VideoFormat>) {
        let is_key = key.is_some();
        if let Some((from_ms, to_ms)) = self.video.take_hole(at) {
            self.cut(Some(at));
            self.tell_gap(Track::Video, from_ms, to_ms);
        }
        let Some(file) = &self.file else {
            return;
        };
        let unheard = !file.header.sound && self.waiting.holds_sound();
        if let Some(format) = key.filter(|key| unheard || file.header.video.as_ref() != Some(key)) {
            let at_ms = Track::Video.ms(at);
            let heard = file.header.sound && self.sound.is_heard(at_ms);
            // Sound that is a little behind the pictures carries on in the other file.
            let sound_ms = self.sound.end.filter(|_| heard).map(|end| Track::Sound.ms(end));
            let starts_at_ms = sound_ms.map_or(at_ms, |end_ms| end_ms.min(at_ms));
            self.cut(Some(at));
            self.begin(Some(format), heard || unheard, starts_at_ms);
            self.waiting.forget_before(starts_at_ms);
        }
        if self.file.as_ref().is_some_and(|file| file.header.sound) {
            self.make_up_for_late_sound(now_ms, Track::Video.ms(at));
        }
        let at = self.video.fit(at);
        let duration = self.video.put(at);
        if self.pending.ends_before_video(at, duration, is_key) {
            self.cut(Some(at));
        }
        self.pending.push_video(now_ms, at, duration, is_key, data);
        if unheard && is_key {
            for sound in self.waiting.take() {
                self.write(now_ms, sound);
            }
        }
    }

    fn write_sound(&mut self, now_ms: i64, at: i64, samples: u32, data: Vec<u8>) {
        let at_ms = Track::Sound.ms(at);
        let before = self
            .file
            .as_ref()
            .is_none_or(|file| at_ms < file.header.starts_at_ms);
        if before || self.sound.is_late(at) {
            return;
        }
        if let Some((from_ms, to_ms)) = self.sound.take_hole(at) {
            self.tell_gap(Track::Sound, from_ms, to_ms);
        }
        let hole = self.sound.end.map_or(0, |end| at - end);
        if hole > Track::Sound.ticks(FILLED_MS) {
            // Nothing came for long: where sound comes first, pictures are not missing yet.
            self.cut(None);
            self.video.forgive(at_ms);
        } else if hole >= UNHEARD {
            self.put_silence(now_ms, at);
        }
        let pictures = self.file.as_ref().is_some_and(|file| file.header.video.is_some());
        if pictures && self.video.is_silent(at_ms) {
            self.begin(None, true, at_ms);
        }
        self.put_sound(now_ms, at, samples, data, true);
    }

    /// Puts silence where pictures of `at_ms` say that sound should have come by now.
    fn make_up_for_late_sound(&mut self, now_ms: i64, at_ms: i64) {
        let late = Track::Sound.ticks(at_ms - SOUND_LATE_MS);
        let missing = self.sound.end.map_or(i64::MAX, |end| late.saturating_sub(end));
        if missing > Track::Sound.ticks(FILLED_MS) {
            // Nothing came for long: sound is missing from these pictures on.
            self.cut(None);
            self.sound.miss_from(Track::Sound.ticks(at_ms));
        } else {
            self.put_silence(now_ms, late);
        }
    }

    fn put_silence(&mut self, now_ms: i64, until: i64) {
        while let Some(end) = self.sound.end
            && end + i64::from(opus::SILENCE_SAMPLES) <= until
        {
            self.put_sound(now_ms, end, opus::SILENCE_SAMPLES, opus::SILENCE.to_vec(), false);
        }
    }

    fn put_sound(&mut self, now_ms: i64, at: i64, samples: u32, data: Vec<u8>, sent: bool) {
        if self.pending.ends_before_sound(at, samples) {
            self.cut(None);
        }
        let at = self.sound.fit(at);
        self.sound.put(at, samples, sent);
        self.pending.push_sound(now_ms, at, samples, data);
    }

    /// Ends the fragment, before a picture at `next` if there is one.
    pub(super) fn cut(&mut self, next: Option<i64>) {
        let Some(file) = &mut self.file else {
            return;
        };
        match self.pending.end(&file.header, file.next_fragment, next) {
            Some(Ok(Ended {
                output,
                video_until,
                sound_until,
            })) => {
                file.next_fragment = file.next_fragment.wrapping_add(1);
                self.video.written_until(video_until);
                self.sound.written_until(sound_until);
                self.outputs.push_back(output);
            }
            Some(Err((from_ms, to_ms))) => {
                for track in [Track::Video, Track::Sound] {
                    self.tell_gap(track, from_ms, to_ms);
                }
            }
            None => {}
        }
    }

    fn tell_gap(&mut self, track: Track, from_ms: i64, to_ms: i64) {
        self.outputs.push_back(Output::Gap {
            track,
            from_ms,
            to_ms,
        });
    }
}
