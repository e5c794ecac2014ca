//! What becomes of an officer's word to be there.

use domain::order::{ByHand, Leg};

use super::transcripts::{SECOND, at, order_comes};
use super::world::World;
use crate::Input;

#[test]
fn an_officer_who_says_to_be_there_has_arrived_whatever_the_receiver_says() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.input(at(700.0, 0.0));
    world.input(Input::ArrivedTapped { order });
    world.run(SECOND);
    let stamp = world.hall.orders[&order].legs.get(Leg::Arrived).unwrap();
    assert_eq!(stamp.by_hand, Some(ByHand { by: None }));
    // What the receiver finds later is noted beside it.
    for _ in 0..10 {
        world.input(at(4.0, 0.1));
        world.run(SECOND);
    }
    let legs = &world.hall.orders[&order].legs;
    assert_eq!(legs.get(Leg::Arrived), Some(stamp));
    assert!(legs.detected().is_some());
}
