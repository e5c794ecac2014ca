//! Frames in, files out: what is in them, when they begin, what is told as missing.

mod any_sender;
mod cut_anywhere;
mod files;
mod gaps;
mod timely;

use crate::media::{Media, SoundFrame, Track, VideoFrame};
use crate::player::Tape;
use crate::sender::{fits, h264_video, opus_packets};
use crate::{Expected, Input, Recorder};

const BOTH: Expected = Expected {
    video: true,
    sound: true,
};
const VIDEO: Expected = Expected {
    video: true,
    sound: false,
};
const SOUND: Expected = Expected {
    video: false,
    sound: true,
};

/// 15 November 2023, 6:13:20 in the hall, and a little.
const START_MS: i64 = 1_700_000_000_123;

/// `count` packets of sound from `start_ms`, 20 ms each.
fn sound(count: usize, start_ms: i64) -> Vec<SoundFrame> {
    let tone = opus_packets();
    let frames = (0..count).map(|index| SoundFrame {
        timestamp: 0xFFFF_F000_u32.wrapping_add(960 * fits::<u32, _>(index)),
        arrived_ms: start_ms + 20 * fits::<i64, _>(index),
        data: tone[index % 50].clone(),
    });
    frames.collect()
}

/// `count` pictures from `start_ms`, 30 a second, a key frame each second.
fn video(count: usize, start_ms: i64) -> Vec<VideoFrame> {
    h264_video((64, 48), 30, 30, count, start_ms)
}

/// Everything by its arrival.
fn merged(video: Vec<VideoFrame>, sound: Vec<SoundFrame>) -> Vec<(i64, Media)> {
    let video = video
        .into_iter()
        .map(|frame| (frame.arrived_ms, Media::Video(frame)));
    let sound = sound
        .into_iter()
        .map(|frame| (frame.arrived_ms, Media::Sound(frame)));
    let mut merged: Vec<_> = video.chain(sound).collect();
    merged.sort_by_key(|&(arrived_ms, _)| arrived_ms);
    merged
}

/// That these gaps were told; a place may lie a millisecond beside its arrival.
fn assert_gaps(tape: &Tape, expected: &[(Track, i64, i64)]) {
    let near = |(told, expected): (&(Track, i64, i64), &(Track, i64, i64))| {
        told.0 == expected.0 && told.1.abs_diff(expected.1) <= 1 && told.2.abs_diff(expected.2) <= 1
    };
    let all = tape.gaps.len() == expected.len() && tape.gaps.iter().zip(expected).all(near);
    assert!(all, "{:?}, not {expected:?}", tape.gaps);
}

/// A recorder with its tape, woken when it asks to be.
struct Desk {
    recorder: Recorder,
    tape: Tape,
    now_ms: i64,
}

impl Desk {
    fn new(expected: Expected) -> Self {
        Self {
            recorder: Recorder::new(expected),
            tape: Tape::default(),
            now_ms: START_MS,
        }
    }

    fn tell(&mut self, now_ms: i64, input: impl Into<Input>) {
        self.wait_until(now_ms);
        self.tape.record(&mut self.recorder, now_ms, input);
    }

    fn play(&mut self, media: Vec<(i64, Media)>) {
        for (arrived_ms, media) in media {
            self.tell(arrived_ms, media);
        }
    }

    fn wait_until(&mut self, ms: i64) {
        while let Some(due_ms) = self.recorder.poll_timeout().filter(|&due_ms| due_ms <= ms) {
            assert!(
                due_ms >= self.now_ms || self.now_ms == START_MS,
                "woken for nothing"
            );
            self.now_ms = due_ms;
            self.tape.record(&mut self.recorder, due_ms, Input::Timeout);
            let next = self.recorder.poll_timeout();
            assert!(
                next.is_none_or(|next| next > due_ms),
                "asks to be woken at {next:?} at {due_ms}"
            );
        }
        self.now_ms = ms;
    }

    fn finish(mut self) -> Tape {
        self.tape.record(&mut self.recorder, self.now_ms, Input::Finished);
        self.tape
    }
}

/// What a recorder makes of these, and nothing after.
fn recorded(expected: Expected, media: Vec<(i64, Media)>) -> Tape {
    let mut desk = Desk::new(expected);
    desk.play(media);
    desk.finish()
}
