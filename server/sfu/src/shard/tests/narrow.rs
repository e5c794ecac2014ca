//! Viewers of one stream with layers, each on a network of its own.

use std::time::Duration;

use super::demand::wanted;
use super::walls::heights;
use super::world::World;
use super::{FRAME, SOON};

const LAYERS: [(&str, u16); 3] = [("l", 180), ("m", 360), ("h", 720)];
/// What a network has to carry for each of them: about 55, 100 and 190 kbit/s.
const FOR_MIDDLE: u64 = 130_000;
const FOR_SMALL: u64 = 70_000;
const FOR_NONE: u64 = 30_000;
const NARROW: u64 = 2;
const WIDE: u64 = 3;

/// A camera that sends what is wanted: a layer begins with a key frame, and has another when one is asked for.
struct Camera {
    sent: [bool; 3],
    asked: usize,
}

impl Camera {
    fn film(&mut self, world: &mut World, span: Duration) {
        let until = world.now + span;
        while world.now < until {
            world.begin_picture(1);
            let asked = world.key_frame_requests(1);
            let is_asked = std::mem::replace(&mut self.asked, asked) != asked;
            for ((rid, height), (sent, wanted)) in
                LAYERS.into_iter().zip(self.sent.iter_mut().zip(wanted(world)))
            {
                if wanted {
                    world.send_in_layer(1, rid, height, is_asked || !*sent);
                }
                *sent = wanted;
            }
            world.run(FRAME);
        }
    }
}

/// A narrow viewer and a wide one, who see the largest layer.
fn watched() -> (World, Camera) {
    let mut world = World::new();
    world.publish_layers(1, &["l", "m", "h"]);
    world.watch(NARROW);
    world.watch(WIDE);
    world.run(SOON);
    let mut camera = Camera {
        sent: [false; 3],
        asked: 0,
    };
    camera.film(&mut world, Duration::from_secs(5));
    for viewer in [NARROW, WIDE] {
        assert_eq!(seen(&world, viewer, 0).last(), Some(&720));
    }
    (world, camera)
}

/// The heights of the pictures that a viewer got, from the given packet on, in their order.
fn seen(world: &World, viewer: u64, from: usize) -> Vec<u16> {
    let mut video = world.video(viewer).split_off(from);
    video.sort_unstable();
    heights(&video)
}

/// The heights it turned to.
fn turns(seen: &[u16]) -> Vec<u16> {
    let pairs = seen.windows(2).filter(|pair| pair[0] != pair[1]);
    pairs.map(|pair| pair[1]).collect()
}

#[test]
fn a_narrow_viewer_gets_a_smaller_layer_within_seconds_and_a_wide_one_beside_it_the_largest() {
    let (mut world, mut camera) = watched();
    world.carry_to(NARROW, Some(FOR_MIDDLE));
    camera.film(&mut world, Duration::from_secs(5));
    assert_eq!(seen(&world, NARROW, 0).last(), Some(&360));
    let from = world.video(NARROW).len();
    camera.film(&mut world, Duration::from_secs(10));
    let narrow = seen(&world, NARROW, from);
    assert_eq!(turns(&narrow), [], "and stays there");
    assert!(narrow.len() >= 295, "which its network carries: {}", narrow.len());
    let wide = seen(&world, WIDE, 0);
    assert_eq!(turns(&wide).last(), Some(&720));
    assert!(wide.iter().rev().take(19 * 30).all(|height| *height == 720));
}

#[test]
fn what_does_not_fit_is_tried_ever_more_rarely() {
    let (mut world, mut camera) = watched();
    let from = world.video(NARROW).len();
    world.carry_to(NARROW, Some(FOR_MIDDLE));
    camera.film(&mut world, Duration::from_mins(5));
    let seen = seen(&world, NARROW, from);
    let tries = turns(&seen).iter().filter(|height| **height == 720).count();
    assert!((2..=5).contains(&tries), "{tries} in five minutes");
    let large = seen.iter().skip(300).filter(|height| **height == 720).count();
    assert!(large * 20 < seen.len(), "{large} of {} pictures", seen.len());
    assert!(!seen.contains(&180), "the middle one does fit");
}

#[test]
fn a_viewer_whose_network_recovers_sees_the_largest_again() {
    let (mut world, mut camera) = watched();
    world.carry_to(NARROW, Some(FOR_SMALL));
    camera.film(&mut world, Duration::from_secs(12));
    assert_eq!(seen(&world, NARROW, 0).last(), Some(&180));
    let from = world.video(NARROW).len();
    world.carry_to(NARROW, None);
    camera.film(&mut world, Duration::from_secs(45));
    assert_eq!(
        turns(&seen(&world, NARROW, from)),
        [360, 720],
        "one layer after the other"
    );
}

#[test]
fn a_viewer_whose_network_carries_no_layer_gets_the_smallest() {
    let (mut world, mut camera) = watched();
    world.carry_to(NARROW, Some(FOR_NONE));
    camera.film(&mut world, Duration::from_secs(15));
    let from = world.video(NARROW).len();
    camera.film(&mut world, Duration::from_secs(30));
    let narrow = seen(&world, NARROW, from);
    assert!(narrow.iter().all(|height| *height == 180));
    assert!(narrow.len() > 200, "{}", narrow.len());
}

#[test]
fn a_network_that_loses_a_little_of_everything_gets_the_largest() {
    let (mut world, mut camera) = watched();
    world.loses_of = Some((NARROW, 30));
    camera.film(&mut world, Duration::from_mins(1));
    assert!(world.lost > 50);
    assert!(seen(&world, NARROW, 300).iter().all(|height| *height == 720));
}

#[test]
fn a_layer_that_no_viewers_network_carries_rests() {
    let (mut world, mut camera) = watched();
    for viewer in [NARROW, WIDE] {
        world.carry_to(viewer, Some(FOR_MIDDLE));
    }
    camera.film(&mut world, Duration::from_secs(10));
    assert_eq!(wanted(&world), [false, true, false]);
}
