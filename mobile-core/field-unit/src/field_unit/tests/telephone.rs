//! Where the officer calls the hall, known off the net too.

use super::transcripts::SECOND;
use super::world::World;
use crate::{Disconnection, Input};

/// The hall names this, and the phone calls it anew.
fn named(world: &mut World, telephone: Option<&str>) -> Option<String> {
    world.hall.telephone = telephone.map(ToOwned::to_owned);
    world.input(Input::NetworkChanged);
    world.run(5 * SECOND);
    assert!(world.phone.is_online());
    world.phone.telephone().map(ToOwned::to_owned)
}

#[test]
fn the_number_is_known_after_a_new_start_without_a_net() {
    let mut world = World::on_duty();
    assert_eq!(world.phone.telephone(), None, "an older hall names none");
    let number = Some("+442079460015".to_owned());
    assert_eq!(named(&mut world, Some("+44 20 7946 0015")), number);
    world.cut();
    world.input(Input::Disconnected(Disconnection::Lost));
    world.restart();
    assert!(!world.phone.is_online());
    assert_eq!(world.phone.telephone(), number.as_deref());
    world.mend();
    assert_eq!(named(&mut world, None), None, "the hall has none any more");
}

#[test]
fn what_is_no_number_is_not_dialled() {
    let mut world = World::on_duty();
    for strange in ["", "12", "**21*1234#", "tel:+442079460015", "+1234567890123456"] {
        assert_eq!(named(&mut world, Some(strange)), None, "{strange}");
    }
}
