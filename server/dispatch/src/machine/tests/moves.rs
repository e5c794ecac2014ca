//! Units that move to where they are missed.

use domain::TravelMode;
use domain::order::DispatchRule;

use super::datum::roads;
use super::*;
use crate::Travel;

fn stand_by(number: u64, north_m: f64) -> Ask {
    Ask::SendOrder {
        id: None,
        kind: OrderKind::Standby,
        incident: None,
        place: Some(place(north_m)),
        addressee: Addressee::Unit(unit(number)),
        note: String::new(),
    }
}

fn open_standbys(hall: &Hall) -> usize {
    let open = hall.machine.board().open_orders();
    open.filter(|order| order.kind == OrderKind::Standby).count()
}

#[test]
fn a_move_that_is_pressed_twice_is_one_and_another_takes_its_place() {
    let mut hall = Hall::new();
    let first = hall.send(dispatcher(), stand_by(1, 500.0));
    assert_eq!(hall.send(dispatcher(), stand_by(1, 500.0)), first);
    assert_eq!(open_standbys(&hall), 1);
    let other = hall.send(dispatcher(), stand_by(1, 900.0));
    assert_eq!(open_standbys(&hall), 1);
    assert!(!hall.order(first).is_open() && hall.order(other).is_open());
    hall.send(dispatcher(), stand_by(2, 900.0));
    assert_eq!(open_standbys(&hall), 2, "of another unit");
}

#[test]
fn whoever_was_moved_by_a_person_rests_for_ten_minutes() {
    let mut hall = Hall::new();
    assert!(hall.machine.may_move(hall.now, unit(1)));
    hall.send(dispatcher(), stand_by(1, 500.0));
    assert!(!hall.machine.may_move(hall.now, unit(1)));
    assert!(
        !hall
            .machine
            .may_move(hall.now.after(std::time::Duration::from_secs(599)), unit(1))
    );
    assert!(
        hall.machine
            .may_move(hall.now.after(std::time::Duration::from_mins(10)), unit(1))
    );
    assert!(hall.machine.may_move(hall.now, unit(2)));
}

/// All four units stand side by side, with roads around them.
fn side_by_side(hall: &mut Hall) {
    let modes = BTreeSet::from([TravelMode::Car]);
    hall.machine.set_travel(Travel::surveyed(roads(), &modes));
    hall.until(10);
    for (number, north_m) in [(1, 200.0), (2, 400.0), (3, 600.0), (4, 800.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(10, north_m))).unwrap();
    }
}

#[test]
fn the_halls_own_moves_end_once_it_moves_units_no_more() {
    let mut hall = Hall::set_up(Settings {
        rule: DispatchRule::Cover,
        map_every: None,
        ..Settings::default()
    });
    let of_a_person = hall.send(dispatcher(), stand_by(4, 500.0));
    side_by_side(&mut hall);
    hall.until(35);
    assert_eq!(open_standbys(&hall), 2, "the hall has moved one itself");
    hall.ask(dispatcher(), Ask::SetRule(DispatchRule::Nearest))
        .unwrap();
    hall.until(65);
    assert_eq!(open_standbys(&hall), 1);
    assert!(hall.order(of_a_person).is_open());
}

#[test]
fn the_moves_beside_whoever_is_sent_are_of_others() {
    let mut hall = Hall::new();
    side_by_side(&mut hall);
    let ask = Ask::Recommend {
        at: place(0.0).at,
        kind: OrderKind::Emergency,
        order: None,
        most: 8,
    };
    let Ok(Answered::Recommended(advice)) = hall.ask(dispatcher(), ask) else {
        panic!("no advice");
    };
    let first = advice.candidates[0].unit;
    assert!(!advice.moves.is_empty());
    assert!(advice.moves.iter().all(|best| best.unit != first), "{advice:?}");
    // Of all moves there is one of that unit: it stands where the others do.
    let now = hall.now;
    assert!(
        hall.machine
            .suggested_moves(now)
            .iter()
            .any(|best| best.unit == first)
    );
}
