//! What bursts are counted as, told as sentences.

use super::largest_burst;
use crate::viewers::Arrival;

fn at(micros: &[u64]) -> Vec<Arrival> {
    let arrivals = micros.iter().map(|micros| Arrival {
        publisher: 0,
        packet: 0,
        is_key_frame: false,
        kernel_ns: micros * 1_000,
        client_ns: 0,
    });
    arrivals.collect()
}

#[test]
fn a_burst_is_what_comes_within_a_millisecond_wherever_it_begins() {
    assert_eq!(
        largest_burst(&at(&[100, 900, 1_050, 1_099, 1_100, 5_000])),
        Some(4)
    );
}

#[test]
fn a_viewer_with_nothing_has_no_burst() {
    assert_eq!(largest_burst(&[]), None);
}
