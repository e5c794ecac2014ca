//! What arrives when, told as sentences.

use std::time::Duration;

use mio::Token;

use super::{Parcel, Schedule};

fn parcel(byte: u8) -> Parcel {
    Parcel::new(Token(2), true, &[byte])
}

#[test]
fn what_arrives_together_keeps_its_order() {
    let (mut schedule, at) = (Schedule::default(), Duration::from_millis(75));
    for byte in [9, 1, 5] {
        assert!(schedule.add(at, parcel(byte)));
    }
    let mut arrived = std::iter::from_fn(|| schedule.take_due(at)).map(|parcel| parcel.bytes);
    assert_eq!(arrived.next(), Some(vec![9]));
    assert_eq!(arrived.next(), Some(vec![1]));
    assert_eq!(arrived.next(), Some(vec![5]));
    assert_eq!(arrived.next(), None);
}

#[test]
fn nothing_arrives_before_its_time() {
    let mut schedule = Schedule::default();
    schedule.add(Duration::from_millis(75), parcel(1));
    assert_eq!(schedule.take_due(Duration::from_millis(74)), None);
    assert_eq!(schedule.next(), Some(Duration::from_millis(75)));
    assert!(schedule.take_due(Duration::from_millis(75)).is_some());
}
