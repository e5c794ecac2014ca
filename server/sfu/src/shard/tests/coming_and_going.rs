//! How a stream starts, and how peers go, by themselves or because their time is up.

use std::time::Duration;

use super::world::{STREAM, World};
use super::{FRAME, SOON, live};
use crate::{Input, LeaveReason, Output, PeerId};

#[test]
fn a_stream_starts_with_its_first_whole_key_frame() {
    let mut world = World::new();
    world.publish(1, 100);
    world.run(SOON);
    world.send_video(1, &[0x67, 0x42, 0xe0, 0x1f], false);
    world.send_video(1, &[0x7c, 0x85, 1], false);
    world.run(FRAME);
    assert_eq!(world.outputs, [], "two packets of three are no picture");
    world.send_video(1, &[0x7c, 0x45, 2], true);
    world.run(FRAME);
    assert_eq!(
        world.outputs,
        [Output::StreamStarted {
            stream: STREAM,
            peer: PeerId(1)
        }]
    );
}

#[test]
fn a_peer_that_never_connects_is_dropped_after_fifteen_seconds() {
    let mut world = World::new();
    world.publish(1, 100);
    world.cut_off(1);
    world.run(Duration::from_secs(14));
    assert_eq!(world.outputs, []);
    world.run(Duration::from_secs(2));
    assert_eq!(
        world.outputs,
        [Output::PeerLeft {
            peer: PeerId(1),
            reason: LeaveReason::NeverConnected
        }]
    );
    assert_eq!((world.sfu.counters().peers, world.sfu.counters().streams), (0, 0));
}

#[test]
fn a_peer_that_falls_silent_is_dropped_after_twenty_seconds() {
    let mut world = live();
    world.run(Duration::from_mins(1));
    assert_eq!(world.outputs.len(), 1, "an idle peer stays");
    world.cut_off(1);
    world.run(Duration::from_secs(14));
    assert_eq!(world.outputs.len(), 1);
    world.run(Duration::from_secs(7));
    let stopped = Output::StreamStopped {
        stream: STREAM,
        peer: PeerId(1),
        reason: LeaveReason::Silent,
    };
    let left = Output::PeerLeft {
        peer: PeerId(1),
        reason: LeaveReason::Silent,
    };
    assert_eq!(world.outputs[1..], [stopped, left]);
    assert_eq!(world.sfu.poll_timeout(), None, "nothing is left to wait for");
}

#[test]
fn a_peer_may_be_asked_to_leave() {
    let mut world = live();
    world.sfu.handle_input(world.now, Input::Left { peer: PeerId(1) });
    world.sfu.handle_input(world.now, Input::Left { peer: PeerId(1) });
    world.run(SOON);
    assert!(world.is_closed(1));
    let left = |output: &&Output| {
        matches!(
            output,
            Output::PeerLeft {
                reason: LeaveReason::Asked,
                ..
            }
        )
    };
    assert_eq!(world.outputs.iter().filter(left).count(), 1);
}

#[test]
fn a_peer_that_closes_leaves_at_once() {
    let mut world = live();
    world.close(1);
    world.run(Duration::from_millis(100));
    assert_eq!(
        world.outputs.last(),
        Some(&Output::PeerLeft {
            peer: PeerId(1),
            reason: LeaveReason::Closed
        })
    );
}
