//! A publisher on a bad network is nobody else's business.

use std::time::Duration;

use super::SOON;
use super::walls::heights;
use super::world::{STREAM, World};
use crate::{PeerId, StreamKey};

const OTHER: StreamKey = StreamKey(8);
const LOSES: u64 = 1;
const STEADY: u64 = 2;
/// It shows both streams; the other shows the steady one alone.
const BOTH: u64 = 3;
const ONE: u64 = 4;

const LAYERS: [(&str, u16); 2] = [("s", 180), ("l", 720)];
const PICTURE: Duration = Duration::from_millis(10);
const PICTURES_A_SECOND: u32 = 100;

/// What became of two walls in a few seconds.
#[derive(Debug)]
struct Told {
    /// What each of their networks was taken to carry, second by second.
    estimates: Vec<[u64; 2]>,
    /// The heights of the steady stream's pictures in each of them.
    steady: [Vec<u16>; 2],
    /// How many datagrams were lost.
    lost: usize,
}

/// Films with both phones for a second; each sends a key frame if it was asked for one.
fn film_second(world: &mut World, asked: &mut [usize; 2]) {
    for _ in 0..PICTURES_A_SECOND {
        for (peer, asked) in [LOSES, STEADY].into_iter().zip(asked.iter_mut()) {
            let requests = world.key_frame_requests(peer);
            let is_key = std::mem::replace(asked, requests) != requests;
            world.begin_picture(peer);
            for (rid, height) in LAYERS {
                world.send_in_layer(peer, rid, height, is_key);
            }
        }
        world.run(PICTURE);
    }
}

/// Two phones, two walls; after some seconds, one in so many of a peer's datagrams is lost.
fn told(loses_of: Option<(u64, u64)>) -> Told {
    let mut world = World::new();
    world.publish_layers_to(LOSES, STREAM, &["s", "l"]);
    world.publish_layers_to(STEADY, OTHER, &["s", "l"]);
    world.join_wall(BOTH, 2);
    world.join_wall(ONE, 1);
    world.run(SOON);
    world.place(BOTH, 0, Some((STREAM, 720)));
    world.place(BOTH, 1, Some((OTHER, 720)));
    world.place(ONE, 0, Some((OTHER, 720)));
    let mut asked = [usize::MAX; 2];
    for _ in 0..8 {
        film_second(&mut world, &mut asked);
    }
    world.loses_of = loses_of;
    let before = [(BOTH, 1), (ONE, 0)].map(|(wall, slot)| world.shown(wall, slot).len());
    let mut estimates = Vec::new();
    for _ in 0..15 {
        film_second(&mut world, &mut asked);
        estimates.push([BOTH, ONE].map(|wall| {
            let peer = world.sfu.peers.get_mut(&PeerId(wall)).unwrap();
            peer.subscriber().estimate_bps().unwrap_or_default()
        }));
    }
    let steady = |world: &mut World, wall, slot, before: usize| heights(&world.shown(wall, slot)[before..]);
    Told {
        estimates,
        steady: [
            steady(&mut world, BOTH, 1, before[0]),
            steady(&mut world, ONE, 0, before[1]),
        ],
        lost: world.lost,
    }
}

#[test]
fn one_publishers_loss_lowers_no_viewers_estimate_nor_anothers_layer() {
    let quiet = told(None);
    let lossy = told(Some((LOSES, 10)));
    assert!(lossy.lost > 300, "{}", lossy.lost);
    for (quiet, lossy) in quiet.estimates.iter().zip(&lossy.estimates) {
        for (quiet, lossy) in quiet.iter().zip(lossy) {
            assert!(lossy * 100 >= quiet * 95, "{lossy} instead of {quiet}");
        }
    }
    for steady in &lossy.steady {
        assert_eq!(steady.len(), 1_500);
        assert!(steady.iter().all(|&height| height == 720));
    }
}

#[test]
fn a_walls_own_loss_lowers_its_estimate_alone() {
    let told = told(Some((BOTH, 3)));
    let [both, one] = *told.estimates.last().unwrap();
    assert!(both < 500_000, "{both}");
    assert!(one >= 1_900_000, "{one}");
    let [_, steady] = &told.steady;
    assert!(steady.iter().all(|&height| height == 720));
}
