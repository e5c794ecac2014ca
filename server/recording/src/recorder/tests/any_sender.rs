//! Any sender: whatever comes, files stay valid, fragments short, and frames are neither doubled nor damaged.

use proptest::prelude::*;

use super::{BOTH, SOUND, START_MS, VIDEO};
use crate::media::{Media, SoundFrame, Track, VideoFormat, VideoFrame};
use crate::opus::SILENCE;
use crate::player::{Tape, whole_boxes};
use crate::vp8::Vp8Format;
use crate::{Input, Recorder};

/// What happens next.
#[derive(Debug, Clone)]
enum Event {
    Video { key: bool, wide: bool, step: u32 },
    Sound { step: u32 },
    Lost(Track),
    Reconnected,
    Nothing,
}

fn event() -> impl Strategy<Value = (i64, Event)> {
    let event = prop_oneof![
        10 => (prop::bool::weighted(0.1), prop::bool::weighted(0.05), 1_u32..9_000)
            .prop_map(|(key, wide, step)| Event::Video { key, wide, step }),
        1 => any::<u32>().prop_map(|step| Event::Video { key: true, wide: false, step }),
        10 => prop_oneof![8 => Just(960), 1 => 0_u32..200_000, 1 => any::<u32>()].prop_map(|step| Event::Sound { step }),
        1 => prop_oneof![Just(Event::Lost(Track::Video)), Just(Event::Lost(Track::Sound))],
        1 => Just(Event::Reconnected),
        1 => Just(Event::Nothing),
    ];
    let passes_ms = prop_oneof![20 => 0_i64..30, 2 => 0_i64..1_500, 1 => 0_i64..90_000, 1 => -3_000_i64..0];
    (passes_ms, event)
}

fn format(wide: bool) -> VideoFormat {
    let frame = [0, 0, 0, 0x9D, 1, 0x2A, if wide { 128 } else { 64 }, 0, 48, 0];
    VideoFormat::Vp8(Vp8Format::of_key_frame(&frame).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn whatever_comes_files_are_valid(
        expected in prop_oneof![Just(BOTH), Just(VIDEO), Just(SOUND)],
        events in prop::collection::vec(event(), 1..250),
    ) {
        let mut recorder = Recorder::new(expected);
        let mut tape = Tape::default();
        let mut now_ms = START_MS;
        let (mut video_at, mut sound_at) = (0_u32, 0_u32);
        for (number, (passes_ms, event)) in (0_u32..).zip(events) {
            now_ms += passes_ms;
            let input = match event {
                Event::Video { key, wide, step } => {
                    video_at = video_at.wrapping_add(step);
                    Input::Media(Media::Video(VideoFrame {
                        timestamp: video_at,
                        arrived_ms: now_ms,
                        data: number.to_be_bytes().to_vec(),
                        key: key.then(|| format(wide)),
                    }))
                }
                Event::Sound { step } => {
                    sound_at = sound_at.wrapping_add(step);
                    Input::Media(Media::Sound(SoundFrame {
                        timestamp: sound_at,
                        arrived_ms: now_ms,
                        data: [&[0xF8][..], &number.to_be_bytes()].concat(),
                    }))
                }
                Event::Lost(track) => Input::Media(Media::Lost(track)),
                Event::Reconnected => Input::Reconnected,
                Event::Nothing => Input::Timeout,
            };
            tape.record(&mut recorder, now_ms, input);
        }
        tape.record(&mut recorder, now_ms, Input::Finished);

        let mut last_number = None;
        for file in &tape.files {
            let kinds = whole_boxes(&file.bytes());
            prop_assert_eq!(kinds.len(), 3 + 3 * file.fragments.len());
            prop_assert_eq!(kinds.last().unwrap().1, file.bytes().len());
            prop_assert!(!file.fragments.is_empty(), "no header without a fragment");
            for fragment in &file.fragments {
                prop_assert!(fragment.duration_ms <= 1_000, "{} ms", fragment.duration_ms);
            }
            for track in [Track::Video, Track::Sound] {
                let shown = file.shown(track);
                let named = file.tracks().iter().any(|(named, _)| *named == track);
                prop_assert!(named || shown.is_empty(), "no frame without a track");
                prop_assert!(track == Track::Sound || shown.first().is_none_or(|first| first.key));
                for pair in shown.windows(2) {
                    prop_assert!(pair[0].duration > 0);
                    prop_assert!(pair[0].at + u64::from(pair[0].duration) <= pair[1].at, "{:?}", pair);
                }
            }
            for shown in file.shown(Track::Video) {
                let number = u32::from_be_bytes(shown.data.try_into().unwrap());
                prop_assert!(last_number < Some(number), "in sequence, once");
                last_number = Some(number);
            }
            let heard = file.shown(Track::Sound).into_iter().filter(|shown| shown.data != SILENCE);
            prop_assert!(heard.map(|shown| shown.data).is_sorted_by(|a, b| a < b));
        }
        for (_, from_ms, to_ms) in &tape.gaps {
            prop_assert!(from_ms < to_ms);
        }
        for pair in tape.asks.windows(2) {
            prop_assert!(!(0..4_000).contains(&(pair[1] - pair[0])));
        }
    }
}
