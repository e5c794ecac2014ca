//! What a path does to datagrams, told as sentences.

use std::time::Duration;

use super::{Fate, Link, Path, PathSpec, Rate};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn a_tenth_is_lost_when_a_tenth_is_to_be_lost() {
    let spec = PathSpec {
        loss: 0.1,
        ..PathSpec::default()
    };
    let mut path = Path::new(spec, 7);
    let lost = (0..20_000).filter(|&n| path.carry(ms(n), 1_000) == Fate::Lost);
    let lost = lost.count();
    assert!((1_850..2_150).contains(&lost), "{lost}");
}

#[test]
fn a_path_with_nothing_in_the_way_only_takes_its_time() {
    let spec = PathSpec {
        delay: ms(75),
        ..PathSpec::default()
    };
    let mut path = Path::new(spec, 1);
    assert_eq!(path.carry(ms(10), 1_200), Fate::Arrives(ms(85)));
    assert_eq!(path.carry(ms(10), 1_200), Fate::Arrives(ms(85)));
}

#[test]
fn a_link_carries_one_after_the_other_at_its_rate() {
    // 972 bytes and 28 of headers are 8,000 bits: 10 ms at 800 kbit/s.
    let link = Link {
        rate: Rate::Steady(800),
        room: 100,
    };
    let spec = PathSpec {
        link: Some(link),
        ..PathSpec::default()
    };
    let mut path = Path::new(spec, 1);
    assert_eq!(path.carry(ms(0), 972), Fate::Arrives(ms(10)));
    assert_eq!(path.carry(ms(1), 972), Fate::Arrives(ms(20)));
    assert_eq!(path.carry(ms(50), 972), Fate::Arrives(ms(60)));
}

#[test]
fn a_full_queue_takes_no_more_until_one_has_left() {
    let link = Link {
        rate: Rate::Steady(800),
        room: 2,
    };
    let spec = PathSpec {
        link: Some(link),
        ..PathSpec::default()
    };
    let mut path = Path::new(spec, 1);
    assert_eq!(path.carry(ms(0), 972), Fate::Arrives(ms(10)));
    assert_eq!(path.carry(ms(0), 972), Fate::Arrives(ms(20)));
    assert_eq!(path.carry(ms(9), 972), Fate::Overflowed);
    assert_eq!(path.carry(ms(10), 972), Fate::Arrives(ms(30)));
}

#[test]
fn a_saw_tooth_rises_evenly_and_falls_at_once() {
    let rate = Rate::SawTooth {
        low: 300,
        high: 800,
        period: Duration::from_secs(20),
    };
    let kbps = |seconds: f64| rate.bits_per_second(Duration::from_secs_f64(seconds)) / 1_000.0;
    assert!((kbps(0.0) - 300.0).abs() < 0.001);
    assert!((kbps(10.0) - 550.0).abs() < 0.001);
    assert!(kbps(19.99) > 799.0);
    assert!((kbps(20.0) - 300.0).abs() < 0.001);
    assert!((kbps(30.0) - 550.0).abs() < 0.001);
}
