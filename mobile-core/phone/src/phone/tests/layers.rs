//! Layers of a live picture that nobody needs are not encoded.

use super::*;
use crate::LiveEvent;

/// Waits until a layer's encoder is to work, or to rest.
async fn told(events: &mut Listener<LiveEvent>, layer: usize, works: bool) {
    let told = |event: &Option<LiveEvent>| {
        matches!(event, Some(LiveEvent::SetBitrate { layer: of, bits_per_second })
            if *of == layer && (*bits_per_second > 0) == works)
    };
    soon(async { while !told(&events.next().await) {} }).await;
}

#[tokio::test]
async fn a_layer_rests_at_the_halls_word_also_after_a_new_offer_and_comes_back_with_a_key_frame() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let config = LiveConfig {
        layers: 2,
        max_bitrate_bps: 500_000,
        ..LiveConfig::default()
    };
    let live = phone.go_live(config).await.unwrap();
    let mut events = live.events();
    told(&mut events, 1, true).await;
    hall.say(ToUnit::LayersWanted {
        wanted: vec![true, false],
    });
    told(&mut events, 1, false).await;

    hall.forget_streams();
    hall.hang_up();
    soon(phone.until(|known| !known.online)).await.unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    hall.say(ToUnit::LayersWanted {
        wanted: vec![true, false],
    });
    let again =
        |event: &Option<LiveEvent>| *event == Some(LiveEvent::StateChanged(uplink::UplinkState::Connected));
    soon(async { while !again(&events.next().await) {} }).await;
    let first = async {
        loop {
            if let Some(LiveEvent::SetBitrate {
                layer: 1,
                bits_per_second,
            }) = events.next().await
            {
                return bits_per_second;
            }
        }
    };
    assert_eq!(
        soon(first).await,
        0,
        "the new connection knows it from the beginning"
    );

    hall.say(ToUnit::LayersWanted { wanted: Vec::new() });
    told(&mut events, 1, true).await;
    let key = Some(LiveEvent::KeyFrameWanted { layer: 1 });
    soon(async { while events.next().await != key {} }).await;
    live.stop().await;
    phone.shutdown().await;
}
