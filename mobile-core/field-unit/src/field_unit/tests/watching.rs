//! What the phone knows of those who look through its camera.

use domain::{Role, Timestamp};
use protocol::{ToUnit, Watcher};

use super::transcripts::SECOND;
use super::world::World;
use crate::{Disconnection, Input};

#[test]
fn the_phone_knows_which_layers_are_needed_while_the_hall_is_there() {
    let mut world = World::on_duty();
    assert!(world.phone.layers_wanted().is_empty(), "all are");
    world.say(Some(ToUnit::LayersWanted {
        wanted: vec![true, false],
    }));
    world.run(SECOND);
    assert_eq!(world.phone.layers_wanted(), [true, false]);
    world.input(Input::Disconnected(Disconnection::Lost));
    assert!(
        world.phone.layers_wanted().is_empty(),
        "without the hall's word all may be needed"
    );
}

#[test]
fn the_phone_knows_who_watches_and_whether_it_is_needed_while_the_hall_is_there() {
    let mut world = World::on_duty();
    assert!(world.phone.is_camera_needed());
    let leader = Watcher {
        name: "leader".to_owned(),
        role: Role::Leader,
        since: Timestamp::from_millis(1),
    };
    world.say(Some(ToUnit::CameraNeeded { needed: false }));
    world.say(Some(ToUnit::WatchedBy {
        watchers: vec![leader.clone()],
    }));
    world.run(SECOND);
    assert!(!world.phone.is_camera_needed());
    assert_eq!(world.phone.watchers(), [leader]);
    world.input(Input::Disconnected(Disconnection::Lost));
    assert!(
        world.phone.is_camera_needed(),
        "without the hall's word the picture may be needed"
    );
    assert!(world.phone.watchers().is_empty());
}
