//! Stories of an uplink, told from outside: what the encoder gives and is told, what the server receives.

mod h265;
mod layers;
mod moving;
mod sounding;
mod stills;
mod weather;
mod world;

use std::time::Duration;

use proptest::prelude::*;

use self::world::{CONFIG, World, origin, server};
use crate::{Input, Output, Protocol, Uplink, UplinkConfig, UplinkError, UplinkFault, UplinkState};

const SOON: Duration = Duration::from_secs(1);
const SETS: [u8; 16] = [
    0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80,
];
const IDR: [u8; 10] = [0, 0, 0, 1, 0x65, 0x88, 0x84, 0x21, 0xa0, 0x11];
const DELTA: [u8; 9] = [0, 0, 0, 1, 0x41, 0x9a, 0x02, 0x33, 0x44];

fn connected() -> World {
    let mut world = World::answered(CONFIG);
    world.run(SOON);
    world
}

/// Films at the rate the encoder was asked for, 25 pictures a second, and speaks.
fn film(world: &mut World, seconds: u32) {
    for n in 0..seconds * 25 {
        let bits = world.bitrate().unwrap_or(300_000) / 25;
        let mut picture = if n == 0 {
            [&SETS[..], &IDR].concat()
        } else {
            DELTA.to_vec()
        };
        picture.resize(usize::try_from(bits / 8).unwrap().max(picture.len()), 0x55);
        world.film(&picture);
        world.speak(&[0xf8; 60]);
        world.run(Duration::from_millis(40));
    }
}

#[test]
fn the_offer_is_complete() {
    let (_, offer) = Uplink::new(origin(), CONFIG).unwrap();
    assert_eq!(offer.matches("a=sendonly").count(), 1);
    assert_eq!(offer.matches("a=sendrecv").count(), 1);
    for part in [
        "a=candidate:",
        "10.0.0.2 4000 typ host",
        "opus/48000/2",
        "red/48000/2",
        "transport-cc",
        "nack pli",
        "apt=108",
    ] {
        assert!(offer.contains(part), "{part} in {offer}");
    }
    assert!(
        offer.contains("packetization-mode=1") && offer.contains("profile-level-id=42e01f"),
        "{offer}"
    );
    assert!(!offer.contains("VP8"), "{offer}");
    let (_, offer) = Uplink::new(origin(), UplinkConfig { video: &[], ..CONFIG }).unwrap();
    assert!(!offer.contains("m=video"));
}

#[test]
fn what_cannot_be_offered_is_an_error() {
    let refused = |config| Uplink::new(origin(), config).err();
    assert_eq!(
        refused(UplinkConfig {
            video: &[],
            sound: false,
            ..CONFIG
        }),
        Some(UplinkError::NothingToSend)
    );
    let local = "0.0.0.0:0".parse().unwrap();
    assert_eq!(
        refused(UplinkConfig { local, ..CONFIG }),
        Some(UplinkError::LocalAddress)
    );
}

#[test]
fn connecting_asks_for_a_key_frame() {
    let world = connected();
    assert_eq!(world.uplink.state(), UplinkState::Connected);
    assert_eq!(world.count(&Output::StateChanged(UplinkState::Connected)), 1);
    assert_eq!(world.count(&Output::KeyFrameWanted { layer: 0 }), 1);
}

#[test]
fn pictures_and_sound_arrive_whole() {
    let mut world = connected();
    let picture = [&SETS[..], &IDR, &[0x77; 5_000]].concat();
    world.film(&picture);
    world.speak(&[0xf8, 1, 2, 3]);
    world.run(Duration::from_millis(40));
    world.film(&DELTA);
    world.run(SOON);
    let video: Vec<_> = world.video().iter().map(|data| data.data.to_vec()).collect();
    assert_eq!(video, [picture, DELTA.to_vec()]);
    let times: Vec<_> = world.video().iter().map(|data| data.time.numer()).collect();
    assert_eq!(times[1] - times[0], 3_600, "40 ms at 90 kHz");
    let by_the_hall = world
        .video()
        .iter()
        .map(|data| data.ext_vals.abs_capture_time)
        .collect::<Option<Vec<_>>>();
    let shown: Vec<_> = by_the_hall
        .unwrap()
        .iter()
        .map(|taken| taken.capture_time)
        .collect();
    let apart = shown[1].duration_since(shown[0]).unwrap();
    assert!(
        apart.abs_diff(Duration::from_millis(40)) < Duration::from_micros(1),
        "{apart:?}"
    );
    let first = shown[0].duration_since(CONFIG.hall_time).unwrap();
    assert!(
        first.abs_diff(SOON) < Duration::from_micros(1),
        "taken {first:?} after the clock was read"
    );
    assert_eq!(&*world.sound()[0].data, [0xf8, 1, 2, 3]);
}

#[test]
fn frames_before_the_connection_are_dropped() {
    let mut world = World::answered(CONFIG);
    world.film(&[&SETS[..], &IDR].concat());
    world.speak(&[0xf8]);
    world.run(SOON);
    assert!(world.received.is_empty());
}

#[test]
fn nothing_is_sent_before_a_key_frame() {
    let mut world = connected();
    for _ in 0..5 {
        world.film(&DELTA);
        world.run(Duration::from_millis(40));
    }
    assert!(world.video().is_empty());
    world.film(&[&SETS[..], &IDR].concat());
    world.film(&DELTA);
    world.run(SOON);
    assert_eq!(world.video().len(), 2);
}

#[test]
fn an_encoder_that_sends_no_key_frame_is_asked_again() {
    let mut world = connected();
    for _ in 0..50 {
        world.film(&DELTA);
        world.run(Duration::from_millis(40));
    }
    assert!(
        (4..=6).contains(&world.count(&Output::KeyFrameWanted { layer: 0 })),
        "twice a second"
    );
}

#[test]
fn parameter_sets_given_once_go_with_every_key_frame() {
    let mut world = World::answered(CONFIG);
    world.film(&SETS);
    world.run(SOON);
    for _ in 0..2 {
        world.film(&IDR);
        world.run(Duration::from_millis(100));
    }
    let whole = [&SETS[..], &IDR].concat();
    assert_eq!(
        world
            .video()
            .iter()
            .map(|data| data.data.to_vec())
            .collect::<Vec<_>>(),
        [whole.clone(), whole]
    );
}

#[test]
fn the_servers_wish_for_a_key_frame_is_passed_on() {
    let mut world = connected();
    world.film(&[&SETS[..], &IDR].concat());
    world.run(SOON);
    world.request_key_frame();
    world.run(SOON);
    assert_eq!(world.count(&Output::KeyFrameWanted { layer: 0 }), 2);
}

#[test]
fn a_wide_link_is_used_up_to_the_most_that_is_allowed() {
    let mut world = connected();
    film(&mut world, 15);
    assert_eq!(world.bitrate(), Some(CONFIG.max_bitrate_bps));
    assert!(world.outputs.len() < 60, "the encoder is left in peace");
}

#[test]
fn a_narrow_link_lowers_the_rate_and_a_wide_one_raises_it_again() {
    let mut world = connected();
    film(&mut world, 10);
    world.link_bps = 400_000;
    film(&mut world, 15);
    let narrow = world.bitrate().unwrap();
    assert!((80_000..450_000).contains(&narrow), "{narrow}");
    world.link_bps = 20_000_000;
    film(&mut world, 30);
    let wide = world.bitrate().unwrap();
    assert!(wide >= 1_500_000, "{wide}");
}

#[test]
fn what_the_pacer_holds_is_bounded() {
    let mut world = connected();
    world.link_bps = 100_000;
    let huge = [&SETS[..], &IDR, &vec![0x55; 60_000]].concat();
    let mut most = 0;
    for _ in 0..1_000 {
        world.film(&huge);
        most = most.max(world.waiting_bytes());
        world.run(Duration::from_millis(10));
    }
    assert!(
        (100_000..700_000).contains(&most),
        "60 MB were given, at most {most} bytes waited"
    );
    assert_eq!(world.uplink.state(), UplinkState::Connected);
}

#[test]
fn an_answer_that_does_not_fit_ends_it() {
    let (mut other, offer) = World::offered(UplinkConfig {
        sound: false,
        ..CONFIG
    });
    let anothers = other.answer(&offer);
    for sdp in [
        "",
        "hello",
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
        &anothers,
    ] {
        let (mut world, _) = World::offered(CONFIG);
        world.give(Input::Answered { sdp });
        assert_eq!(
            world.outputs,
            [Output::StateChanged(UplinkState::Closed)],
            "{sdp}"
        );
        assert_eq!(world.uplink.fault(), Some(UplinkFault::AnswerUnusable));
        assert_eq!(world.uplink.poll_timeout(), None);
    }
}

#[test]
fn without_an_answer_it_gives_up() {
    let (mut world, _) = World::offered(CONFIG);
    world.run(Duration::from_secs(14));
    assert_eq!(world.outputs, []);
    world.run(Duration::from_secs(2));
    assert_eq!(world.outputs, [Output::StateChanged(UplinkState::Closed)]);
    assert_eq!(world.uplink.fault(), Some(UplinkFault::NeverConnected));
}

#[test]
fn a_broken_path_is_told_and_then_given_up() {
    let mut world = connected();
    world.cut_off = true;
    world.run(Duration::from_mins(2));
    let states = [
        UplinkState::Connected,
        UplinkState::Disconnected,
        UplinkState::Closed,
    ];
    let told: Vec<_> = world
        .outputs
        .iter()
        .filter(|output| matches!(output, Output::StateChanged(_)))
        .collect();
    assert_eq!(told, states.map(Output::StateChanged).iter().collect::<Vec<_>>());
    assert_eq!(world.uplink.fault(), Some(UplinkFault::PathLost));
}

#[test]
fn an_idle_connection_stays() {
    let mut world = connected();
    world.run(Duration::from_mins(2));
    assert_eq!(world.uplink.state(), UplinkState::Connected);
}

#[test]
fn stopping_tells_the_server() {
    let mut world = connected();
    world.give(Input::Stopped);
    assert_eq!(
        world.outputs.last(),
        Some(&Output::StateChanged(UplinkState::Closed))
    );
    assert_eq!((world.uplink.fault(), world.uplink.poll_timeout()), (None, None));
    world.run(SOON);
    assert!(world.server_closed);
    world.film(&IDR);
    assert_eq!(world.uplink.poll_output(), None, "nothing comes after the end");
}

#[test]
fn the_server_may_close_it() {
    let mut world = connected();
    world.close_server();
    world.run(SOON);
    assert_eq!(world.uplink.fault(), Some(UplinkFault::ClosedByServer));
    assert_eq!(world.count(&Output::StateChanged(UplinkState::Closed)), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_from_anywhere_break_it(
        inputs in prop::collection::vec((0..3_u8, prop::collection::vec(any::<u8>(), 0..300), any::<u32>()), 1..40),
    ) {
        let mut world = connected();
        for (kind, bytes, micros) in inputs {
            let at = Duration::from_micros(u64::from(micros));
            match kind {
                0 => world.give(Input::Datagram { protocol: Protocol::Udp, from: server(), to: CONFIG.local, bytes: &bytes }),
                1 => world.give(Input::VideoFrame { at, layer: 0, bytes: &[&[0, 0, 1, 0x65][..], &bytes].concat() }),
                _ => world.give(Input::SoundFrame { at, level: bytes.first().copied(), bytes: &bytes }),
            }
        }
        world.run(Duration::from_millis(200));
        prop_assert_eq!(world.uplink.state(), UplinkState::Connected);
    }
}
