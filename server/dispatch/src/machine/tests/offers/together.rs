//! Orders that want the same units.

use super::*;

#[test]
fn two_orders_are_served_together_rather_than_each_by_its_nearest() {
    // Unit 1 is the nearest to both, but unit 2 is hardly farther from the first.
    let mut hall = standing(&[(1, 200.0), (2, -300.0)]);
    hall.machine.set_up(Settings {
        automatic: false,
        ..Settings::default()
    });
    let near = hall.send(dispatcher(), best_placed(1));
    let Ask::SendOrder { kind, addressee, .. } = best_placed(1) else {
        unreachable!()
    };
    let far = hall.send(
        dispatcher(),
        Ask::SendOrder {
            id: None,
            kind,
            incident: None,
            place: Some(place(2000.0)),
            addressee,
            note: String::new(),
        },
    );
    hall.machine.set_up(Settings::default());
    hall.until(1);
    hall.told(unit(3), UnitTold::Duty(false)).unwrap();
    assert_eq!((asked(&hall, near), asked(&hall, far)), (vec![2], vec![1]));
}

#[test]
fn the_hall_changes_its_mind_about_who_rings_only_for_a_gain() {
    let mut hall = standing(&[(1, 0.0), (2, -2000.0)]);
    let first = hall.send(dispatcher(), best_placed(1));
    assert_eq!(asked(&hall, first), [1]);
    let at_place = |north_m: f64| Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: None,
        place: Some(place(north_m)),
        addressee: Addressee::BestPlaced(1),
        note: String::new(),
    };
    // Unit 2 is as far from either, but for 100 metres: not worth another ring.
    let second_order = hall.send(dispatcher(), at_place(100.0));
    assert_eq!(
        (asked(&hall, first), asked(&hall, second_order)),
        (vec![1], vec![2])
    );
    says_no(&mut hall, 2, second_order);
    hall.ask(dispatcher(), Ask::CloseOrder(second_order)).unwrap();
    // An emergency has the only unit, though a visit that can wait rings there.
    hall.ask(dispatcher(), Ask::CloseOrder(first)).unwrap();
    let mut routine = at_place(50.0);
    if let Ask::SendOrder { kind, .. } = &mut routine {
        *kind = OrderKind::Routine;
    }
    hall.told(unit(2), UnitTold::Duty(false)).unwrap();
    let routine = hall.send(dispatcher(), routine);
    assert_eq!(asked(&hall, routine), [1]);
    let emergency = hall.send(dispatcher(), at_place(0.0));
    assert_eq!(
        (asked(&hall, routine), asked(&hall, emergency)),
        (vec![], vec![1])
    );
}

#[test]
fn what_a_person_asked_is_not_changed_by_rule_until_it_is_left_unanswered() {
    let mut hall = standing(&[(1, 0.0)]);
    let first = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    let second_order = hall.send(dispatcher(), best_placed(1));
    assert_eq!(
        (asked(&hall, first), asked(&hall, second_order)),
        (vec![1], vec![])
    );
    // A person may give a unit two emergencies; the rule does not.
    hall.says(1, first, "accepts", 0).unwrap();
    hall.until(400);
    assert_eq!(asked(&hall, second_order), [0_u64; 0]);
    let offer = Ask::Offer {
        order: second_order,
        unit: unit(1),
    };
    hall.ask(dispatcher(), offer).unwrap();
    hall.says(1, second_order, "accepts", 400).unwrap();
    assert_eq!(second(&hall), 400);
}
