//! What a publisher is told of its packets, as the WebRTC library would read it.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Arrivals, REMEMBERED, TELL_EVERY, TOLD_AT_ONCE};

const MS: Duration = Duration::from_millis(1);

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

/// The packets of a report by their numbers, with when they arrived in ticks, read back by the draft's words.
fn read(report: &[u8]) -> Vec<(u16, Option<i64>)> {
    let word = |at: usize| u16::from_be_bytes([report[at], report[at + 1]]);
    assert_eq!((report[0], report[1]), (0x8F, 205));
    assert_eq!(report.len(), 4 * (usize::from(word(2)) + 1));
    let (first, count) = (word(12), usize::from(word(14)));
    let mut at = i64::from(u32::from_be_bytes([0, report[16], report[17], report[18]])) * 256;
    let (mut symbols, mut place) = (Vec::new(), 20);
    while symbols.len() < count {
        let chunk = word(place);
        place += 2;
        match chunk >> 14 {
            0 | 1 => symbols.extend(vec![chunk >> 13 & 3; usize::from(chunk & 0x1FFF)]),
            2 => symbols.extend((0..14).rev().map(|bit| chunk >> bit & 1)),
            _ => symbols.extend((0..7).rev().map(|two| chunk >> (2 * two) & 3)),
        }
    }
    let told = (0_u16..).zip(symbols.into_iter().take(count)).map(|(n, symbol)| {
        match symbol {
            0 => return (first.wrapping_add(n), None),
            1 => {
                at += i64::from(report[place]);
                place += 1;
            }
            2 => {
                at += i64::from(i16::from_be_bytes([report[place], report[place + 1]]));
                place += 2;
            }
            other => panic!("symbol {other}"),
        }
        (first.wrapping_add(n), Some(at))
    });
    told.collect()
}

fn told(arrivals: &mut Arrivals, now: Instant) -> Vec<(u16, Option<i64>)> {
    let mut told = Vec::new();
    arrivals.tell(now, 1, 2, |report| {
        assert!(report.len() < 1_200, "{} octets", report.len());
        told.extend(read(report));
    });
    told
}

#[test]
fn what_arrived_is_told_of_once_with_what_did_not() {
    let start = origin();
    let mut arrivals = Arrivals::new(start);
    for (ms, count) in [(0, 65_534), (1, 65_535), (5, 1), (300, 2)] {
        arrivals.note(start + ms * MS, count);
    }
    assert_eq!(arrivals.due_at(), Some(start + TELL_EVERY));
    let expected = [
        (65_534, Some(0)),
        (65_535, Some(4)),
        (0, None),
        (1, Some(20)),
        (2, Some(1_200)),
    ];
    assert_eq!(told(&mut arrivals, start + TELL_EVERY), expected);
    assert_eq!(
        (told(&mut arrivals, start + TELL_EVERY), arrivals.due_at()),
        (vec![], None)
    );
}

#[test]
fn one_that_is_late_is_told_of_with_its_followers() {
    let start = origin();
    let mut arrivals = Arrivals::new(start);
    for count in [1, 3, 4] {
        arrivals.note(start, count);
    }
    told(&mut arrivals, start + TELL_EVERY);
    arrivals.note(start + 100 * MS, 2);
    let later = start + 100 * MS + TELL_EVERY;
    assert_eq!(
        told(&mut arrivals, later),
        [(2, Some(400)), (3, Some(0)), (4, Some(0))]
    );
}

#[test]
fn many_at_once_are_told_of_soon_in_several_reports() {
    let start = origin();
    let mut arrivals = Arrivals::new(start);
    for count in 0..1_000 {
        arrivals.note(start, count);
    }
    assert_eq!(arrivals.due_at(), Some(start));
    let all = told(&mut arrivals, start);
    assert_eq!(all.len(), 1_000);
    assert!(all.len() > 2 * TOLD_AT_ONCE);
    assert!(all.iter().all(|(_, at)| at.is_some()));
}

proptest! {
    #[test]
    fn gaps_are_told_of_and_leaps_are_not(steps in prop::collection::vec((0_u64..40_000, 0_u16..3_000), 1..300)) {
        let start = origin();
        let (mut arrivals, mut now, mut count) = (Arrivals::new(start), start, 0_u16);
        for (micros, step) in steps {
            now += Duration::from_micros(micros);
            count = count.wrapping_add(step);
            arrivals.note(now, count);
            prop_assert!(arrivals.remembered.len() <= REMEMBERED);
            let is_due = arrivals.due_at().is_some_and(|at| at <= now);
            let all = told(&mut arrivals, now);
            prop_assert_eq!(is_due, !all.is_empty());
            if is_due {
                if step > 0 {
                    prop_assert_eq!(all.last().map(|(last, _)| *last), Some(count));
                }
                let origin_ticks = i64::try_from((now - start).as_micros()).unwrap() / 250;
                prop_assert!(all.iter().filter_map(|(_, at)| *at).all(|at| at <= origin_ticks));
            }
        }
    }
}
