//! How datagrams are grouped.

use std::net::SocketAddr;

use proptest::prelude::*;

use super::{MOST_IN_A_ROW, Run, runs};

fn to(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn datagrams(list: &[(u16, usize)]) -> Vec<(SocketAddr, Vec<u8>)> {
    list.iter().map(|&(port, len)| (to(port), vec![0; len])).collect()
}

fn grouped(list: &[(u16, usize)]) -> Vec<(Option<u16>, Vec<usize>)> {
    let counts = |run: &Run| run.messages.iter().map(super::Message::count).collect();
    runs(&datagrams(list), true)
        .iter()
        .map(|run| (run.size, counts(run)))
        .collect()
}

#[test]
fn a_picture_for_two_viewers_is_one_call_of_two_messages() {
    let list = [(1, 100), (1, 100), (1, 40), (2, 100), (2, 100), (2, 40)];
    assert_eq!(grouped(&list), [(Some(100), vec![3, 3])]);
}

#[test]
fn what_is_not_longer_goes_with_what_is_cut() {
    assert_eq!(
        grouped(&[(1, 50), (2, 100), (2, 100), (3, 90)]),
        [(Some(100), vec![1, 2, 1])]
    );
    assert_eq!(
        grouped(&[(1, 120), (2, 100), (2, 100), (3, 130)]),
        [(None, vec![1]), (Some(100), vec![2]), (None, vec![1])]
    );
}

#[test]
fn different_sizes_are_different_calls() {
    assert_eq!(
        grouped(&[(1, 100), (1, 100), (2, 80), (2, 80)]),
        [(Some(100), vec![2]), (Some(80), vec![2])]
    );
}

#[test]
fn nothing_is_cut_where_it_cannot_be() {
    let all = runs(&datagrams(&[(1, 100), (1, 100), (2, 80)]), false);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].size, all[0].messages.len()), (None, 3));
}

proptest! {
    #[test]
    fn every_datagram_goes_once_in_its_place(list in prop::collection::vec((1..4_u16, 0..4_usize), 0..40)) {
        let datagrams = datagrams(&list);
        let mut next = 0;
        for run in runs(&datagrams, true) {
            for message in &run.messages {
                prop_assert_eq!(message.first, next);
                prop_assert!((1..=MOST_IN_A_ROW).contains(&message.count()));
                next = message.range().end;
                let (to, head) = &datagrams[message.first];
                let size = usize::from(run.size.unwrap_or(u16::MAX));
                prop_assert!(head.len() <= size);
                for at in message.range() {
                    let (other, bytes) = &datagrams[at];
                    prop_assert_eq!(other, to);
                    let is_last = at + 1 == next;
                    prop_assert!(message.count() == 1 || bytes.len() == size || is_last && (1..size).contains(&bytes.len()));
                }
            }
        }
        prop_assert_eq!(next, datagrams.len());
    }
}
