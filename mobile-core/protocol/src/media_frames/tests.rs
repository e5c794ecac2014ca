//! Frames as they come in pieces.

use proptest::prelude::*;

use super::{LONGEST_MEDIA_FRAME, media_frame_length, take_media_frames};

fn framed(frames: &[Vec<u8>]) -> Vec<u8> {
    let frame = |bytes: &Vec<u8>| [&media_frame_length(bytes).unwrap()[..], bytes].concat();
    frames.iter().flat_map(frame).collect()
}

#[test]
fn a_frame_that_is_too_long_is_none() {
    let mut fits = framed(&[vec![1; LONGEST_MEDIA_FRAME]]);
    assert_eq!(take_media_frames(&mut fits, |_: &[u8]| {}), Some(1));
    assert!(fits.is_empty());
    let too_long = u16::try_from(LONGEST_MEDIA_FRAME + 1).unwrap().to_be_bytes();
    assert_eq!(take_media_frames(&mut too_long.to_vec(), |_: &[u8]| {}), None);
    assert_eq!(media_frame_length(&[0; LONGEST_MEDIA_FRAME + 1]), None);
    assert_eq!(media_frame_length(&vec![0; 70_000]), None);
}

proptest! {
    #[test]
    fn frames_come_whole_and_in_order_however_they_are_cut(
        frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..20),
        cuts in prop::collection::vec(1..60_usize, 1..60),
    ) {
        let (wire, mut read, mut heard) = (framed(&frames), Vec::new(), Vec::new());
        let (mut rest, mut count) = (&wire[..], 0);
        for cut in cuts.iter().cycle() {
            let (piece, later) = rest.split_at(rest.len().min(*cut));
            read.extend_from_slice(piece);
            count += take_media_frames(&mut read, |bytes: &[u8]| heard.push(bytes.to_vec())).unwrap();
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert!(read.is_empty());
        prop_assert_eq!(count, frames.len());
        let told: Vec<_> = frames.into_iter().filter(|frame| !frame.is_empty()).collect();
        prop_assert_eq!(heard, told, "an empty frame says nothing");
    }
}
