//! What the phone says of itself when the hall asks quietly.

use domain::reachability::{LocationPermission, Permissions};
use protocol::ToUnit;

use super::transcripts::{SECOND, at};
use super::world::World;
use crate::Input;

#[test]
fn a_probe_is_answered_without_a_word_to_the_officer_and_only_on_duty() {
    let mut world = World::on_duty();
    let permissions = Permissions {
        location: LocationPermission::WhileInUse,
        notifications: true,
        battery_exempt: false,
    };
    world.input(Input::PermissionsChanged(permissions));
    world.input(at(700.0, 0.0));
    world.run(4 * SECOND);
    world.notices.clear();
    world.transcript.clear();
    world.say(Some(ToUnit::Probe { id: 7 }));
    world.run(SECOND);
    let answers = |world: &World| -> Vec<String> {
        let lines = world.transcript.iter();
        lines.filter(|line| line.contains("Probed")).cloned().collect()
    };
    let found = answers(&world);
    let [answer] = &found[..] else {
        panic!("{:?}", world.transcript);
    };
    assert!(
        answer.contains("id: 7") && answer.contains("WhileInUse"),
        "{answer}"
    );
    assert!(answer.contains("fix_age_s: Some("), "{answer}");
    assert_eq!(world.notices.len(), 0, "not a word to the officer");
    world.input(Input::DutyTapped { on_duty: false });
    world.run(SECOND);
    world.say(Some(ToUnit::Probe { id: 8 }));
    world.run(SECOND);
    assert_eq!(
        answers(&world).len(),
        1,
        "off duty the phone says nothing of itself"
    );
}
