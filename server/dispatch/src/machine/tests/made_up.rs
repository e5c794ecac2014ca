//! Positions that an app makes up steer nothing.

use domain::reachability::Doubt;

use super::datum::roads;
use super::*;
use crate::Travel;

fn made_up(second: i64, north_m: f64) -> UnitTold {
    UnitTold::Fix(Fix {
        mock: true,
        ..fix(second, north_m)
    })
}

#[test]
fn it_is_a_doubt_until_the_next_that_is_measured() {
    let mut hall = Hall::new();
    let reasons = |hall: &Hall| {
        let board = hall.machine.board();
        let shown = board.show(&board.units[&unit(1)], hall.now);
        shown.reachability.unwrap().reasons
    };
    hall.told(unit(1), made_up(0, 300.0)).unwrap();
    assert_eq!(reasons(&hall), [Doubt::Mock]);
    hall.until(1);
    hall.told(unit(1), UnitTold::Fix(fix(1, 300.0))).unwrap();
    assert_eq!(reasons(&hall), []);
}

#[test]
fn it_counts_against_a_unit_like_the_oldest() {
    let mut hall = Hall::new();
    hall.told(unit(1), made_up(0, 200.0)).unwrap();
    hall.told(unit(2), UnitTold::Fix(fix(0, 3000.0))).unwrap();
    let ask = Ask::Recommend {
        at: place(0.0).at,
        kind: OrderKind::Emergency,
        order: None,
        most: 9,
    };
    let Ok(Answered::Recommended(advice)) = hall.ask(dispatcher(), ask) else {
        panic!("no advice");
    };
    let ranked = advice
        .candidates
        .iter()
        .map(|known| (known.unit, &known.doubts[..]));
    let ranked: Vec<_> = ranked.collect();
    assert_eq!(ranked, [(unit(2), &[][..]), (unit(1), &[Doubt::Mock][..])]);
    assert_eq!(advice.nearest, Some(unit(2)));
}

#[test]
fn it_gives_no_cover() {
    let mut hall = Hall::new();
    hall.machine.set_travel(Travel::Roads(roads()));
    let covered = |hall: &Hall| hall.machine.promise_map().unwrap().covered_once;
    hall.told(unit(1), made_up(0, 300.0)).unwrap();
    hall.until(10);
    assert!(covered(&hall).abs() < 1e-9, "{}", covered(&hall));
    assert!(hall.machine.guarded(hall.now).unwrap().units.is_empty());
    hall.told(unit(1), UnitTold::Fix(fix(10, 300.0))).unwrap();
    hall.until(20);
    assert!(covered(&hall) > 0.0);
    assert_eq!(hall.machine.guarded(hall.now).unwrap().units.len(), 1);
}

#[test]
fn no_trip_is_seen_by_it() {
    for mock in [false, true] {
        let mut hall = Hall::new();
        let tell = |hall: &mut Hall, second, north_m| {
            let measured = Fix {
                mock,
                ..fix(second, north_m)
            };
            hall.told(unit(1), UnitTold::Fix(measured)).unwrap();
        };
        tell(&mut hall, 0, 3000.0);
        let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
        hall.says(1, order, "accepts", 0).unwrap();
        hall.says(1, order, "sets off", 0).unwrap();
        for step in 1..=20 {
            hall.until(step * 10);
            let left_m = f64::from(u32::try_from(30 - step).unwrap()) * 100.0;
            tell(&mut hall, step * 10, left_m);
        }
        // Whatever is learnt of ways is learnt from trips that were seen.
        assert_eq!(hall.machine.foresight.trips.is_empty(), mock);
    }
}
