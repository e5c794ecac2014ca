//! What is sent again, and what is not.

use std::time::{Duration, Instant};

use super::{FREE, MOST_REPAIRABLE, REPAIRABLE_FOR, Repairs};
use crate::numbered::tests::numbered;

const ROUND_TRIP: Duration = Duration::from_millis(50);

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn found(repairs: &mut Repairs, now: Instant, seq: u16) -> Option<u64> {
    let found = repairs.find(now, ROUND_TRIP, seq)?;
    assert!(found.is_repair);
    Some(found.seq)
}

#[test]
fn a_missing_packet_is_found_again_after_a_round_trip() {
    let (now, mut repairs) = (origin(), Repairs::default());
    assert_eq!(found(&mut repairs, now, 1), None, "nothing was sent");
    for seq in 65_530..65_545 {
        repairs.keep(now, numbered(now, seq, &[1]));
    }
    assert_eq!(found(&mut repairs, now, 65_535), Some(65_535));
    assert_eq!(
        found(&mut repairs, now, 3),
        Some(65_539),
        "past the end of the numbers"
    );
    assert_eq!(found(&mut repairs, now, 3), None, "it is under way");
    assert_eq!(
        found(&mut repairs, now + ROUND_TRIP, 3),
        Some(65_539),
        "it was lost again"
    );
    assert_eq!(found(&mut repairs, now, 100), None, "never sent");
    assert_eq!(found(&mut repairs, now + REPAIRABLE_FOR, 5), None, "too old");
}

#[test]
fn room_grows_with_the_rate_up_to_a_bound() {
    let (now, mut repairs) = (origin(), Repairs::default());
    let each = Duration::from_millis(5);
    for seq in 0..500_u32 {
        let at = now + each * seq;
        repairs.keep(at, numbered(at, u64::from(seq), &[1]));
    }
    assert_eq!(repairs.kept.len(), 256, "0.7 s are 140 packets");
    let at = now + each * 499;
    let oldest_young = 499 - 139;
    assert_eq!(
        found(&mut repairs, at, oldest_young),
        Some(u64::from(oldest_young))
    );
    for seq in 500..10_000 {
        repairs.keep(at, numbered(at, seq, &[1]));
    }
    assert_eq!(repairs.kept.len(), MOST_REPAIRABLE);
}

#[test]
fn repairs_stay_below_half_of_what_is_sent() {
    let (now, mut repairs) = (origin(), Repairs::default());
    let (mut at, mut sent) = (now, 0_u32);
    for seq in 0..20_000_u64 {
        at += Duration::from_millis(2);
        repairs.keep(at, numbered(at, seq, &[1]));
        let newest = u16::try_from(seq & 0xFFFF).unwrap();
        for behind in 0..100 {
            sent += u32::from(found(&mut repairs, at, newest.wrapping_sub(behind)).is_some());
        }
    }
    assert!((9_000..=10_000 + FREE).contains(&sent), "{sent} of 20,000");
}
