//! Playlists as a player reads them.

use super::{FragmentEntry, media_playlist};

const START_MS: i64 = 1_700_000_000_123;

/// A file's fragments of half a second, each of 1,000 bytes, from `from_ms` on.
fn fragments(uri: &str, from_ms: i64, count: u64, key_each: u64) -> Vec<FragmentEntry> {
    let fragments = (0..count).map(|index| FragmentEntry {
        uri: uri.to_owned(),
        init_length: 700,
        offset: 700 + index * 1_000,
        length: 1_000,
        starts_at_ms: START_MS + from_ms + index.cast_signed() * 500,
        duration_ms: 500,
        has_key_frame: index % key_each == 0,
    });
    fragments.collect()
}

#[test]
fn a_finished_recording_is_told_whole() {
    let mut entries = fragments("a.mp4", 0, 9, 5);
    let mut after_gap = fragments("a.mp4", 60_000, 2, 5);
    for entry in &mut after_gap {
        entry.offset += 9_000;
    }
    entries.extend(after_gap);
    entries.extend(fragments("b.mp4", 61_000, 3, 5));
    assert_eq!(
        media_playlist(&entries, true),
        "#EXTM3U\n\
         #EXT-X-VERSION:7\n\
         #EXT-X-TARGETDURATION:6\n\
         #EXT-X-MEDIA-SEQUENCE:0\n\
         #EXT-X-PLAYLIST-TYPE:VOD\n\
         #EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"700@0\"\n\
         #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.123Z\n\
         #EXTINF:2.500,\n\
         #EXT-X-BYTERANGE:5000@700\n\
         a.mp4\n\
         #EXTINF:2.000,\n\
         #EXT-X-BYTERANGE:4000@5700\n\
         a.mp4\n\
         #EXT-X-DISCONTINUITY\n\
         #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:14:20.123Z\n\
         #EXTINF:1.000,\n\
         #EXT-X-BYTERANGE:2000@9700\n\
         a.mp4\n\
         #EXT-X-DISCONTINUITY\n\
         #EXT-X-MAP:URI=\"b.mp4\",BYTERANGE=\"700@0\"\n\
         #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:14:21.123Z\n\
         #EXTINF:1.500,\n\
         #EXT-X-BYTERANGE:3000@700\n\
         b.mp4\n\
         #EXT-X-ENDLIST\n"
    );
}

#[test]
fn while_it_goes_on_what_was_told_stays_as_it_was() {
    let entries = fragments("a.mp4", 0, 60, 7);
    let mut before = String::new();
    for count in 0..=entries.len() {
        let now = media_playlist(&entries[..count], false);
        assert!(now.starts_with(&before), "{now}\nafter\n{before}");
        assert!(!now.contains("ENDLIST"));
        before = now;
    }
    assert!(before.contains("#EXT-X-PLAYLIST-TYPE:EVENT"));
    assert_eq!(
        before.matches("#EXTINF").count(),
        8,
        "the last segment may still grow"
    );
}

#[test]
fn no_segment_is_longer_than_the_target() {
    let playlist = media_playlist(&fragments("a.mp4", 0, 100, 1_000), true);
    let lengths = playlist.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
    let lengths: Vec<f64> = lengths
        .map(|line| line.trim_end_matches(',').parse().unwrap())
        .collect();
    assert!(lengths.iter().all(|&length| length <= 6.0), "{lengths:?}");
    assert!((lengths.iter().sum::<f64>() - 50.0).abs() < 0.001);
}

#[test]
fn an_address_ends_neither_its_line_nor_its_quotes() {
    let playlist = media_playlist(&fragments("a\".mp4\n#EXT-X-ENDLIST\r", 0, 1, 1), false);
    assert_eq!(playlist.lines().count(), 5);
    let playlist = media_playlist(&fragments("a\".mp4\n#EXT-X-ENDLIST\r", 0, 1, 1), true);
    assert!(playlist.contains("URI=\"a%22.mp4%0A#EXT-X-ENDLIST%0D\",BYTERANGE"));
    assert_eq!(
        playlist.lines().filter(|line| *line == "#EXT-X-ENDLIST").count(),
        1
    );
}

#[test]
fn no_fragment_is_an_empty_list() {
    assert!(media_playlist(&[], true).ends_with("#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-ENDLIST\n"));
}
