//! An encoder that makes H.264 and H.265 makes what the hall chose, and changes with it.

use std::sync::Arc;
use std::time::Duration;

use domain::Role;
use phone::{Listener, Live, LiveConfig, LiveEvent, VideoCodec};
use reqwest::StatusCode;
use tests::{Desk, Officer, TestHall, eventually};
use tokio::time::{Instant, interval};

const H264: &[u8] = include_bytes!("../../bindings/clip/testsrc.h264");
const H265: &[u8] = include_bytes!("../../bindings/clip/testsrc.h265");
const FPS: u32 = 15;

#[tokio::test(flavor = "multi_thread")]
async fn an_encoder_of_both_follows_a_hall_that_chooses_otherwise() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let live = Arc::new(phone.go_live(both()).await.unwrap());
    let told = tokio::spawn(codecs(live.events()));
    let camera = tokio::spawn(film(Arc::clone(&live)));
    let seen_in = async |codec| {
        seen(&leader, &officer, codec).await;
        assert_eq!(live.codec(), codec);
    };
    seen_in(VideoCodec::H264).await;

    let address = hall.address;
    let preferring = TestHall::start_with(hall.stop().await, |options| {
        options.bind = address;
        options.media.prefers_h265 = true;
    });
    let hall = preferring.await;
    seen_in(VideoCodec::H265).await;

    let hall = hall.restart().await;
    seen_in(VideoCodec::H264).await;

    camera.abort();
    assert!(camera.await.unwrap_err().is_cancelled());
    Arc::into_inner(live).unwrap().stop().await;
    assert_eq!(told.await.unwrap(), [VideoCodec::H265, VideoCodec::H264]);
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoder_that_does_not_work_after_all_is_given_up() {
    let preferring = |options: &mut hall::HallOptions| options.media.prefers_h265 = true;
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), preferring).await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let live = Arc::new(phone.go_live(both()).await.unwrap());
    let camera = tokio::spawn(film(Arc::clone(&live)));
    seen(&leader, &officer, VideoCodec::H265).await;
    live.give_up_h265();
    seen(&leader, &officer, VideoCodec::H264).await;
    assert_eq!(live.codec(), VideoCodec::H264);
    camera.abort();
    phone.shutdown().await;
    hall.stop().await;
}

fn both() -> LiveConfig {
    LiveConfig {
        codecs: &[VideoCodec::H265, VideoCodec::H264],
        sound: false,
        ..LiveConfig::default()
    }
}

/// Waits until a picture is in the hall in a codec: of H.264 there is a still, of H.265 the hall says why there is none.
async fn seen(desk: &Desk, officer: &Officer, codec: VideoCodec) {
    let still = async || {
        let url = format!("{}/api/units/{}/still", desk.url, officer.unit);
        let asked = reqwest::Client::new().get(url).bearer_auth(&desk.token);
        let answer = asked.send().await.ok()?;
        let (status, said) = (answer.status(), answer.bytes().await.ok()?);
        let so = match codec {
            VideoCodec::H264 => status == StatusCode::OK && said.starts_with(&[0xff, 0xd8, 0xff]),
            VideoCodec::H265 => {
                status == StatusCode::CONFLICT && said.windows(5).any(|part| part == b"H.265")
            }
        };
        so.then_some(())
    };
    eventually("the picture", still).await;
}

/// What the encoder was told to make, until the picture ends.
async fn codecs(mut events: Listener<LiveEvent>) -> Vec<VideoCodec> {
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        if let LiveEvent::EncodeIn { codec } = event {
            told.push(codec);
        }
    }
    told
}

/// Hands in the prepared pictures of whichever codec is asked for, over and over.
async fn film(live: Arc<Live>) {
    let clips = [cut(H264, &[0, 0, 0, 1, 0x09]), cut(H265, &[0, 0, 0, 1, 0x46])];
    let began = Instant::now();
    let mut shutter = interval(Duration::from_secs(1) / FPS);
    let mut taken = 0;
    loop {
        shutter.tick().await;
        let clip = &clips[usize::from(live.codec() == VideoCodec::H265)];
        let frame = clip[taken % clip.len()].to_vec();
        live.video(began.elapsed(), frame).unwrap();
        taken += 1;
    }
}

/// The access units of a clip, each of which begins with a delimiter.
fn cut<'a>(clip: &'a [u8], delimiter: &[u8]) -> Vec<&'a [u8]> {
    let mut begun: Vec<_> = (0..clip.len())
        .filter(|&at| clip[at..].starts_with(delimiter))
        .collect();
    begun.push(clip.len());
    begun.windows(2).map(|ends| &clip[ends[0]..ends[1]]).collect()
}
