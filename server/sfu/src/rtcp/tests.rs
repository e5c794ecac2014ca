//! Feedback is read as it is written elsewhere; what is not feedback is passed over.

use proptest::prelude::*;

use super::{Feedback, SenderReport, goodbye, read};

fn all(compound: &[u8]) -> Vec<Feedback> {
    let mut all = Vec::new();
    read(compound, |feedback| all.push(feedback));
    all
}

#[test]
fn a_compound_packet_is_read_in_order() {
    let mut compound = vec![0x81, 201, 0, 7, 0, 0, 0, 1];
    compound.extend([
        0, 0, 0, 9, 25, 0xFF, 0xFF, 0xFE, 0, 1, 0, 7, 0, 0, 0, 3, 1, 2, 3, 4, 0, 0, 0x80, 0,
    ]);
    compound.extend([
        0x81, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9, 0xFF, 0xFF, 0x80, 1, 0, 7, 0, 0,
    ]);
    compound.extend([0x8F, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 9, 0, 1, 0, 0]);
    compound.extend([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9]);
    compound.extend([0x8F, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, b'R', b'E', b'M', b'B']);
    compound.extend([1, 0x0F, 0x12, 0x4F, 0, 0, 0, 9]);
    compound.extend([0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0]);
    let expected = [
        Feedback::Reported {
            ssrc: 9,
            lost: 0xFF_FFFE,
            highest: 65_543,
            last_report: 0x0102_0304,
            delay: 0x8000,
        },
        Feedback::Missing {
            ssrc: 9,
            first: 0xFFFF,
            more: 0x8001,
        },
        Feedback::Missing {
            ssrc: 9,
            first: 7,
            more: 0,
        },
        Feedback::KeyFrameWanted { ssrc: 9 },
        Feedback::Estimated { bps: 201_295 << 3 },
        Feedback::KeyFrameWanted { ssrc: 8 },
    ];
    assert_eq!(all(&compound), expected);
}

#[test]
fn reading_ends_where_it_makes_no_sense() {
    let request = [0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9];
    let wanted = [Feedback::KeyFrameWanted { ssrc: 9 }];
    assert_eq!(
        all(&[&request[..], &[0x41, 206, 0, 0]].concat()),
        wanted,
        "another version"
    );
    assert_eq!(
        all(&[&request[..], &[0x81, 206, 0, 9, 0]].concat()),
        wanted,
        "cut short"
    );
    assert_eq!(
        all(&[&request[..], &[0x81]].concat()),
        wanted,
        "cut in the header"
    );
}

#[test]
fn what_we_write_is_read_by_our_own_reader() {
    let report = SenderReport {
        ssrc: 5,
        ntp: 1 << 40,
        timestamp: 3,
        packets: 4,
        bytes: 5,
    };
    for name in ["", "a", "ab", "abc", "abcd", &"x".repeat(300)] {
        let mut compound = Vec::new();
        report.write(&mut compound, name);
        goodbye(&mut compound, 5);
        compound.extend([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9]);
        assert_eq!(compound.len() % 4, 0);
        let told = [
            Feedback::Sent {
                ssrc: 5,
                report: 256 << 16,
            },
            Feedback::Ended { ssrc: 5 },
            Feedback::KeyFrameWanted { ssrc: 9 },
        ];
        assert_eq!(all(&compound), told, "after {name:?}");
    }
}

proptest! {
    #[test]
    fn nonsense_ends(bytes in proptest::collection::vec(any::<u8>(), 0..1_500)) {
        prop_assert!(all(&bytes).len() <= bytes.len());
    }
}
