//! Clips and sound notes that come bare, stay as they are, or are refused.

use super::*;

/// A clip that says where it was taken in every way that cameras know, and in one that they do not.
fn telling() -> Vec<u8> {
    let told = |name| mp4_box(name, &[PLACE]);
    let picture = track(
        b"vide",
        &[b"avc1"],
        &[told(b"udta"), told(b"meta")],
        &[told(b"uuid")],
    );
    let sound = track(b"soun", &[b"mp4a"], &[], &[told(b"new!")]);
    let fragment = mp4_box(b"moof", &[&told(b"meta"), &mp4_box(b"traf", &[&told(b"udta")])]);
    let after = [
        told(b"free"),
        told(b"uuid"),
        fragment,
        mp4_box(b"mdat", &[b"pictures"]),
    ];
    file(&[picture, sound], &[told(b"udta"), told(b"meta")], &after)
}

#[test]
fn where_and_by_what_it_was_taken_is_gone_and_nothing_moves() {
    for clip in [FILMED, FRAGMENTED, &telling()] {
        assert!(has(clip, PLACE));
        let left = bare(clip).unwrap();
        assert_eq!(left.len(), clip.len());
        for told in [PLACE, b"Yike-Phone", b"loci", b"udta", b"meta", b"uuid", b"new!"] {
            assert!(!has(&left, told), "{}", String::from_utf8_lossy(told));
        }
        let kept = [&b"mvhd"[..], b"stsd", b"avc1", b"mp4a", b"mdat"];
        assert!(kept.iter().all(|kept| has(&left, kept)));
        assert_eq!(bare(&left), Ok(left), "a second time nothing is left to take out");
    }
}

#[test]
fn when_and_by_whose_camera_is_gone_from_what_stays() {
    let times = b"in the year 1904";
    for (version, wiped) in [(0, 8), (1, 16)] {
        let header = |name| mp4_box(name, &[&[version, 0, 0, 0], times, b"how long"]);
        let handler = mp4_box(b"hdlr", &[&[0; 8], b"vide", &[0; 12], b"GoPro AVC\0"]);
        let entry = mp4_box(b"avc1", &[&[1; 42], b"\x0bGoPro coder", &[7; 20], b"avcC"]);
        let stsd = mp4_box(b"stsd", &[&numbers(&[0, 1]), &entry]);
        let minf = mp4_box(b"minf", &[&mp4_box(b"stbl", &[&stsd])]);
        let mdia = mp4_box(b"mdia", &[&header(b"mdhd"), &handler, &minf]);
        let track = mp4_box(b"trak", &[&header(b"tkhd"), &mdia]);
        let moov = mp4_box(b"moov", &[&header(b"mvhd"), &track]);
        let left = bare(&[moov, mp4_box(b"mdat", &[b"a sample"])].concat()).unwrap();
        let kept = [
            &[version, 0, 0, 0][..],
            &[0; 16][..wiped],
            &times[wiped..],
            b"how long",
        ]
        .concat();
        assert_eq!(left.windows(kept.len()).filter(|bytes| *bytes == kept).count(), 3);
        assert!(!has(&left, b"GoPro") && !has(&left, b"in the"));
        assert!(has(&left, &[&[1; 42][..], &[0; 32], b"avcC"].concat()));
    }
    let cut = mp4_box(b"mvhd", &[&[1, 0, 0, 0], times.get(..8).unwrap()]);
    let clip = file(&[track(b"vide", &[b"avc1"], &[], &[])], &[cut], &[]);
    assert_eq!(bare(&clip), Err(Unfit::Unreadable));
}

#[test]
fn pictures_and_sound_are_not_touched() {
    for clip in [FILMED, FRAGMENTED] {
        let left = bare(clip).unwrap();
        let mdat = clip.windows(4).position(|name| name == b"mdat").unwrap();
        let length = u32::from_be_bytes(clip[mdat - 4..mdat].try_into().unwrap());
        let end = mdat - 4 + usize::try_from(length).unwrap();
        // One sample of the filmed one is its time code.
        let differing = (mdat..end).filter(|at| left[*at] != clip[*at]).count();
        assert!(differing <= 4, "{differing} bytes of {length}");
    }
}

#[test]
fn one_that_tells_nothing_stays_as_it_is() {
    let after = [mp4_box(b"mdat", &[PLACE, b" may well be in a picture"])];
    let clip = file(&[track(b"vide", &[b"avc1"], &[], &[])], &[], &after);
    assert_eq!(bare(&clip), Ok(clip));
}

#[test]
fn what_not_everybody_could_play_is_refused() {
    let with = |codecs: &[&[u8; 4]]| bare(&file(&[track(b"vide", codecs, &[], &[])], &[], &[]));
    for played in [b"avc1", b"avc3", b"vp09", b"av01"] {
        assert!(with(&[played]).is_ok());
    }
    for codec in [b"hvc1", b"hev1", b"dvh1", b"mp4v", b"encv", b"apcn"] {
        assert_eq!(with(&[codec]), Err(Unfit::NotPlayedByAll));
        assert_eq!(with(&[b"avc1", codec]), Err(Unfit::NotPlayedByAll));
    }
    assert_eq!(with(&[]), Err(Unfit::Unreadable), "it does not say of what it is");
}

#[test]
fn what_cannot_be_looked_through_is_refused() {
    let clip = telling();
    let whole = |at: &usize| bare(&clip[..*at]).is_ok();
    let ends: Vec<_> = (0..=clip.len()).filter(whole).collect();
    // Fewer bytes than a box has are left out by every player.
    let sample = mp4_box(b"mdat", &[b"a sample"]);
    let at = clip.windows(sample.len()).position(|bytes| bytes == sample);
    assert_eq!(
        ends[0],
        at.unwrap() + sample.len(),
        "without a sample there is nothing to see"
    );
    for nothing in [
        &b""[..],
        b"\0\0\0\x18ftypisom and nothing that moves",
        &mp4_box(b"ftyp", &[]),
    ] {
        assert_eq!(bare(nothing), Err(Unfit::Unreadable));
    }
}

#[test]
fn lengths_of_eight_bytes_and_to_the_end_are_read() {
    let large = |length: u64, inside: &[u8]| {
        let head = [&1_u32.to_be_bytes()[..], b"uuid", &length.to_be_bytes()];
        [&head.concat(), inside].concat()
    };
    let tracks = [track(b"vide", &[b"avc1"], &[], &[])];
    let with = |after: Vec<u8>| bare(&file(&tracks, &[], &[after]));
    let size = 16 + u64::try_from(PLACE.len()).unwrap();
    assert!(!has(&with(large(size, PLACE)).unwrap(), PLACE));
    assert!(!has(
        &with([&b"\0\0\0\0uuid"[..], PLACE].concat()).unwrap(),
        PLACE
    ));
    for wrong in [0, 15, size + 1, u64::from(u32::MAX), 1 << 63, u64::MAX] {
        assert_eq!(with(large(wrong, PLACE)), Err(Unfit::Unreadable), "{wrong}");
    }
}

#[test]
fn what_is_too_short_for_a_box_is_gone_as_well() {
    let clip = file(
        &[track(b"vide", &[b"avc1"], &[], &[])],
        &[b"47.1410".to_vec()],
        &[b"9.5209".to_vec()],
    );
    let left = bare(&clip).unwrap();
    assert!(!has(&left, b"47.1410") && left.ends_with(&[0; 6]));
}

#[test]
fn a_sound_note_comes_bare_and_needs_no_pictures() {
    let mut note = file(
        &[track(b"soun", &[b"mp4a"], &[], &[])],
        &[mp4_box(b"udta", &[PLACE])],
        &[],
    );
    assert_eq!(bare(&note), Err(Unfit::Unreadable), "nothing moves in it");
    make_bare(MediaType::Mp4, &mut note).unwrap();
    assert!(!has(&note, PLACE));
    let mut silent = file(&[track(b"vide", &[b"avc1"], &[], &[])], &[], &[]);
    assert_eq!(make_bare(MediaType::Mp4, &mut silent), Err(Unfit::Unreadable));
}
