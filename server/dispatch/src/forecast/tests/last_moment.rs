//! The last moment at which lateness can be announced in good time.

use super::*;

#[test]
fn a_limit_that_moves_takes_the_last_moment_for_an_alarm_with_it() {
    let mut hall = Hall::new(&[1000.0]);
    let order = hall.send();
    hall.until(50);
    hall.says(order, "received");
    hall.says(order, "accepts");
    hall.until(690);
    // A forecast was just made, and the next one is ten seconds away.
    while hall.machine.outlook(order).unwrap().at != at(hall.now) {
        hall.until(hall.now + 1);
    }
    assert_eq!(hall.machine.next_forecasts(), Some(at(hall.now + 10)));
    assert!(hall.alarms.is_empty(), "{:?}", hall.alarms);
    // The phone turns out to have had the order earlier: the last moment is five seconds away.
    let due = hall.now + 5 + 241;
    let known = &hall.machine.board().orders[&order];
    let receiver = Receiver::Phone(*known.assignments.keys().next().unwrap());
    let command = OrderCommand::Receive {
        receiver,
        at: at(due - 900),
    };
    hall.told(0, UnitTold::Order { order, command });
    let moved = &hall.machine.board().orders[&order];
    assert_eq!(moved.clock.due_at(at(hall.now)), Some(at(due)));
    hall.until(due - 240);
    assert!(
        hall.alarms.contains(&(Leg::Arrived, due - 241)),
        "{:?}, {}",
        hall.alarms,
        hall.in_time(order)
    );
}
