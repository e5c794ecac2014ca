//! Stories of a shard, told from outside: what peers send, what peers receive.

mod bombs;
mod codecs;
mod coming_and_going;
mod crossing;
mod demand;
mod feedback;
mod forwarding;
mod hostile;
mod joining;
mod key_frames;
mod lean;
mod narrow;
mod neighbours;
mod over_tcp;
mod redundancy;
mod restarting;
mod talking;
mod tapping;
mod uplinked;
mod uplinked_over_tcp;
mod walls;
mod world;

use std::time::Duration;

use self::world::World;

const SOON: Duration = Duration::from_secs(1);
const FRAME: Duration = Duration::from_millis(33);

/// Sends delta frames for a while.
fn film(world: &mut World, publisher: u64, frames: u32) {
    for _ in 0..frames {
        world.send_delta_frame(publisher);
        world.run(FRAME);
    }
}

/// A publisher that has sent its first picture.
fn live() -> World {
    let mut world = World::new();
    world.publish(1, 100);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    world
}

fn assert_gapless(video: &[(u64, u32, Vec<u8>)]) {
    for pair in video.windows(2) {
        assert_eq!(pair[1].0, pair[0].0 + 1, "sequence numbers go on by one");
        assert!(
            pair[1].1.wrapping_sub(pair[0].1) < 1 << 31,
            "timestamps never go back"
        );
    }
}
