//! The hall's end of a picture: takes one offer and counts the frames that arrive.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::media::{KeyframeRequestKind, MediaKind};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::sync::watch;

/// What arrived so far, of all pictures taken.
#[derive(Clone, Default)]
pub(super) struct Arrived {
    pub(super) pictures: Arc<Mutex<Vec<Vec<u8>>>>,
    pub(super) sounds: Arc<Mutex<usize>>,
    /// Where media came from, in sequence.
    pub(super) sources: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Arrived {
    fn note(&self, from: SocketAddr) {
        let mut sources = self.sources.lock().unwrap();
        if sources.last() != Some(&from) {
            sources.push(from);
        }
    }
}

/// Takes an offer; its answer. It goes on until `end`.
pub(super) fn take(offer: &str, arrived: Arrived, end: watch::Receiver<bool>) -> String {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let mut rtc = Rtc::builder().set_ice_lite(true).build(Instant::now());
    rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
    let answer = rtc
        .sdp_api()
        .accept_offer(SdpOffer::from_sdp_string(offer).unwrap())
        .unwrap();
    tokio::spawn(run(rtc, UdpSocket::from_std(socket).unwrap(), arrived, end));
    answer.to_sdp_string()
}

async fn run(mut rtc: Rtc, socket: UdpSocket, arrived: Arrived, mut end: watch::Receiver<bool>) {
    let local = socket.local_addr().unwrap();
    let mut bytes = vec![0; 2048];
    loop {
        let wake_at = loop {
            match rtc.poll_output().unwrap() {
                Output::Timeout(at) => break at,
                Output::Transmit(transmit) => {
                    socket
                        .send_to(&transmit.contents, transmit.destination)
                        .await
                        .unwrap();
                }
                Output::Event(Event::MediaData(data)) => {
                    let kind = rtc.media(data.mid).unwrap().kind();
                    if kind == MediaKind::Audio {
                        *arrived.sounds.lock().unwrap() += 1;
                    } else {
                        arrived.pictures.lock().unwrap().push(data.data.to_vec());
                        let mut writer = rtc.writer(data.mid).unwrap();
                        let _ = writer.request_keyframe(None, KeyframeRequestKind::Pli);
                    }
                }
                Output::Event(_) => {}
            }
        };
        let now = Instant::now();
        tokio::select! {
            received = socket.recv_from(&mut bytes) => {
                let Ok((length, from)) = received else { continue };
                if bytes[0] >= 128 {
                    arrived.note(from);
                }
                let receive = Receive::new(Protocol::Udp, from, local, &bytes[..length]).unwrap();
                let _ = rtc.handle_input(Input::Receive(Instant::now(), receive));
            }
            () = tokio::time::sleep(wake_at.saturating_duration_since(now)) => {
                rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
            }
            _ = end.wait_for(|ended| *ended) => return,
        }
    }
}
