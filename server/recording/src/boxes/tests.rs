//! Boxes as the standard has them.

use mp4_atom::{Decode as _, Moov, StszSamples};

use super::{Fragment, Header, SEAL, Sample, Samples, codecs};
use crate::media::{Track, VideoFormat};
use crate::player::{shown, whole_boxes};
use crate::sender::vp8_video;

#[test]
fn a_header_names_its_tracks_and_holds_no_frame() {
    let header = Header {
        video: vp8_video(0)[0].key.clone(),
        sound: true,
        starts_at_ms: 1_700_000_000_123,
    };
    let bytes = header.bytes().unwrap();
    let boxes = whole_boxes(&bytes);
    assert_eq!(boxes.len(), 3);
    assert_eq!(bytes.len() % 8, 0, "what follows lies at a multiple of eight");
    let moov = Moov::decode(&mut &bytes[boxes[0].1..]).unwrap();
    assert_eq!(moov.mvhd.creation_time, 1_700_000_000 + 2_082_844_800);
    assert_eq!(moov.mvex.unwrap().trex.len(), 2);
    for trak in &moov.trak {
        assert!(trak.tkhd.enabled && trak.tkhd.in_movie);
        assert_eq!(trak.mdia.minf.stbl.stsz.samples, StszSamples::default());
    }
    assert_eq!(
        (
            moov.trak[0].tkhd.width.integer(),
            moov.trak[0].tkhd.height.integer()
        ),
        (64, 48)
    );
}

#[test]
fn codecs_are_named_as_browsers_ask_for_them() {
    let vp8 = vp8_video(0)[0].key.clone();
    assert_eq!(codecs(vp8.as_ref(), true), "vp08.00.10.08,opus");
    assert_eq!(codecs(vp8.as_ref(), false), "vp08.00.10.08");
    assert_eq!(codecs(None, true), "opus");
    assert_eq!(vp8.map(|format| VideoFormat::size(&format)), Some((64, 48)));
}

#[test]
fn a_sealed_fragment_shows_its_frames_hours_into_the_file() {
    let sample = |data: &[u8], key| Sample {
        duration: 3_000,
        key,
        data: data.to_vec(),
    };
    // Past what 32 bits of ticks hold, which is thirteen hours.
    for decode_time in [0, 90_000 * 3_600 * 20] {
        let fragment = Fragment {
            number: 7,
            first_at_ms: 1_700_000_000_123,
            tracks: vec![
                Samples {
                    track: Track::Video,
                    decode_time,
                    frames: vec![sample(b"key", true), sample(b"", false), sample(b"delta", false)],
                },
                Samples {
                    track: Track::Sound,
                    decode_time: 48_000,
                    frames: vec![sample(b"sound", true)],
                },
            ],
        };
        let (mut bytes, seal_at) = fragment.unsealed().unwrap();
        let kinds = |bytes: &[u8]| {
            whole_boxes(bytes)
                .iter()
                .map(|(kind, _)| kind.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(&bytes), ["prft", "free", "mdat"]);
        assert_eq!((seal_at % 4, bytes.len() % 8), (0, 0));
        bytes[seal_at..seal_at + 4].copy_from_slice(&SEAL);
        assert_eq!(kinds(&bytes), ["prft", "moof", "mdat"]);
        let shown: Vec<_> = shown(&bytes)
            .into_iter()
            .map(|shown| {
                (
                    shown.track,
                    shown.at,
                    shown.key,
                    String::from_utf8(shown.data).unwrap(),
                )
            })
            .collect();
        let expected = [
            (Track::Video, decode_time, true, "key".to_owned()),
            (Track::Video, decode_time + 3_000, false, String::new()),
            (Track::Video, decode_time + 6_000, false, "delta".to_owned()),
            (Track::Sound, 48_000, true, "sound".to_owned()),
        ];
        assert_eq!(shown, expected);
    }
}
