//! A viewer of one stream: WHEP by str0m, pictures by `OpenH264`.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

use domain::UnitId;
use openh264::decoder::Decoder;
use openh264::formats::YUVSource as _;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, StatusCode};
use str0m::change::SdpAnswer;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};

use crate::Desk;

/// The least time between two requests for a key frame.
const ASK_EVERY: Duration = Duration::from_millis(500);

/// What a viewer saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Pictures that decoded.
    pub pictures: usize,
    /// Of those, how many differed from the one before.
    pub moving: usize,
    /// Width and height of the last one.
    pub size: (usize, usize),
    /// When the last one came.
    pub last_at: Option<Instant>,
}

/// Watches a unit until `enough`, or until `time` is up.
pub async fn watch(
    desk: &Desk,
    unit: UnitId,
    time: Duration,
    enough: impl Fn(&Seen) -> bool + Send + 'static,
) -> Seen {
    watch_from(desk, unit, |answer| answer, time, enough).await
}

/// Watches a unit from within the hall's own network: not through what stands at the address that the hall names to others.
pub async fn watch_from_within(
    desk: &Desk,
    unit: UnitId,
    named: IpAddr,
    time: Duration,
    enough: impl Fn(&Seen) -> bool + Send + 'static,
) -> Seen {
    let within = move |answer: String| answer.replace(&named.to_string(), &Ipv4Addr::LOCALHOST.to_string());
    watch_from(desk, unit, within, time, enough).await
}

async fn watch_from(
    desk: &Desk,
    unit: UnitId,
    reached: impl FnOnce(String) -> String,
    time: Duration,
    enough: impl Fn(&Seen) -> bool + Send + 'static,
) -> Seen {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let began = Instant::now();
    let mut rtc = Rtc::builder().build(began);
    rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
    let mut change = rtc.sdp_api();
    change.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
    change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
    let (offer, pending) = change.apply().unwrap();
    let (answer, location) = negotiate(desk, unit, offer.to_sdp_string()).await;
    let answer = reached(answer);
    rtc.sdp_api()
        .accept_answer(pending, SdpAnswer::from_sdp_string(&answer).unwrap())
        .unwrap();
    let seen = tokio::task::spawn_blocking(move || look(&mut rtc, &socket, began, time, enough))
        .await
        .unwrap();
    let left = Client::new()
        .delete(format!("{}{location}", desk.url))
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    // Who was signed out meanwhile has nothing left to take down.
    assert!([StatusCode::OK, StatusCode::UNAUTHORIZED].contains(&left.status()));
    seen
}

async fn negotiate(desk: &Desk, unit: UnitId, offer: String) -> (String, String) {
    let request = Client::new()
        .post(format!("{}/whep/{unit}", desk.url))
        .bearer_auth(&desk.token);
    let answer = request
        .header(CONTENT_TYPE, "application/sdp")
        .body(offer)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    let location = answer.headers()[LOCATION].to_str().unwrap().to_owned();
    (answer.text().await.unwrap(), location)
}

fn look(
    rtc: &mut Rtc,
    socket: &UdpSocket,
    began: Instant,
    time: Duration,
    enough: impl Fn(&Seen) -> bool,
) -> Seen {
    let mut decoder = Decoder::new().unwrap();
    let (mut seen, mut last) = (Seen::default(), Vec::new());
    let mut asked_at: Option<Instant> = None;
    let mut buffer = [0; 2048];
    while began.elapsed() < time && !enough(&seen) {
        let wait = match rtc.poll_output().unwrap() {
            Output::Transmit(transmit) => {
                socket.send_to(&transmit.contents, transmit.destination).unwrap();
                continue;
            }
            Output::Event(Event::MediaData(data)) => {
                match decoder.decode(&data.data) {
                    Ok(Some(picture)) => {
                        seen.last_at = Some(Instant::now());
                        seen.pictures += 1;
                        seen.moving += usize::from(picture.y() != last);
                        seen.size = picture.dimensions();
                        last = picture.y().to_vec();
                    }
                    // As a browser does: a picture that cannot be read is made up for by a new key frame.
                    Err(_) if asked_at.is_none_or(|at| at.elapsed() >= ASK_EVERY) => {
                        asked_at = Some(Instant::now());
                        if let Some(mut writer) = rtc.writer(data.mid) {
                            writer.request_keyframe(None, KeyframeRequestKind::Pli).unwrap();
                        }
                    }
                    Ok(None) | Err(_) => {}
                }
                continue;
            }
            Output::Event(_) => continue,
            Output::Timeout(at) => at.saturating_duration_since(Instant::now()),
        };
        socket
            .set_read_timeout(Some(
                wait.clamp(Duration::from_millis(1), Duration::from_millis(50)),
            ))
            .unwrap();
        if let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let to = socket.local_addr().unwrap();
            if let Ok(contents) = buffer[..length].try_into() {
                let received = Receive {
                    proto: Protocol::Udp,
                    source: from,
                    destination: to,
                    contents,
                };
                rtc.handle_input(Input::Receive(Instant::now(), received))
                    .unwrap();
            }
        } else {
            rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
        }
    }
    seen
}
