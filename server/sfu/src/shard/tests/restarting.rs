//! How a peer changes networks, with a word or without one.

use std::time::Duration;

use super::world::World;
use super::{FRAME, SOON, assert_gapless, film};
use crate::{Amendment, AmendmentRefusal, PeerAddress};

const ELSEWHERE: &str = "10.9.0.1:4000";

/// A publisher and a viewer who sees it.
fn watched() -> World {
    let mut world = World::new();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 13);
    world
}

/// Restarts ICE as far as the shard's answer.
fn restart(world: &mut World, peer: u64) {
    let (fragment, pending) = world.restart_fragment(peer);
    let Ok(Amendment::Restarted(answer)) = world.amend(peer, &fragment) else {
        panic!("no restart");
    };
    world.restarted(peer, pending, &answer, ELSEWHERE);
}

#[test]
fn a_publisher_restarts_and_no_picture_is_lost() {
    let mut world = watched();
    restart(&mut world, 1);
    film(&mut world, 1, 60);
    let video = world.video(2);
    assert_eq!(video.len(), 73);
    assert_gapless(&video);
    assert_eq!(world.key_frame_requests(1), 0);
    assert!(!world.is_known_by_its_first_name(1), "the former name is retired");
    // The former network goes; on the new one the publisher stays.
    world.move_to(1, "192.0.2.77:9");
    world.run(Duration::from_secs(40));
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 83);
}

#[test]
fn a_viewer_restarts_and_goes_on_watching() {
    let mut world = watched();
    restart(&mut world, 2);
    film(&mut world, 1, 60);
    let video = world.video(2);
    assert_eq!(video.len(), 73);
    assert_gapless(&video);
    assert!(!world.is_known_by_its_first_name(2));
}

#[test]
fn a_restart_that_fails_harms_nothing() {
    let mut world = watched();
    for _ in 0..5 {
        let (fragment, _) = world.restart_fragment(1);
        let answered = world.amend(1, &fragment);
        assert!(matches!(answered, Ok(Amendment::Restarted(_))));
        film(&mut world, 1, 300);
    }
    assert!(world.is_known_by_its_first_name(1));
    let video = world.video(2);
    assert_eq!(video.len(), 13 + 5 * 300);
    assert_gapless(&video);
    // The next one works.
    restart(&mut world, 1);
    film(&mut world, 1, 60);
    assert_eq!(world.video(2).len(), 13 + 5 * 300 + 60);
    assert!(!world.is_known_by_its_first_name(1));
}

#[test]
fn an_answer_that_was_not_heard_is_given_again() {
    let mut world = watched();
    let (fragment, _) = world.restart_fragment(1);
    let first = world.amend(1, &fragment);
    assert_eq!(world.amend(1, &fragment), first);
    let (another, _) = world.restart_fragment(1);
    assert_ne!(world.amend(1, &another), first);
}

#[test]
fn the_answer_tells_where_and_under_which_name() {
    let mut world = watched();
    let (fragment, _) = world.restart_fragment(1);
    let Ok(Amendment::Restarted(answer)) = world.amend(1, &fragment) else {
        panic!("no restart");
    };
    for part in [
        "a=ice-lite\r\n",
        "a=group:BUNDLE",
        "m=audio",
        "a=mid:",
        "a=ice-ufrag:",
        "a=ice-pwd:",
        "10.0.0.1 5000 typ host",
        "a=end-of-candidates\r\n",
    ] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
}

#[test]
fn what_restarts_nothing_is_told() {
    let mut world = watched();
    let ufrag = "a=ice-ufrag:abcd\r\n";
    let password = "a=ice-pwd:abcdefghijklmnopqrstuv\r\n";
    for (fragment, refusal) in [
        (String::new(), AmendmentRefusal::NoCredentials),
        (ufrag.to_owned(), AmendmentRefusal::NoCredentials),
        (
            "a=ice-ufrag:abc\r\n".to_owned() + password,
            AmendmentRefusal::Credentials,
        ),
        (
            "a=ice-ufrag:ab c\r\n".to_owned() + password,
            AmendmentRefusal::Credentials,
        ),
        (
            ufrag.to_owned() + "a=ice-pwd:short\r\n",
            AmendmentRefusal::Credentials,
        ),
        (
            ufrag.to_owned() + "a=ice-ufrag:efgh\r\n" + password,
            AmendmentRefusal::Credentials,
        ),
    ] {
        assert_eq!(world.amend(1, &fragment), Err(refusal), "{fragment}");
    }
    let whole = ufrag.to_owned() + password;
    assert_eq!(world.amend(9, &whole), Err(AmendmentRefusal::UnknownPeer));
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 23);
}

#[test]
fn credentials_in_use_restart_nothing() {
    let mut world = World::new();
    let (offer, _) = world.offer(1, str0m::media::Direction::SendOnly, 0);
    world.sfu.handle_input(
        world.now,
        crate::Input::Published {
            peer: crate::PeerId(1),
            stream: super::world::STREAM,
            offer: &offer,
        },
    );
    assert_eq!(world.amend(1, &offer), Ok(Amendment::Nothing));
}

#[test]
fn a_router_that_forgets_its_mapping_interrupts_nothing() {
    let mut world = watched();
    for port in 6_000..6_020 {
        world.move_to(1, &format!("172.16.0.9:{port}"));
        film(&mut world, 1, 5);
    }
    world.run(FRAME);
    let video = world.video(2);
    assert_eq!(video.len(), 13 + 20 * 5);
    assert_gapless(&video);
    world.lose_picture(2);
    world.run(SOON);
    assert_eq!(world.key_frame_requests(1), 1, "feedback finds it there");
}

#[test]
fn a_repeated_packet_moves_nobody() {
    let mut world = watched();
    let eavesdropped = world.last_datagram_of(1).expect("a datagram");
    let thief = PeerAddress::udp("203.0.113.5:5".parse().unwrap());
    let before = world.sfu.counters().strangers_dropped;
    for from in [thief, PeerAddress::udp("203.0.113.6:5".parse().unwrap())] {
        let bytes = &eavesdropped;
        world
            .sfu
            .handle_input(world.now, crate::Input::Datagram { from, bytes });
    }
    assert_eq!(world.sfu.counters().strangers_dropped, before + 2);
    world.lose_picture(2);
    world.run(SOON);
    assert_eq!(world.key_frame_requests(1), 1);
}

#[test]
fn whose_credentials_could_not_be_read_is_told_so_and_goes_on() {
    let mut world = World::new();
    world.publish(1, 100);
    world.watch_with(2, |offer| {
        let second = offer.rfind("a=ice-ufrag:").unwrap() + "a=ice-ufrag:".len();
        format!("{}x{}", &offer[..second], &offer[second..])
    });
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 13, "it connects by the first ones");
    let (fragment, _) = world.restart_fragment(2);
    assert_eq!(world.amend(2, &fragment), Err(AmendmentRefusal::Unreadable));
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 23);
}
