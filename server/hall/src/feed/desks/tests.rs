//! Which desks' cameras are on a board.

use dispatch::{Board, Record, Recorded};
use domain::{PersonId, Timestamp, Town};
use protocol::api::SessionView;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_421_700_000);

fn town(number: u128) -> TownId {
    TownId(Uuid::from_u128(number))
}

fn feed() -> (Feed, Board) {
    let mut board = Board::default();
    for number in [1, 2] {
        let (id, name) = (town(number), String::new());
        board.apply(&Recorded {
            at: NOW,
            cause: None,
            record: Record::TownAdded {
                town: Town { id, name },
            },
        });
    }
    (Feed::new(NOW, &board), board)
}

/// The desks on the board of somebody of this role.
fn on_board(feed: &Feed, role: Role) -> Vec<TownId> {
    let viewer = SessionView {
        person: PersonId(Uuid::from_u128(9)),
        name: String::new(),
        role,
    };
    let ToViewer::Board { desks, .. } = feed.board(NOW, viewer, false) else {
        panic!("it is a board")
    };
    desks
}

#[test]
fn a_whole_board_tells_which_desks_are_live_as_far_as_they_may_be_seen() {
    let (feed, board) = feed();
    assert_eq!(on_board(&feed, Role::Leader), []);
    for number in [1, 2] {
        feed.show_live(Source::Desk(town(number)), true);
    }
    // Everything may have changed: what the cameras do has not.
    feed.reset(NOW, &board);
    assert_eq!(on_board(&feed, Role::Leader), [town(1), town(2)]);
    assert_eq!(on_board(&feed, Role::TownDesk { town: town(2) }), [town(2)]);
    feed.show_live(Source::Desk(town(1)), false);
    assert_eq!(on_board(&feed, Role::Dispatcher), [town(2)]);
}

#[test]
fn a_desk_is_live_while_it_shows_its_camera() {
    let (feed, _) = feed();
    let desk = |number| Source::Desk(town(number));
    assert!(!feed.is_live(desk(1)));
    feed.show_live(desk(1), true);
    assert_eq!((feed.is_live(desk(1)), feed.is_live(desk(2))), (true, false));
    feed.show_live(desk(1), false);
    assert!(!feed.is_live(desk(1)));
}

#[test]
fn a_recording_of_a_desk_is_opened_by_its_own_town_and_by_those_who_see_the_district() {
    let (feed, _) = feed();
    let desk = Source::Desk(town(1));
    for role in [
        Role::Leader,
        Role::Dispatcher,
        Role::Administrator,
        Role::TownDesk { town: town(1) },
    ] {
        assert!(feed.shows_recording(role, desk, None), "{role:?}");
    }
    let unit = UnitId(town(1).0);
    for role in [Role::TownDesk { town: town(2) }, Role::Officer { unit }] {
        assert!(!feed.shows_recording(role, desk, None), "{role:?}");
    }
    let unknown = Source::Desk(town(3));
    assert!(!feed.shows_recording(Role::Leader, unknown, None));
}
