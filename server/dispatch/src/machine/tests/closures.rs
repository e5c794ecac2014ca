//! Roads that are closed.

use super::*;

fn close(hall: &mut Hall, radius_m: f64) -> Result<Answered, Refusal> {
    let (at, note) = (place(0.0).at, "a burst pipe".to_owned());
    hall.ask(dispatcher(), Ask::CloseRoad { at, radius_m, note })
}

#[test]
fn a_road_is_closed_until_it_is_opened() {
    let mut hall = Hall::new();
    let Ok(Answered::Closure(closure)) = close(&mut hall, 30.0) else {
        panic!("not closed");
    };
    assert_eq!((closure.radius_m, closure.closed_by), (30.0, dispatcher().person));
    let kept = Board::from(hall.machine.board().snapshot());
    assert_eq!(
        kept.closures.get(&closure.id),
        Some(&closure),
        "kept over a restart"
    );
    hall.ask(dispatcher(), Ask::OpenRoad(closure.id)).unwrap();
    assert!(hall.machine.board().closures.is_empty());
    let again = hall.ask(dispatcher(), Ask::OpenRoad(closure.id));
    assert_eq!(again, Err(Refusal::NoSuchClosure));
}

#[test]
fn too_wide_or_too_many_are_refused() {
    let mut hall = Hall::new();
    for radius_m in [-1.0, 2_000.1, f64::NAN, f64::INFINITY] {
        assert_eq!(close(&mut hall, radius_m), Err(Refusal::BadClosure), "{radius_m}");
    }
    for _ in 0..200 {
        close(&mut hall, 0.0).unwrap();
    }
    assert_eq!(close(&mut hall, 0.0), Err(Refusal::BadClosure));
}
