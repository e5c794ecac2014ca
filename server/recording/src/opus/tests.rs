//! How long Opus packets play, by RFC 6716's table 2.

use super::{SILENCE, SILENCE_SAMPLES, samples};

#[test]
fn every_configuration_plays_as_long_as_the_table_says() {
    let silk = [10, 20, 40, 60];
    let hybrid = [10, 20];
    let expected_tenths: Vec<u32> = [silk, silk, silk]
        .concat()
        .into_iter()
        .chain([hybrid, hybrid].concat())
        .map(|ms: u32| ms * 10)
        .chain([[25, 50, 100, 200]; 4].concat())
        .collect();
    for (config, tenths) in (0_u8..32).zip(expected_tenths) {
        assert_eq!(samples(&[config << 3]), Some(tenths * 48 / 10), "{config}");
        let twice = samples(&[config << 3 | 1, 0]);
        assert_eq!(twice, Some(tenths * 48 / 10 * 2), "{config}");
    }
}

#[test]
fn a_packet_of_many_frames_counts_them() {
    assert_eq!(samples(&[31 << 3 | 3, 6]), Some(5760));
    assert_eq!(samples(&[31 << 3 | 3, 7]), None, "longer than 120 ms");
    assert_eq!(samples(&[31 << 3 | 3, 0]), None, "no frame at all");
    assert_eq!(samples(&[31 << 3 | 3]), None, "the count is missing");
    assert_eq!(samples(&[]), None);
}

#[test]
fn silence_plays_for_as_long_as_it_says() {
    assert_eq!(samples(&SILENCE), Some(SILENCE_SAMPLES));
}
