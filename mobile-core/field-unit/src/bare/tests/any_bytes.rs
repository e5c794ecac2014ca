//! Whatever an app hands over: nothing panics, nothing grows, and what was told is gone or refused.

use proptest::prelude::*;

use super::*;

/// Names that lead anywhere, and one of no meaning.
const NAMES: [&[u8; 4]; 11] = [
    b"moov", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"udta", b"meta", b"edts", b"new!",
];

/// Boxes of any names within each other, the innermost of which say where they were made.
fn boxes() -> impl Strategy<Value = Vec<u8>> {
    let names = || proptest::sample::select(&NAMES[..]);
    let telling = proptest::sample::select(&[b"udta", b"meta", b"uuid", b"free", b"loci"][..]);
    let leaf = telling.prop_map(|name| mp4_box(name, &[PLACE]));
    leaf.prop_recursive(10, 60, 4, move |inner| {
        let inside = prop::collection::vec(inner, 0..4);
        (names(), inside).prop_map(|(name, inside)| mp4_box(name, &[&inside.concat()]))
    })
}

/// A real clip of which some bytes are others, cut off somewhere.
fn mangled() -> impl Strategy<Value = Vec<u8>> {
    let clip = proptest::sample::select(&[FILMED, FRAGMENTED][..]);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (clip, changes, 0_usize..2_000).prop_map(|(clip, changes, cut)| {
        let mut bytes = clip.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        // Half of them whole.
        bytes.truncate(bytes.len() - cut.saturating_sub(1_000));
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn bytes_of_any_kind_are_taken_or_refused(kind in proptest::sample::select(&MediaType::ALL[..]), bytes: Vec<u8>) {
        let mut left = bytes.clone();
        let _ = make_bare(kind, &mut left);
        prop_assert!(left.len() <= bytes.len());
    }

    #[test]
    fn clips_that_were_mangled_are_taken_or_refused(bytes in mangled()) {
        if let Ok(left) = bare(&bytes) {
            prop_assert_eq!(left.len(), bytes.len());
        }
    }

    #[test]
    fn wherever_it_is_told_it_is_gone(told in prop::collection::vec(boxes(), 1..6)) {
        let clip = file(&[track(b"vide", &[b"avc1"], &told, &told)], &told, &told);
        let left = bare(&clip).unwrap();
        prop_assert!(!has(&left, PLACE));
        prop_assert_eq!(bare(&left), Ok(left.clone()));
    }

    #[test]
    fn photos_that_were_mangled_lose_what_they_told(bytes: Vec<u8>) {
        let photo = [&b"\xff\xd8\xff\xe1"[..], &[0, 20], PLACE, b"\xff\xdb", &bytes].concat();
        let mut left = photo.clone();
        prop_assert_eq!(make_bare(MediaType::Jpeg, &mut left), Ok(()));
        prop_assert!(!has(&left, PLACE) && left.len() <= photo.len());
    }
}
