//! What becomes of an officer's word to be there.

use domain::order::{ByHand, Leg};

use super::pretend_hall::scene;
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

#[test]
fn an_officer_who_comes_second_tells_so_all_the_same() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.run(SECOND);
    let said = world.hall.another_comes(world.hall_time(), order);
    assert!(said.is_some());
    world.say(said);
    world.run(SECOND);
    let unit = world.hall.unit.id;
    let came = |world: &World| world.hall.orders[&order].arrival_of(unit);
    assert_eq!(came(&world), None);
    for _ in 0..10 {
        world.input(at(4.0, 0.1));
        world.run(SECOND);
    }
    let first = world.hall.orders[&order].legs.get(Leg::Arrived).unwrap();
    let own = came(&world).unwrap();
    assert!(first.unit != unit && own.met_at > first.met_at);
}

#[test]
fn an_order_that_says_a_radius_is_arrived_at_within_it() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.run(SECOND);
    world.hall.orders.get_mut(&order).unwrap().arrival_radius_m = 20.0;
    let a_hand_away = domain::LatLon::new(scene().lat() + 1e-6, scene().lon()).unwrap();
    let said = world.hall.move_place(world.hall_time(), order, a_hand_away);
    world.say(said);
    world.run(SECOND);
    let stays = |world: &mut World, north_m: f64| {
        for _ in 0..30 {
            world.input(at(north_m, 0.1));
            world.run(SECOND);
        }
        world.hall.orders[&order].legs.get(Leg::Arrived).is_some()
    };
    assert!(!stays(&mut world, 32.0), "within 50 m, not within 20 m");
    assert!(stays(&mut world, 2.0));
}
