//! Who is told that somebody speaks, told as sentences.

use domain::{PersonId, TownId, UnitId};
use protocol::SlotPlaced;
use tokio::sync::watch;

use super::*;
use crate::live::held::{Added, Open};

const MINE: SessionId = SessionId(Uuid::from_u128(1));
const OTHERS: SessionId = SessionId(Uuid::from_u128(2));
const ANNA: Source = Source::Unit(UnitId(Uuid::from_u128(10)));
const BERT: Source = Source::Unit(UnitId(Uuid::from_u128(11)));
const DESK: Source = Source::Desk(TownId(Uuid::from_u128(20)));

/// Sign-ins with walls, and the voices in them.
struct Room {
    held: Held,
    speaking: Speaking,
    began: Instant,
    signed: Vec<watch::Sender<bool>>,
}

impl Room {
    /// My wall shows Anna, Bert and the desk; that of others shows nothing.
    fn new() -> Self {
        let mut room = Self {
            held: Held::default(),
            speaking: Speaking::default(),
            began: Instant::now(),
            signed: Vec::new(),
        };
        room.hang_a_wall(MINE);
        room.hang_a_wall(OTHERS);
        room.place(MINE, &[Some(ANNA), Some(BERT), Some(DESK)]);
        room
    }

    fn hang_a_wall(&mut self, session: SessionId) {
        let (end, ended) = watch::channel(false);
        let open = Open {
            peer: u64::from(session == MINE),
            restarts: 0,
            session,
            person: PersonId(session.0),
            name: String::new(),
            role: Role::Leader,
            ended,
            holds: Holds::empty_wall(),
        };
        assert_eq!(self.held.add(session.0, open), Added::Held);
        self.signed.push(end);
    }

    fn place(&mut self, session: SessionId, sources: &[Option<Source>]) {
        let placed = |(slot, source): (u8, &Option<Source>)| SlotPlaced {
            slot,
            unit: match source {
                Some(Source::Unit(unit)) => Some(*unit),
                _ => None,
            },
            desk: match source {
                Some(Source::Desk(town)) => Some(*town),
                _ => None,
            },
            height: 360,
            priority: 1,
        };
        let slots: Vec<_> = (0..).zip(sources).map(placed).collect();
        self.held.place(session.0, session, &slots, |_| true);
        self.speaking.missed(session);
    }

    fn at(&self, ms: u64) -> Instant {
        self.began + Duration::from_millis(ms)
    }

    fn heard(&mut self, ms: u64, source: Source) -> bool {
        let now = self.at(ms);
        self.speaking.heard(now, source)
    }

    fn told(&mut self, ms: u64) -> Vec<(SessionId, Vec<Source>)> {
        self.told_of(ms, |_| true)
    }

    fn told_of(&mut self, ms: u64, shows: impl Fn(Source) -> bool) -> Vec<(SessionId, Vec<Source>)> {
        let now = self.at(ms);
        let held = &self.held;
        let hang = |sources: &BTreeSet<Source>| held.hang(sources, |_, source| shows(source));
        let news = self.speaking.look(now, hang).into_iter();
        news.map(|(session, sources)| (session, sources.into_iter().collect()))
            .collect()
    }

    /// In how many milliseconds of the story it is looked again.
    fn due(&self) -> Option<u128> {
        let due = self.speaking.due()?;
        Some(due.saturating_duration_since(self.began).as_millis())
    }
}

#[test]
fn whoever_sees_the_one_who_speaks_is_told_once_until_that_ends() {
    let mut room = Room::new();
    assert_eq!(room.due(), None, "while nobody speaks nothing is due");
    assert!(room.heard(0, ANNA));
    assert_eq!(room.told(0), [(MINE, vec![ANNA])]);
    assert!(!room.heard(250, ANNA) && !room.heard(500, ANNA));
    assert_eq!(room.told(500), []);
    assert_eq!(room.due(), Some(1_500));
    assert_eq!(room.told(1_499), []);
    assert_eq!(room.told(1_500), [(MINE, vec![])]);
    assert_eq!(room.due(), None);
    assert_eq!(room.told(9_000), []);
}

#[test]
fn the_desk_of_a_town_speaks_beside_a_unit() {
    let mut room = Room::new();
    room.heard(0, DESK);
    room.heard(0, BERT);
    assert_eq!(room.told(0), [(MINE, vec![BERT, DESK])]);
    let said = word(&BTreeSet::from([BERT, DESK]));
    let (units, desks) = (
        vec![UnitId(Uuid::from_u128(11))],
        vec![TownId(Uuid::from_u128(20))],
    );
    assert_eq!(said, ToViewer::Speaking { units, desks });
}

#[test]
fn nobody_is_told_of_whom_they_may_see_no_more() {
    let mut room = Room::new();
    room.heard(0, ANNA);
    room.heard(0, BERT);
    assert_eq!(room.told_of(0, |source| source != ANNA), [(MINE, vec![BERT])]);
    assert_eq!(room.told_of(300, |_| false), [(MINE, vec![])]);
}

#[test]
fn a_sign_in_is_told_at_most_four_times_a_second() {
    let mut room = Room::new();
    room.heard(0, ANNA);
    assert_eq!(room.told(0), [(MINE, vec![ANNA])]);
    room.heard(20, BERT);
    assert_eq!(room.told(20), []);
    room.heard(90, DESK);
    assert_eq!(room.told(90), []);
    assert_eq!(room.due(), Some(250));
    assert_eq!(room.told(250), [(MINE, vec![ANNA, BERT, DESK])]);
    assert_eq!(room.due(), Some(1_000));
}

#[test]
fn a_picture_that_moves_into_a_slot_or_out_of_it_takes_its_voice_along() {
    let mut room = Room::new();
    room.heard(0, ANNA);
    room.told(0);
    room.place(OTHERS, &[None, Some(ANNA)]);
    assert_eq!(room.told(300), [(OTHERS, vec![ANNA])]);
    room.place(MINE, &[None]);
    assert_eq!(room.told(600), [(MINE, vec![])]);
    assert_eq!(room.told(1_000), [(OTHERS, vec![])]);
}

#[test]
fn it_is_told_again_when_the_slots_are_spoken_of() {
    let mut room = Room::new();
    room.heard(0, ANNA);
    room.told(0);
    room.place(MINE, &[Some(ANNA)]);
    assert_eq!(room.told(100), [], "not before its time");
    assert_eq!(room.due(), Some(250));
    assert_eq!(room.told(250), [(MINE, vec![ANNA])]);
    assert_eq!(room.told(500), []);
}
