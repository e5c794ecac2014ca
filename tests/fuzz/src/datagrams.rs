//! Datagrams, with the offers that come before them, at the door of a media shard.
//!
//! The input is a script of steps, each a kind, a length and that many bytes. A camera and a viewer wait to connect;
//! the script may know the camera's credentials, as its own phone does, but no keys. Promised is that nothing panics,
//! that an address no check was accepted from gets no answer to media, and that no datagram makes or unseats a peer.

mod check;

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use sfu::{Among, Counters, Epoch, Input, Output, PeerAddress, PeerId, Reached, Sfu, SfuConfig, StreamKey};

use self::check::Credentials;

const CAMERA: &str = include_str!("datagrams/camera.sdp");
const VIEWER: &str = include_str!("datagrams/viewer.sdp");

/// Steps of a script at most; the rest of the input is left alone.
const STEPS: usize = 40;

/// Far more outputs than any single input has reason to cause.
const FLOOD: usize = 1_000;

/// Plays a script to a shard; tells what the shard counted.
pub fn fuzz(script: &[u8]) -> Counters {
    let mut door = Door::open();
    let mut rest = script;
    for _ in 0..STEPS {
        let Some((&[kind, length], tail)) = rest.split_first_chunk() else {
            break;
        };
        let (payload, tail) = tail.split_at(usize::from(length).min(tail.len()));
        rest = tail;
        match kind % 10 {
            0 => door.send(phone(), payload),
            1 => door.send_as_stranger(payload),
            2 => door.send(phone(), &door.camera.unsigned_check(payload)),
            3 | 4 => door.send(phone(), &door.camera.check(payload)),
            5 => door.send(phone(), &[&[22, 254, 253], payload].concat()),
            6 => door.send(phone(), &[&[144, 96], payload].concat()),
            7 => door.wait(payload),
            8 => door.offer(payload, std::mem::take(&mut rest)),
            _ => door.leave(payload),
        }
    }
    door.sfu.counters()
}

/// A shard with the peers that it knows.
struct Door {
    now: Instant,
    sfu: Sfu,
    camera: Credentials,
    offered: u64,
}

impl Door {
    fn open() -> Self {
        let at = |port| SocketAddr::from(([10, 0, 0, 1], port));
        let local = Reached {
            udp: at(5000),
            tcp: Some(at(5001)),
        };
        let (now, stream) = (Instant::now(), StreamKey(1));
        let mut sfu = Sfu::new(SfuConfig {
            local,
            seed: [7; 32],
            among: Among::ALONE,
            epoch: Epoch {
                instant: now,
                wall: SystemTime::UNIX_EPOCH,
            },
            prefers_h265: false,
        })
        .expect("a certificate can be made");
        sfu.handle_input(
            now,
            Input::Published {
                peer: PeerId(1),
                stream,
                offer: CAMERA,
            },
        );
        sfu.handle_input(
            now,
            Input::Watched {
                peer: PeerId(2),
                stream,
                offer: VIEWER,
            },
        );
        let mut camera = None;
        while let Some(output) = sfu.poll_output() {
            if let Output::Answer { peer, result } = output {
                let answer = result.expect("a browser's offer is answered");
                if peer == PeerId(1) {
                    camera = Credentials::agreed(CAMERA, &answer);
                }
            }
        }
        let camera = camera.expect("the answer names credentials");
        Self {
            now,
            sfu,
            camera,
            offered: 2,
        }
    }

    /// A datagram, which may connect a peer or cost it its path, but neither make one nor end one.
    fn send(&mut self, from: PeerAddress, bytes: &[u8]) {
        let before = self.sfu.counters();
        self.sfu.handle_input(self.now, Input::Datagram { from, bytes });
        self.drain();
        let after = self.sfu.counters();
        assert_eq!(after.peers, before.peers, "a datagram made or unseated a peer");
        assert_eq!(after.peers_faulty, before.peers_faulty, "a datagram broke a peer");
        assert_eq!(after.offers_accepted, before.offers_accepted);
    }

    fn send_as_stranger(&mut self, bytes: &[u8]) {
        let sent = self.sfu.counters().datagrams_out;
        let stranger = PeerAddress::udp(([192, 0, 2, 1], 9).into());
        self.send(stranger, bytes);
        // Nobody here signs for the stranger, so not even a well-formed check earns an answer.
        assert_eq!(
            self.sfu.counters().datagrams_out,
            sent,
            "a stranger got an answer"
        );
    }

    /// Up to half a minute goes by, with every wake-up in it.
    fn wait(&mut self, payload: &[u8]) {
        let tenths = payload.first().copied().unwrap_or(1);
        let until = self.now + Duration::from_millis(u64::from(tenths) * 100);
        for _ in 0..FLOOD {
            match self.sfu.poll_timeout() {
                Some(at) if at <= until => self.now = self.now.max(at),
                _ => {
                    self.now = until;
                    return;
                }
            }
            self.sfu.handle_input(self.now, Input::Timeout);
            self.drain();
        }
        panic!("the shard wakes without end");
    }

    /// Somebody who signed in offers SDP of their own making.
    fn offer(&mut self, payload: &[u8], offer: &[u8]) {
        self.offered += 1;
        let (peer, stream) = (PeerId(self.offered), StreamKey(1));
        let offer = String::from_utf8_lossy(offer);
        let offer = offer.as_ref();
        let before = self.sfu.counters();
        let watches = payload.first().is_some_and(|byte| byte & 1 == 1);
        let input = if watches {
            Input::Watched { peer, stream, offer }
        } else {
            Input::Published { peer, stream, offer }
        };
        self.sfu.handle_input(self.now, input);
        let mut answers = 0;
        while let Some(output) = self.sfu.poll_output() {
            answers += usize::from(matches!(output, Output::Answer { peer: to, .. } if to == peer));
        }
        assert_eq!(answers, 1, "an offer is answered once");
        let after = self.sfu.counters();
        let judged = after.offers_accepted + after.offers_refused;
        assert_eq!(judged, before.offers_accepted + before.offers_refused + 1);
    }

    fn leave(&mut self, payload: &[u8]) {
        let peer = PeerId(u64::from(payload.first().copied().unwrap_or(1)));
        self.sfu.handle_input(self.now, Input::Left { peer });
        self.drain();
    }

    fn drain(&mut self) {
        for _ in 0..FLOOD {
            if self.sfu.poll_output().is_none() {
                return;
            }
        }
        panic!("one input caused a flood");
    }
}

/// Where the camera's datagrams come from.
fn phone() -> PeerAddress {
    PeerAddress::udp(([10, 0, 1, 1], 4000).into())
}
