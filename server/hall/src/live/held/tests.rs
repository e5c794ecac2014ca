//! Who holds which media session, told as sentences.

use std::time::{Duration, Instant};

use domain::{PersonId, Role, Source, Timestamp, TownId, UnitId};
use protocol::SlotPlaced;
use tokio::sync::watch;
use uuid::Uuid;

use super::{Added, Held, Holds, Open, Side, Uses};
use crate::live::Wanted;
use crate::people::{Session, SessionId};

const MINE: SessionId = SessionId(Uuid::from_u128(1));
const OTHERS: SessionId = SessionId(Uuid::from_u128(2));
const WALL: Uuid = Uuid::from_u128(7);

fn unit(number: u128) -> Source {
    Source::Unit(UnitId(Uuid::from_u128(number)))
}

fn desk(number: u128) -> Source {
    Source::Desk(TownId(Uuid::from_u128(number)))
}

fn open(peer: u64, session: SessionId, holds: Holds) -> (Open, watch::Sender<bool>) {
    let (end, ended) = watch::channel(false);
    let open = Open {
        peer,
        restarts: 0,
        session,
        person: PersonId(session.0),
        name: "leader".to_owned(),
        role: Role::Leader,
        ended,
        holds,
    };
    (open, end)
}

fn with_wall() -> (Held, watch::Sender<bool>) {
    let mut held = Held::default();
    let (wall, end) = open(3, MINE, Holds::empty_wall());
    assert_eq!(held.add(WALL, wall), Added::Held);
    (held, end)
}

fn placed(slot: u8, source: Option<Source>, height: u16) -> SlotPlaced {
    let (unit, desk) = match source {
        Some(Source::Unit(unit)) => (Some(unit), None),
        Some(Source::Desk(town)) => (None, Some(town)),
        Some(Source::Camera(_)) | None => (None, None),
    };
    SlotPlaced {
        slot,
        unit,
        desk,
        height,
        priority: 0,
    }
}

/// The placements of the wall that the media loop has yet to be told, by slot.
fn owed(held: &Held) -> Vec<(u8, Option<u128>)> {
    let Holds::Wall(slots) = &held.open[&WALL].holds else {
        panic!("it is a wall")
    };
    let owed = slots.iter().filter(|(_, slot)| slot.owed);
    owed.map(|(number, slot)| (*number, slot.placement().map(|placement| placement.stream.0)))
        .collect()
}

fn watched(uses: &Uses) -> Vec<(Source, bool)> {
    let people = uses.watching.iter();
    people
        .map(|(source, people)| (*source, people.values().any(|person| person.seen)))
        .collect()
}

#[test]
fn a_unit_moves_into_a_slot_and_is_watched() {
    let (mut held, _end) = with_wall();
    held.place(
        WALL,
        MINE,
        &[placed(0, Some(unit(10)), 360), placed(1, Some(unit(11)), 0)],
        |_| true,
    );
    assert_eq!(owed(&held), [(0, Some(10)), (1, Some(11))]);
    assert_eq!(
        watched(&held.uses(Instant::now())),
        [(unit(10), true), (unit(11), false)]
    );
    held.place(WALL, MINE, &[placed(0, None, 0)], |_| true);
    assert_eq!(watched(&held.uses(Instant::now())), [(unit(11), false)]);
}

#[test]
fn a_unit_that_its_viewer_may_not_see_leaves_the_slot_empty() {
    let (mut held, _end) = with_wall();
    held.place(WALL, MINE, &[placed(0, Some(unit(10)), 360)], |_| true);
    held.place(WALL, MINE, &[placed(0, Some(unit(66)), 360)], |asked| {
        asked != unit(66)
    });
    assert_eq!(owed(&held), [(0, None)]);
    assert!(held.uses(Instant::now()).watching.is_empty());
}

#[test]
fn nobody_moves_streams_on_the_wall_of_another() {
    let (mut held, _end) = with_wall();
    held.place(WALL, OTHERS, &[placed(0, Some(unit(10)), 360)], |_| true);
    assert_eq!(owed(&held), []);
    assert!(held.remove(WALL, OTHERS, Wanted::Wall).is_none());
    assert!(held.remove(WALL, MINE, Wanted::Wall).is_some());
}

#[test]
fn a_slot_beyond_the_sixteenth_is_no_slot() {
    let (mut held, _end) = with_wall();
    held.place(WALL, MINE, &[placed(16, Some(unit(10)), 360)], |_| true);
    assert_eq!(owed(&held), []);
}

#[test]
fn a_slot_is_emptied_when_its_unit_is_to_be_seen_no_more_while_the_wall_goes_on() {
    let (mut held, end) = with_wall();
    held.place(
        WALL,
        MINE,
        &[placed(0, Some(unit(10)), 360), placed(1, Some(unit(11)), 360)],
        |_| true,
    );
    let Holds::Wall(slots) = &mut held.open.get_mut(&WALL).unwrap().holds else {
        panic!("it is a wall")
    };
    for slot in slots.values_mut() {
        slot.owed = false;
    }
    assert!(held.take_ended(|_, asked| asked == unit(11)).is_empty());
    assert_eq!(owed(&held), [(0, None)]);
    end.send(true).unwrap();
    assert_eq!(held.take_ended(|_, _| true), [3]);
}

#[test]
fn who_watches_one_unit_is_out_when_it_is_hidden() {
    let mut held = Held::default();
    let (watching, _end) = open(4, MINE, Holds::Watching(unit(10)));
    held.add(Uuid::from_u128(8), watching);
    let (publishing, _end_too) = open(5, OTHERS, Holds::publishing(unit(10)));
    held.add(Uuid::from_u128(9), publishing);
    held.started(5);
    assert!(held.uses(Instant::now()).publishing[&unit(10)].started);
    assert_eq!(held.take_ended(|_, _| false), [4]);
    let other_side = Wanted::Stream(Side::Watching, unit(10));
    assert!(held.remove(Uuid::from_u128(9), OTHERS, other_side).is_none());
}

#[test]
fn a_first_picture_that_is_quicker_than_the_table_counts() {
    let mut held = Held::default();
    held.started(5);
    let unit_10 = unit(10);
    let (publishing, _end) = open(5, OTHERS, Holds::publishing(unit_10));
    held.add(Uuid::from_u128(9), publishing);
    assert!(held.uses(Instant::now()).publishing[&unit_10].started);
    held.started(6);
    held.forget(6);
    assert!(held.early.is_empty(), "nothing is kept of a peer that is gone");
}

#[test]
fn a_peer_that_leaves_while_it_is_being_opened_is_not_added() {
    let mut held = Held::default();
    assert!(held.begin(None, OTHERS));
    assert!(held.begin(None, MINE));
    held.forget(5);
    held.end(None, MINE);
    let (replaced, _end) = open(5, OTHERS, Holds::publishing(unit(10)));
    assert_eq!(held.add(Uuid::from_u128(9), replaced), Added::Gone);
    assert_eq!(held.count(), 0);

    held.forget(6);
    held.end(None, OTHERS);
    held.forget(7);
    for peer in [6, 7] {
        let (later, _end) = open(peer, OTHERS, Holds::publishing(unit(10)));
        let added = held.add(Uuid::from_u128(peer.into()), later);
        assert_eq!(added, Added::Held, "nobody waited for what left: {peer}");
    }
}

#[test]
fn a_desks_picture_hangs_on_a_wall_as_a_units_does() {
    let (mut held, _end) = with_wall();
    held.place(WALL, MINE, &[placed(0, Some(desk(20)), 360)], |asked| {
        asked == desk(20)
    });
    assert_eq!(owed(&held), [(0, Some(20))]);
    assert_eq!(watched(&held.uses(Instant::now())), [(desk(20), true)]);
    held.place(WALL, MINE, &[placed(0, Some(desk(21)), 360)], |asked| {
        asked == desk(20)
    });
    assert_eq!(owed(&held), [(0, None)], "another town's desk is not to be seen");
}

#[test]
fn a_desk_that_publishes_elsewhere_does_so_until_that_sign_in_ends() {
    let mut held = Held::default();
    let holds = Holds::publishing(desk(20));
    let (publishing, end) = open(5, OTHERS, holds);
    held.add(Uuid::from_u128(9), publishing);
    assert!(!held.begin(Some(desk(20)), MINE));
    assert!(held.begin(Some(desk(20)), OTHERS), "a page may publish anew");
    held.end(Some(desk(20)), OTHERS);
    assert!(held.begin(Some(desk(21)), MINE));
    end.send(true).unwrap();
    assert!(held.begin(Some(desk(20)), MINE));
}

#[test]
fn who_asks_for_a_still_counts_among_those_who_watch_for_a_while() {
    let mut held = Held::default();
    let now = Instant::now();
    let leader = Session {
        id: MINE,
        person: PersonId(MINE.0),
        name: "leader".to_owned(),
        role: Role::Leader,
        phone: None,
        expires_at: Timestamp::from_millis(0),
    };
    held.glance(unit(10), &leader, now + Duration::from_secs(5));
    let uses = held.uses(now);
    assert_eq!(watched(&uses), [(unit(10), true)]);
    assert_eq!(uses.watching[&unit(10)][&leader.person].name, "leader");
    let later = now + Duration::from_secs(5);
    assert!(held.uses(later).watching.is_empty());
    assert!(held.glances.is_empty(), "nothing is kept");
}

#[test]
fn which_layers_are_needed_is_known_of_the_publisher_they_are_asked_of() {
    let mut held = Held::default();
    let (viewer, _end) = open(4, MINE, Holds::Watching(unit(10)));
    let (publisher, _end_too) = open(5, OTHERS, Holds::publishing(unit(10)));
    held.add(Uuid::from_u128(8), viewer);
    held.add(Uuid::from_u128(9), publisher);
    let layers = |held: &mut Held| held.uses(Instant::now()).publishing[&unit(10)].layers.clone();
    held.wants_layers(4, vec![false]);
    held.wants_layers(6, vec![false]);
    assert!(layers(&mut held).is_empty(), "neither publishes it");
    held.wants_layers(5, vec![true, false]);
    assert_eq!(layers(&mut held), [true, false]);
    let (next, _end_of_next) = open(7, OTHERS, Holds::publishing(unit(10)));
    held.add(Uuid::from_u128(11), next);
    assert!(layers(&mut held).is_empty(), "the next one begins with all");
    held.forget(5);
    assert!(layers(&mut held).is_empty());
    held.wants_layers(7, vec![false, true]);
    assert_eq!(layers(&mut held), [false, true]);
}
