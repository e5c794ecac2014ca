//! How quickly a viewer who joins sees something, at what cost to the network.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::{FRAME, SOON, assert_gapless, film, live};

/// Connecting in the pretend world, with its ten milliseconds each way.
const CONNECTING: Duration = Duration::from_millis(150);

#[test]
fn a_viewer_is_shown_the_newest_pictures_at_once_and_the_phone_is_not_asked() {
    let mut world = live();
    world.watch(2);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    world.watch(3);
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 0);
    let shown = world.video(3);
    assert_gapless(&shown);
    assert_eq!(shown[0].2, [0x67, 0x42, 0xe0, 0x1f], "from the key frame on");
    assert_eq!(shown.len(), 3 + 20, "nothing is left out, nothing is there twice");
    let ahead: Vec<_> = shown
        .windows(2)
        .map(|pair| pair[1].1.wrapping_sub(pair[0].1))
        .collect();
    let squeezed = ahead.iter().filter(|&&ticks| ticks == 90).count();
    let in_time = ahead.iter().filter(|&&ticks| ticks == 3_000).count();
    assert!(squeezed >= 10, "past pictures take a millisecond each: {ahead:?}");
    assert_eq!(squeezed + in_time, 20, "later ones go at their pace: {ahead:?}");
    assert_eq!(world.video(2).len(), 23, "who watched before sees no difference");
}

#[test]
fn fifty_viewers_within_a_second_cost_at_most_two_requests() {
    let mut world = live();
    for viewer in 2..52 {
        world.watch(viewer);
        let before = world.key_frame_requests(1);
        film(&mut world, 1, 1);
        if world.key_frame_requests(1) > before {
            world.send_key_frame(1);
        }
    }
    film(&mut world, 1, 10);
    assert!(
        (1..=2).contains(&world.key_frame_requests(1)),
        "{}",
        world.key_frame_requests(1)
    );
    for viewer in 2..52 {
        let video = world.video(viewer);
        assert!(!video.is_empty(), "viewer {viewer} sees something");
        assert_gapless(&video);
        let connected_at = world.connected_at(viewer);
        let waited = world.video_arrivals(viewer)[0].saturating_duration_since(connected_at);
        assert!(
            waited <= Duration::from_millis(150),
            "viewer {viewer} waited {waited:?}"
        );
    }
}

#[test]
fn a_large_key_frame_is_spread_over_time() {
    let mut world = live();
    world.watch(2);
    world.run(CONNECTING);
    world.gives_together = true;
    world.begin_picture(1);
    world.send_video(1, &[0x67, 0x42, 0xe0, 0x1f], false);
    for _ in 0..98 {
        world.send_video(1, &[0x7c, 0x05, 1, 2, 3], false);
    }
    world.send_video(1, &[0x7c, 0x45, 4, 5, 6], true);
    world.run(SOON);
    film(&mut world, 1, 1);
    let video = world.video(2);
    assert_eq!(video.len(), 101);
    assert_gapless(&video);
    assert!(most_within_a_millisecond(&world.video_arrivals(2)) <= 8);
    let span = world.video_arrivals(2)[99].saturating_duration_since(world.video_arrivals(2)[0]);
    assert!(
        span <= FRAME,
        "the picture is there before the next one: {span:?}"
    );
}

/// How many packets came at one millisecond of the pretend world's clock.
fn most_within_a_millisecond(arrivals: &[Instant]) -> usize {
    let mut counts = BTreeMap::new();
    for &at in arrivals {
        let ms = at.saturating_duration_since(arrivals[0]).as_micros() / 1_000;
        *counts.entry(ms).or_insert(0) += 1;
    }
    counts.values().copied().max().unwrap_or(0)
}
