//! One ladder, rung by rung.

mod figure;

use std::time::Duration;

use domain::order::{Heard, Notice, OwnStamps};
use domain::{AssignmentId, UnitId};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_000 + millis)
}

fn all() -> BTreeSet<Channel> {
    BTreeSet::from(Channel::ALL)
}

/// An offer that was just made.
fn offered() -> Assignment {
    Assignment {
        id: AssignmentId(Uuid::from_u128(1)),
        unit: UnitId(Uuid::from_u128(2)),
        state: AssignmentState::Offered,
        offered_at: at(0),
        delivered: None,
        answered: None,
        under_way: None,
        withdrawn_at: None,
        declined_because: None,
        choice: None,
        met: OwnStamps::default(),
        notices: Vec::new(),
    }
}

fn give(offer: &mut Assignment, at: Timestamp, channel: Channel) {
    offer.notices.push(Notice {
        channel,
        at,
        heard: None,
    });
}

fn hear(offer: &mut Assignment, at: Timestamp, notice: usize, outcome: NoticeOutcome) {
    offer.notices[notice].heard = Some(Heard { outcome, at });
}

/// When which channel is tried if nothing is ever heard, in milliseconds.
fn in_vain(kind: OrderKind, line: bool, ways: &BTreeSet<Channel>) -> Vec<(i64, Channel)> {
    let mut offer = offered();
    while let Some((due, channel)) = next(kind, &offer, line, ways) {
        give(&mut offer, due, channel);
    }
    let tried = offer.notices.iter();
    tried
        .map(|notice| (notice.at.as_millis() - at(0).as_millis(), notice.channel))
        .collect()
}

#[test]
fn an_emergency_climbs_from_the_line_to_the_call() {
    use Channel::{Call, Push, Sms};
    let expected = [
        (1_500, Push),
        (4_500, Push),
        (7_500, Sms),
        (10_500, Push),
        (12_500, Call),
        (20_500, Call),
    ];
    assert_eq!(in_vain(OrderKind::Emergency, true, &all()), expected);
    let without_line = expected.map(|(millis, channel)| (millis - 1_500, channel));
    assert_eq!(in_vain(OrderKind::Emergency, false, &all()), without_line);
}

#[test]
fn the_more_urgent_the_order_the_sooner_each_channel_is_tried() {
    let first = |kind, channel| {
        let tried = in_vain(kind, true, &all());
        tried.into_iter().find(|(_, tried)| *tried == channel).unwrap().0
    };
    for channel in Channel::ALL {
        let [emergency, routine, standby] = OrderKind::ALL.map(|kind| first(kind, channel));
        assert!(emergency < routine && routine < standby, "{channel:?}");
    }
}

#[test]
fn nobody_waits_for_a_channel_that_is_not_there() {
    let only_sms = BTreeSet::from([Channel::Sms]);
    assert_eq!(
        in_vain(OrderKind::Emergency, false, &only_sms),
        [(0, Channel::Sms)]
    );
    assert_eq!(in_vain(OrderKind::Emergency, false, &BTreeSet::new()), []);
}

#[test]
fn a_channel_that_comes_late_is_used_from_where_the_ladder_stands() {
    let mut offer = offered();
    give(&mut offer, at(0), Channel::Sms);
    let next = next(OrderKind::Emergency, &offer, false, &all());
    assert_eq!(
        next,
        Some((at(3_000), Channel::Push)),
        "the last push, not the first"
    );
}

#[test]
fn a_phone_that_rang_or_has_the_offer_is_left_alone() {
    let mut offer = offered();
    give(&mut offer, at(1_500), Channel::Push);
    assert!(next(OrderKind::Emergency, &offer, true, &all()).is_some());
    hear(&mut offer, at(2_000), 0, NoticeOutcome::Rang);
    assert_eq!(next(OrderKind::Emergency, &offer, true, &all()), None);
    for state in [
        AssignmentState::Delivered,
        AssignmentState::Accepted,
        AssignmentState::Declined,
        AssignmentState::Withdrawn,
    ] {
        let offer = Assignment { state, ..offered() };
        assert_eq!(
            next(OrderKind::Emergency, &offer, false, &all()),
            None,
            "{state:?}"
        );
    }
}

#[test]
fn a_failure_is_not_waited_out_by_another_channel_and_a_channel_that_is_gone_is_not_tried_again() {
    let mut offer = offered();
    give(&mut offer, at(0), Channel::Push);
    hear(&mut offer, at(90), 0, NoticeOutcome::Failed);
    let next_of = |offer: &Assignment| next(OrderKind::Emergency, offer, false, &all());
    assert_eq!(
        next_of(&offer),
        Some((at(3_000), Channel::Push)),
        "the same way is given time to come back"
    );
    hear(&mut offer, at(90), 0, NoticeOutcome::Gone);
    assert_eq!(next_of(&offer), Some((at(90), Channel::Sms)));
    give(&mut offer, at(90), Channel::Sms);
    assert_eq!(next_of(&offer), Some((at(3_090), Channel::Call)), "no push again");
}

/// What may happen to a ladder.
#[derive(Clone, Debug)]
enum Happened {
    Passed(u16),
    Due,
    Heard(usize, NoticeOutcome),
    Has(Vec<Channel>),
}

fn happened() -> impl Strategy<Value = Happened> {
    let outcome = prop_oneof![
        1 => Just(NoticeOutcome::Rang),
        4 => Just(NoticeOutcome::Failed),
        3 => Just(NoticeOutcome::Gone),
    ];
    prop_oneof![
        (0..8_000_u16).prop_map(Happened::Passed),
        Just(Happened::Due),
        (0..9_usize, outcome).prop_map(|(notice, outcome)| Happened::Heard(notice, outcome)),
        proptest::sample::subsequence(Channel::ALL.to_vec(), 0..=3).prop_map(Happened::Has),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_it_climbs_only_while_it_may_and_ends(
        kind in proptest::sample::select(OrderKind::ALL.to_vec()),
        line in any::<bool>(),
        story in proptest::collection::vec(happened(), 0..40),
    ) {
        let (mut now, mut ways, mut offer) = (at(0), all(), offered());
        let mut gone = BTreeSet::new();
        for happened in story {
            match happened {
                Happened::Passed(millis) => now = now.after(Duration::from_millis(millis.into())),
                Happened::Due => {
                    let due = next(kind, &offer, line, &ways);
                    now = now.max(due.map_or(now, |(at, _)| at));
                }
                Happened::Heard(notice, outcome) if notice < offer.notices.len() => {
                    hear(&mut offer, now, notice, outcome);
                    if outcome == NoticeOutcome::Gone {
                        gone.insert(offer.notices[notice].channel);
                    } else {
                        // As if it had never been said.
                        let channel = offer.notices[notice].channel;
                        let still = offer.notices.iter().any(|notice| {
                            notice.channel == channel
                                && notice.heard.is_some_and(|heard| heard.outcome == NoticeOutcome::Gone)
                        });
                        if !still {
                            gone.remove(&channel);
                        }
                    }
                }
                Happened::Heard(..) => {}
                Happened::Has(has) => ways = has.into_iter().collect(),
            }
            if let Some((due, channel)) = next(kind, &offer, line, &ways)
                && due <= now
            {
                prop_assert!(!offer.rang());
                prop_assert!(ways.contains(&channel) && !gone.contains(&channel));
                give(&mut offer, now, channel);
            }
            // Done with this moment: whoever sleeps until it is due does not turn on the spot.
            let due = next(kind, &offer, line, &ways);
            prop_assert!(due.is_none_or(|(at, _)| at > now));
        }
        let begun = now;
        while let Some((due, channel)) = next(kind, &offer, line, &ways) {
            now = now.max(due);
            give(&mut offer, now, channel);
        }
        prop_assert!(now.since(begun) < Duration::from_mins(1));
        prop_assert!(offer.notices.len() <= pace::of(kind).rungs.len());
    }
}
