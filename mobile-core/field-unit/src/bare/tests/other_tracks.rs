//! Tracks that are neither pictures nor sound go with their samples.

use super::*;

/// A clip with a track of positions, whose samples lie among the pictures as `tables` say.
fn with_positions(tables: impl Fn(u32) -> Vec<Vec<u8>>) -> (Vec<u8>, usize) {
    let samples = [
        &b"picture."[..],
        b"47.1410.",
        b"picture.",
        b"9.5209..",
        b"more.tel",
        b"picture.",
    ]
    .concat();
    let make = |mdat| {
        let tracks = [
            track(b"vide", &[b"avc1"], &[], &[]),
            track(b"meta", &[b"mebx"], &[], &tables(mdat)),
        ];
        file(&tracks, &[], &[mp4_box(b"mdat", &[&samples])])
    };
    let mdat = make(0).len() - samples.len();
    (make(u32::try_from(mdat).unwrap()), mdat)
}

fn table(name: &[u8], all: &[u32]) -> Vec<u8> {
    mp4_box(name, &[&numbers(all)])
}

/// Chunks of one and of two samples.
fn runs() -> Vec<u8> {
    table(b"stsc", &[0, 2, 1, 1, 1, 2, 2, 1])
}

const LEFT: &[u8] = b"picture.\0\0\0\0\0\0\0\0picture.\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0picture.";

#[test]
fn their_samples_are_written_over_and_the_pictures_are_not() {
    let even = table(b"stsz", &[0, 8, 3]);
    let each = table(b"stsz", &[0, 0, 3, 8, 8, 8]);
    for sizes in [even, each] {
        let short = with_positions(|mdat| {
            let chunks = table(b"stco", &[0, 2, mdat + 8, mdat + 24]);
            vec![runs(), sizes.clone(), chunks]
        });
        let long = with_positions(|mdat| {
            let chunks = table(b"co64", &[0, 2, 0, mdat + 8, 0, mdat + 24]);
            vec![runs(), sizes.clone(), chunks]
        });
        for (clip, mdat) in [short, long] {
            let left = bare(&clip).unwrap();
            assert_eq!(&left[mdat..], LEFT);
            assert!(!has(&left, b"mebx") && has(&left, b"avc1"));
        }
    }
}

#[test]
fn samples_that_are_not_in_the_file_are_refused() {
    let refused =
        |tables: &dyn Fn(u32) -> Vec<Vec<u8>>| bare(&with_positions(tables).0) == Err(Unfit::Unreadable);
    let sized =
        |sizes: Vec<u8>| move |mdat: u32| vec![runs(), sizes.clone(), table(b"stco", &[0, 2, mdat, mdat])];
    for sizes in [
        table(b"stsz", &[0, 0x7fff_ffff, 3]),
        table(b"stsz", &[0, 0, 3, 8, 8]),
        table(b"stsz", &[0, 0, 3, 8, 8, u32::MAX]),
        table(b"stsz", &[0]),
        table(b"stz2", &[0, 8, 0]),
    ] {
        assert!(refused(&sized(sizes)));
    }
    let even = || table(b"stsz", &[0, 8, 3]);
    assert!(refused(&|_| vec![
        runs(),
        even(),
        table(b"stco", &[0, 2, u32::MAX, 0])
    ]));
    assert!(refused(&|_| vec![
        runs(),
        even(),
        table(b"co64", &[0, 1, u32::MAX, u32::MAX])
    ]));
    assert!(refused(&|_| vec![
        runs(),
        even(),
        table(b"stco", &[0, u32::MAX, 8])
    ]));
    assert!(refused(&|_| vec![
        table(b"stsc", &[0, 0]),
        even(),
        table(b"stco", &[0, 1, 8])
    ]));
    // The same bytes over and over are more than there are.
    let over_and_over = vec![8; 1000];
    assert!(refused(&|_| vec![
        runs(),
        even(),
        table(b"stco", &[&[0, 1000], &over_and_over[..]].concat())
    ]));
}

#[test]
fn one_of_time_codes_goes_and_one_in_fragments_is_refused() {
    let left = bare(FILMED).unwrap();
    assert!(has(FILMED, b"tmcd") && !has(&left, b"tmcd"));
    let tracks = [
        track(b"vide", &[b"avc1"], &[], &[]),
        track(b"meta", &[b"mebx"], &[], &[]),
    ];
    assert!(bare(&file(&tracks, &[], &[])).is_ok());
    let fragment = [mp4_box(b"moof", &[])];
    assert_eq!(bare(&file(&tracks, &[], &fragment)), Err(Unfit::Unreadable));
}
