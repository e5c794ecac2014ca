//! The numbers a viewer sees: continuous, whatever the sources do.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{LEAP, Rewrite, Source, ticks};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn source(turn: u64) -> Source {
    Source { turn, ssrc: 1 }
}

/// A source's turn: its first numbers, then how many packets, one each 20 ms.
fn turns() -> impl Strategy<Value = Vec<(u64, u32, u64)>> {
    prop::collection::vec((0_u64..1 << 40, any::<u32>(), 1_u64..200), 1..8)
}

proptest! {
    #[test]
    fn numbers_go_on_over_a_change_of_source(random: u32, turns in turns()) {
        let mut now = origin();
        let mut rewrite = Rewrite::new(90_000, random);
        let mut last: Option<(u64, u32)> = None;
        for (turn, (seq, timestamp, packets)) in (0..).zip(turns) {
            for n in 0..packets {
                now += Duration::from_millis(20);
                let at = timestamp.wrapping_add(u32::try_from(n * 1_800).unwrap());
                let (out, at_out) = rewrite.apply(now, source(turn), seq + n, at).unwrap();
                if let Some((seq_before, at_before)) = last {
                    prop_assert_eq!(out, seq_before + 1);
                    prop_assert_eq!(at_out, at_before.wrapping_add(1_800), "20 ms at 90 kHz");
                } else {
                    prop_assert!((1..65_536).contains(&out), "no rollover before the first packet");
                }
                last = Some((out, at_out));
            }
        }
    }

    #[test]
    fn reordering_within_a_source_passes_through(
        random: u32,
        first in 1_000_u64..1 << 40,
        order in Just((0_u64..100).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let now = origin();
        let mut rewrite = Rewrite::new(90_000, random);
        let mut out: Vec<_> = order.iter().map(|n| (*n, rewrite.apply(now, source(0), first + n, 0).unwrap().0)).collect();
        out.sort_unstable();
        for pair in out.windows(2) {
            prop_assert_eq!(pair[1].1, pair[0].1 + 1);
        }
        prop_assert!(out[0].1 >= 1);
    }

    #[test]
    fn no_number_is_ever_used_for_two_packets(
        random: u32,
        packets in prop::collection::vec((0_u64..4, 0_u64..40), 1..200),
    ) {
        let now = origin();
        let mut rewrite = Rewrite::new(90_000, random);
        let mut given = std::collections::BTreeMap::new();
        let mut segment = 0;
        let mut turn_before = None;
        for (turn, seq) in packets {
            if turn_before != Some(turn) {
                segment += 1;
                turn_before = Some(turn);
            }
            if let Some((out, _)) = rewrite.apply(now, source(turn), seq + 10_000, 0) {
                let packet = (segment, seq);
                prop_assert_eq!(*given.entry(out).or_insert(packet), packet);
            }
        }
    }
}

#[test]
fn a_packet_from_before_the_change_is_dropped() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 0);
    let (first, _) = rewrite.apply(now, source(0), 500, 0).unwrap();
    let (changed, _) = rewrite.apply(now, source(1), 9_000, 0).unwrap();
    assert_eq!(changed, first + 1);
    assert_eq!(rewrite.apply(now, source(1), 8_999, 0), None);
}

#[test]
fn a_loss_stays_visible() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 0);
    let (first, _) = rewrite.apply(now, source(0), 500, 0).unwrap();
    let (next, _) = rewrite.apply(now, source(0), 505, 0).unwrap();
    assert_eq!(next, first + 5);
}

#[test]
fn the_pause_between_two_sources_is_told() {
    let now = origin();
    let mut rewrite = Rewrite::new(48_000, 0);
    let (_, before) = rewrite.apply(now, source(0), 1, 77).unwrap();
    let (_, after) = rewrite
        .apply(now + Duration::from_secs(3), source(1), 1, 5_555)
        .unwrap();
    assert_eq!(after.wrapping_sub(before), 3 * 48_000);
}

#[test]
fn a_change_within_one_instant_still_moves_time_on() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 0);
    let (_, before) = rewrite.apply(now, source(0), 1, 77).unwrap();
    let (_, after) = rewrite.apply(now, source(1), 1, 77).unwrap();
    assert_eq!(after, before + 1, "two pictures are never one");
}

#[test]
fn ticks_wrap_as_timestamps_do() {
    assert_eq!(ticks(Duration::from_millis(20), 48_000), 960);
    assert_eq!(
        ticks(Duration::from_hours(24), 90_000),
        u32::try_from(86_400_u64 * 90_000 % (1 << 32)).unwrap()
    );
}

#[test]
fn past_pictures_follow_one_another_at_once_and_later_ones_at_their_pace() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 5);
    let own = [u32::MAX - 3_999, u32::MAX - 999, 2_000];
    rewrite.begin_squeezed(now, source(1), 700, &own);
    let out = |rewrite: &mut Rewrite, seq, timestamp| rewrite.apply(now, source(1), seq, timestamp).unwrap();
    let (first_seq, first) = out(&mut rewrite, 700, own[0]);
    assert_eq!(
        out(&mut rewrite, 701, own[1]),
        (first_seq + 1, first.wrapping_add(90))
    );
    assert_eq!(
        out(&mut rewrite, 702, own[2]),
        (first_seq + 2, first.wrapping_add(180))
    );
    assert_eq!(
        out(&mut rewrite, 703, 5_000),
        (first_seq + 3, first.wrapping_add(3_180))
    );
    let repaired = out(&mut rewrite, 701, own[1]);
    assert_eq!(
        repaired,
        (first_seq + 1, first.wrapping_add(90)),
        "the same again"
    );
    let unknown = rewrite
        .apply(now, source(1), 701, own[1].wrapping_add(10))
        .unwrap();
    assert_eq!(unknown.1, first.wrapping_add(90), "that of the picture before it");
}

#[test]
fn a_viewer_who_has_seen_another_source_is_squeezed_behind_it() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 5);
    let (seq, timestamp) = rewrite.apply(now, source(1), 10, 7).unwrap();
    let now = now + Duration::from_secs(1);
    rewrite.begin_squeezed(now, source(2), 700, &[1_000, 4_000]);
    let behind = rewrite.apply(now, source(2), 700, 1_000).unwrap();
    assert_eq!(behind, (seq + 1, timestamp.wrapping_add(90_000)));
}

#[test]
fn a_source_that_leaps_costs_a_viewer_one_number() {
    let now = origin();
    let mut rewrite = Rewrite::new(90_000, 7);
    let mut give = |seq| rewrite.apply(now, source(0), seq, 0).map(|(seq, _)| seq);
    let first = give(10_000).unwrap();
    assert_eq!(give(10_000 + LEAP), Some(first + LEAP), "lost, it may be");
    let next = first + LEAP + 1;
    assert_eq!(give(50_000), Some(next + 1));
    assert_eq!(give(50_001), Some(next + 2));
    assert_eq!(give(10_001 + LEAP), None, "from before the leap");
    assert_eq!(give(49_999), None, "it would take a number that is given");
    assert_eq!(give(80_000), Some(next + 4));
}
