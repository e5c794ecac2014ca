//! An uplink on one network, then on another.

use std::net::SocketAddr;
use std::time::Duration;

use super::world::{CONFIG, World};
use super::{DELTA, IDR, SETS, SOON, connected};
use crate::{Input, Output, Protocol, UplinkFault, UplinkState};

const FRAME: Duration = Duration::from_millis(40);

fn left(local: SocketAddr) -> Output {
    Output::Leave {
        protocol: Protocol::Udp,
        local,
    }
}

fn elsewhere(host: u8) -> SocketAddr {
    ([10, 7, 0, host], 4_000).into()
}

/// A connection that shows pictures.
fn filming() -> World {
    let mut world = connected();
    world.film(&[&SETS[..], &IDR].concat());
    film(&mut world, 25);
    world
}

fn film(world: &mut World, pictures: u32) {
    for _ in 0..pictures {
        world.film(&DELTA);
        world.run(FRAME);
    }
}

/// The longest time between two pictures that arrived.
fn longest_gap(world: &World) -> Duration {
    let times: Vec<_> = world.video().iter().map(|data| data.network_time).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap()
}

#[test]
fn while_both_networks_work_no_picture_is_late() {
    let mut world = filming();
    for host in 1..=20 {
        world.move_to(elsewhere(host));
        film(&mut world, 25);
        let former = if host == 1 {
            CONFIG.local
        } else {
            elsewhere(host - 1)
        };
        assert_eq!(world.count(&left(former)), 1, "{host}");
    }
    assert_eq!(world.video().len(), 1 + 25 * 21);
    assert!(longest_gap(&world) <= FRAME * 2, "{:?}", longest_gap(&world));
    assert_eq!(world.uplink.state(), UplinkState::Connected);
    assert_eq!(
        world.count(&Output::KeyFrameWanted { layer: 0 }),
        1,
        "nothing had to be mended"
    );
}

#[test]
fn from_a_dead_network_it_moves_within_three_hundred_milliseconds() {
    let mut gaps = Vec::new();
    for host in 1..=20 {
        let mut world = filming();
        world.dead = Some(CONFIG.local);
        world.run(Duration::from_millis(u64::from(host)));
        world.move_to(elsewhere(host));
        film(&mut world, 50);
        gaps.push(longest_gap(&world));
    }
    gaps.sort_unstable();
    assert!(gaps[18] <= Duration::from_millis(300), "{gaps:?}");
}

#[test]
fn a_network_that_does_not_work_harms_nothing() {
    let mut world = filming();
    world.dead = Some(elsewhere(1));
    world.move_to(elsewhere(1));
    film(&mut world, 250);
    assert_eq!(world.count(&left(elsewhere(1))), 1, "it is given up");
    assert_eq!(world.video().len(), 1 + 25 + 250);
    assert!(longest_gap(&world) <= FRAME * 2);
    // The next one works.
    world.move_to(elsewhere(2));
    film(&mut world, 25);
    assert_eq!(world.count(&left(CONFIG.local)), 1);
    assert_eq!(world.video().len(), 1 + 25 + 250 + 25);
}

#[test]
fn where_no_path_is_found_ice_is_restarted_and_then_the_stream_is_offered_anew() {
    let mut world = filming();
    world.cut_off = true;
    world.move_to(elsewhere(1));
    world.run(Duration::from_secs(2));
    let fragment = world.outputs.iter().find_map(|output| match output {
        Output::Restart { fragment } => Some(fragment.clone()),
        _ => None,
    });
    let fragment = fragment.expect("a restart");
    for part in [
        "a=group:BUNDLE",
        "m=audio",
        "a=mid:",
        "a=ice-ufrag:",
        "a=ice-pwd:",
        "10.7.0.1 4000",
    ] {
        assert!(fragment.contains(part), "{part} in {fragment}");
    }
    world.run(Duration::from_secs(5));
    assert_eq!(world.uplink.fault(), Some(UplinkFault::PathLost));
}

#[test]
fn a_restart_finds_the_path_that_nothing_else_found() {
    let mut world = filming();
    world.dead = Some(elsewhere(1));
    world.move_to(elsewhere(1));
    film(&mut world, 50);
    let restarts = world.outputs.iter().filter_map(|output| match output {
        Output::Restart { fragment } => Some(fragment.clone()),
        _ => None,
    });
    let [fragment] = &restarts.collect::<Vec<_>>()[..] else {
        panic!("not one restart");
    };
    let answer = world.restart_server(fragment);
    world.dead = None;
    world.give(Input::Restarted { fragment: &answer });
    film(&mut world, 50);
    assert_eq!(world.count(&left(CONFIG.local)), 1);
    assert_eq!(world.video().len(), 1 + 25 + 100);
    assert!(longest_gap(&world) <= FRAME * 2, "{:?}", longest_gap(&world));
    world.run(Duration::from_mins(1));
    assert_eq!(world.uplink.state(), UplinkState::Connected, "it stays");
}

#[test]
fn with_a_restart_it_moves_from_a_dead_network_within_seven_hundred_milliseconds() {
    let mut gaps = Vec::new();
    for host in 1..=100 {
        let mut world = filming();
        world.latency = Duration::from_millis(10 + u64::from(host) / 4);
        film(&mut world, 25);
        world.cut_off = true;
        world.run(Duration::from_millis(u64::from(host)));
        world.move_to(elsewhere(host));
        let fragment = loop {
            film(&mut world, 1);
            let asked = world.outputs.iter().find_map(|output| match output {
                Output::Restart { fragment } => Some(fragment.clone()),
                _ => None,
            });
            if let Some(fragment) = asked {
                break fragment;
            }
        };
        // A connection of its own, encrypted, for the request.
        world.run(world.latency * 2 * 3);
        let answer = world.restart_server(&fragment);
        world.cut_off = false;
        world.give(Input::Restarted { fragment: &answer });
        film(&mut world, 50);
        gaps.push(longest_gap(&world));
        assert_eq!(world.uplink.state(), UplinkState::Connected);
    }
    gaps.sort_unstable();
    println!("p50 {:?}, p95 {:?}, longest {:?}", gaps[49], gaps[94], gaps[99]);
    assert!(gaps[94] <= Duration::from_millis(700), "{gaps:?}");
}

#[test]
fn on_a_slow_network_that_works_nothing_is_restarted() {
    let mut world = filming();
    world.latency = Duration::from_millis(150);
    film(&mut world, 100);
    world.move_to(elsewhere(1));
    film(&mut world, 50);
    let restarts = |output: &&Output| matches!(output, Output::Restart { .. });
    assert_eq!(world.outputs.iter().filter(restarts).count(), 0);
    assert_eq!(world.count(&left(CONFIG.local)), 1);
}

#[test]
fn an_answer_to_a_restart_that_makes_no_sense_harms_nothing() {
    let mut world = filming();
    for fragment in ["", "a=ice-ufrag:x", "hello\r\n"] {
        world.give(Input::Restarted { fragment });
    }
    world.dead = Some(elsewhere(1));
    world.move_to(elsewhere(1));
    world.run(Duration::from_secs(2));
    world.give(Input::Restarted {
        fragment: "a=ice-pwd:only",
    });
    film(&mut world, 150);
    assert_eq!(world.uplink.state(), UplinkState::Connected);
    assert_eq!(world.video().len(), 1 + 25 + 150);
}

#[test]
fn many_changes_at_once_end_on_the_last() {
    let mut world = filming();
    for host in 1..=5 {
        world.move_to(elsewhere(host));
        world.run(Duration::from_millis(3));
    }
    film(&mut world, 50);
    for host in 1..=4 {
        assert_eq!(world.count(&left(elsewhere(host))), 1, "{host}");
    }
    assert_eq!(world.count(&left(CONFIG.local)), 1);
    assert_eq!(world.count(&left(elsewhere(5))), 0);
    world.run(SOON);
    assert_eq!(world.video().len(), 1 + 25 + 50);
}

#[test]
fn an_address_nobody_can_answer_to_is_left_at_once() {
    let mut world = filming();
    let local = "0.0.0.0:9".parse().unwrap();
    world.move_to(local);
    assert_eq!(world.count(&left(local)), 1);
    film(&mut world, 25);
    assert_eq!(world.video().len(), 51);
}
