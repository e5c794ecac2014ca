//! A wall that nobody looks at: a connection with slots, for what is said of what hangs in them.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use domain::{UnitId, WallId};
use protocol::{SlotPlaced, ViewerToHall};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, StatusCode};
use str0m::change::SdpAnswer;
use str0m::media::{Direction, MediaKind};
use str0m::{Candidate, Output, Rtc};

use crate::waiting::wait;
use crate::{Desk, Viewer};

/// A wall whose connection is kept until it is dropped.
pub struct Wall {
    id: WallId,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Wall {
    /// Hangs one with so many empty slots.
    pub async fn hang(desk: &Desk, slots: usize) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut rtc = Rtc::builder().build(Instant::now());
        rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
        let mut changes = rtc.sdp_api();
        for _ in 0..slots {
            for kind in [MediaKind::Video, MediaKind::Audio] {
                changes.add_media(kind, Direction::RecvOnly, None, None, None);
            }
        }
        let (offer, pending) = changes.apply().unwrap();
        let answer = Client::new()
            .post(format!("{}/whep", desk.url))
            .bearer_auth(&desk.token)
            .header(CONTENT_TYPE, "application/sdp")
            .body(offer.to_sdp_string())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        let location = answer.headers()[LOCATION].to_str().unwrap().to_owned();
        let id = WallId(location.rsplit('/').next().unwrap().parse().unwrap());
        let answer = SdpAnswer::from_sdp_string(&answer.text().await.unwrap()).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let ends = Arc::new(AtomicBool::new(false));
        let own = Arc::clone(&ends);
        let thread = Some(std::thread::spawn(move || stay(&mut rtc, &socket, &own)));
        Self { id, ends, thread }
    }

    /// Places units in its slots, from the first one on.
    pub async fn place(&self, viewer: &mut Viewer, units: &[Option<UnitId>]) {
        let placed = |(slot, unit): (u8, &Option<UnitId>)| SlotPlaced {
            slot,
            unit: *unit,
            desk: None,
            height: 180,
            priority: 1,
        };
        let slots = (0..).zip(units).map(placed).collect();
        viewer.say(&ViewerToHall::Place { wall: self.id, slots }).await;
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn stay(rtc: &mut Rtc, socket: &UdpSocket, ends: &AtomicBool) {
    while !ends.load(Ordering::Relaxed) {
        let sleep = match rtc.poll_output().unwrap() {
            Output::Transmit(transmit) => {
                // A hall that has stopped hears nothing.
                let _ = socket.send_to(&transmit.contents, transmit.destination);
                continue;
            }
            Output::Event(_) => continue,
            Output::Timeout(at) => at.saturating_duration_since(Instant::now()),
        };
        wait(rtc, socket, sleep.min(Duration::from_millis(50)));
    }
}
