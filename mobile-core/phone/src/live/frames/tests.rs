//! Shows what `frames` promises.

use super::*;

fn key(n: u64) -> Frame {
    Frame::Video {
        at: Duration::from_millis(n),
        layer: 0,
        holds: Picture::Key,
        bytes: vec![0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x65, 2],
    }
}

fn delta(n: u64) -> Frame {
    Frame::Video {
        at: Duration::from_millis(n),
        layer: 0,
        holds: Picture::Delta,
        bytes: vec![0, 0, 0, 1, 0x41, 2],
    }
}

fn sound(n: u64) -> Frame {
    Frame::Sound {
        at: Duration::from_millis(n),
        level: None,
        bytes: vec![1],
    }
}

fn all(frames: &Frames) -> Vec<Taken> {
    std::iter::from_fn(|| frames.lock().take()).collect()
}

#[test]
fn gives_frames_in_sequence() {
    let frames = Frames::default();
    frames.push(key(0));
    frames.push(sound(1));
    frames.push(delta(2));
    assert_eq!(all(&frames), [key(0), sound(1), delta(2)].map(Taken::Frame));
    assert_eq!(frames.dropped(), 0);
}

#[test]
fn a_full_queue_leaves_out_pictures_nobody_could_read() {
    let frames = Frames::default();
    frames.push(key(0));
    for n in 1..CAPACITY as u64 {
        frames.push(if n % 2 == 0 { sound(n) } else { delta(n) });
    }
    frames.push(delta(100));
    frames.push(delta(101));
    let taken = all(&frames);
    assert_eq!(taken[0], Taken::KeyFrameWanted { layer: 0 });
    assert!(
        taken[1..]
            .iter()
            .all(|taken| matches!(taken, Taken::Frame(frame) if !frame.is_delta()))
    );
    assert_eq!(frames.dropped(), CAPACITY as u64 / 2 + 2);
    frames.push(delta(102));
    frames.push(key(103));
    frames.push(delta(104));
    assert_eq!(all(&frames), [key(103), delta(104)].map(Taken::Frame));
}

#[test]
fn a_key_frame_that_finds_the_queue_full_heals_it() {
    let frames = Frames::default();
    frames.push(key(0));
    (1..CAPACITY as u64).for_each(|n| frames.push(delta(n)));
    frames.push(key(100));
    frames.push(delta(101));
    assert_eq!(all(&frames), [key(0), key(100), delta(101)].map(Taken::Frame));
}

#[test]
fn a_key_frame_that_is_dropped_takes_the_pictures_that_need_it_along() {
    let frames = Frames::default();
    frames.push(key(0));
    (1..=CAPACITY as u64).for_each(|n| frames.push(sound(n)));
    frames.push(delta(100));
    let taken = all(&frames);
    assert_eq!(taken[0], Taken::KeyFrameWanted { layer: 0 });
    assert!(!taken.contains(&Taken::Frame(delta(100))));
}

#[test]
fn parameter_sets_by_themselves_are_kept_and_heal_nothing() {
    let sets = || Frame::Video {
        at: Duration::ZERO,
        layer: 0,
        holds: Picture::None,
        bytes: vec![0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2],
    };
    let frames = Frames::default();
    (0..=CAPACITY as u64).for_each(|n| frames.push(delta(n)));
    frames.push(sets());
    frames.push(delta(100));
    assert_eq!(
        all(&frames),
        [Taken::KeyFrameWanted { layer: 0 }, Taken::Frame(sets())]
    );
}

#[test]
fn is_never_longer_than_its_bound() {
    let frames = Frames::default();
    for n in 0..10_000 {
        frames.push(if n % 3 == 0 { sound(n) } else { key(n) });
        assert!(frames.lock().frames.len() <= CAPACITY);
    }
}

#[test]
fn knows_a_key_picture() {
    assert!(key(0).is_key() && !key(0).is_delta());
    assert!(delta(0).is_delta() && !delta(0).is_key());
    assert!(!sound(0).is_delta() && !sound(0).is_key());
}

#[test]
fn pictures_that_nobody_needs_are_not_taken_and_begin_again_with_a_key_frame() {
    let frames = Frames::default();
    frames.rest(true);
    frames.push(key(0));
    frames.push(sound(1));
    frames.push(delta(2));
    assert_eq!(all(&frames), [sound(1)].map(Taken::Frame), "sound goes on");
    frames.rest(false);
    frames.push(key(3));
    frames.push(delta(4));
    assert_eq!(all(&frames), [key(3), delta(4)].map(Taken::Frame));
}

#[test]
fn a_camera_that_wakes_without_a_key_frame_is_asked_for_one() {
    let frames = Frames::default();
    frames.push(key(0));
    frames.rest(true);
    frames.rest(false);
    frames.push(delta(1));
    frames.push(delta(2));
    assert_eq!(
        all(&frames),
        [Taken::KeyFrameWanted { layer: 0 }, Taken::Frame(key(0))]
    );
    frames.push(key(3));
    assert_eq!(all(&frames), [Taken::Frame(key(3))]);
}

#[test]
fn a_layer_that_lost_a_picture_breaks_no_other() {
    let frames = Frames::default();
    let of = |layer, frame| match frame {
        Frame::Video { at, holds, bytes, .. } => Frame::Video {
            at,
            layer,
            holds,
            bytes,
        },
        sound @ Frame::Sound { .. } => sound,
    };
    frames.push(key(0));
    frames.push(of(1, key(0)));
    frames.push(of(1, delta(1)));
    // One more than there is room for.
    (2..CAPACITY as u64).for_each(|n| frames.push(sound(n)));
    let taken = all(&frames);
    assert_eq!(taken[0], Taken::KeyFrameWanted { layer: 1 });
    frames.push(delta(2));
    frames.push(of(1, delta(2)));
    assert_eq!(all(&frames), [delta(2)].map(Taken::Frame));
    frames.push(of(7, key(3)));
    assert_eq!(all(&frames), [], "there is no such layer");
}
