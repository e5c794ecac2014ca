//! A phone of the pretend world: our own uplink, with encoders that do as it says.

mod network;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use uplink::{
    Input as UplinkInput, Output as UplinkOutput, Protocol as Carrier, Uplink, UplinkConfig, VideoCodec,
};

use self::network::Network;
use super::{STREAM, World};
use crate::{Input, Output, PeerAddress, PeerId, Protocol};

/// The heights of its layers, the smallest first.
pub(in crate::shard::tests) const HEIGHTS: [u16; 3] = [176, 352, 704];
/// How long what the shard asks of a phone takes by way of the hall.
const HALL_TAKES: Duration = Duration::from_millis(60);
/// Pictures are taken this far apart.
const PICTURE: Duration = Duration::from_millis(40);

pub(in crate::shard::tests) struct Phone {
    uplink: Uplink,
    pub(in crate::shard::tests) network: Network,
    began: Instant,
    encoders: [Encoder; HEIGHTS.len()],
    /// What the hall has yet to tell it.
    words: VecDeque<(Instant, Vec<bool>)>,
}

#[derive(Clone, Copy, Default)]
struct Encoder {
    bps: u64,
    is_key_frame_wanted: bool,
}

impl Phone {
    pub(super) fn wake_at(&self) -> Option<Instant> {
        let wakes = [self.uplink.poll_timeout(), self.network.wake_at()];
        wakes.into_iter().flatten().min()
    }

    pub(super) fn is_at(&self, address: PeerAddress) -> bool {
        self.network.is_at(address)
    }

    /// The rate that each layer is encoded at; 0 while it rests.
    pub(in crate::shard::tests) fn rates(&self) -> [u64; HEIGHTS.len()] {
        self.encoders.map(|encoder| encoder.bps)
    }
}

impl World {
    /// Joins a phone that publishes three layers.
    pub(in crate::shard::tests) fn publish_uplink(&mut self, peer: u64, max_bitrate_bps: u64) {
        self.publish_uplink_over(peer, max_bitrate_bps, |_| ());
    }

    /// Joins one on such a network.
    pub(in crate::shard::tests) fn publish_uplink_over(
        &mut self,
        peer: u64,
        max_bitrate_bps: u64,
        change: impl FnOnce(&mut Network),
    ) {
        let at = SocketAddr::from(([10, 0, 2, 1], 4_000));
        let config = UplinkConfig {
            local: at,
            video: &[VideoCodec::H264],
            sound: false,
            hears: false,
            layers: HEIGHTS.len(),
            max_bitrate_bps,
            hall_time: SystemTime::UNIX_EPOCH,
        };
        let (mut uplink, offer) = Uplink::new(self.now, config).unwrap();
        let input = Input::Published {
            peer: PeerId(peer),
            stream: STREAM,
            offer: &offer,
        };
        self.sfu.handle_input(self.now, input);
        self.drain_sfu();
        let sdp = self.answer_to(peer).expect("the offer is answered");
        uplink.handle_input(self.now, UplinkInput::Answered { sdp: &sdp });
        let mut network = Network::new(at);
        change(&mut network);
        self.phone = Some(Phone {
            uplink,
            network,
            began: self.now,
            encoders: Default::default(),
            words: VecDeque::new(),
        });
        self.drain_phone();
    }

    /// Lets the phone film.
    pub(in crate::shard::tests) fn film_with_phone(&mut self, span: Duration) {
        let until = self.now + span;
        while self.now < until {
            self.hear_from_shard();
            let phone = self.phone.as_mut().expect("there is a phone");
            let at = self.now - phone.began;
            for (layer, encoder) in phone.encoders.iter_mut().enumerate() {
                if encoder.bps > 0 {
                    let is_key = std::mem::take(&mut encoder.is_key_frame_wanted);
                    let bytes = picture(layer, encoder.bps, is_key);
                    let bytes = &bytes;
                    let frame = UplinkInput::VideoFrame { at, layer, bytes };
                    phone.uplink.handle_input(self.now, frame);
                }
            }
            self.drain_phone();
            self.run(PICTURE);
        }
    }

    /// The hall passes on what the shard asks.
    fn hear_from_shard(&mut self) {
        let phone = self.phone.as_mut().expect("there is a phone");
        let asked = self
            .outputs
            .extract_if(.., |output| matches!(output, Output::LayersWanted { .. }));
        for output in asked {
            if let Output::LayersWanted { layers, .. } = output {
                phone
                    .words
                    .push_back((self.now + HALL_TAKES, layers.iter().collect()));
            }
        }
        while let Some((_, wanted)) = phone.words.pop_front_if(|(at, _)| *at <= self.now) {
            for (layer, wanted) in wanted.into_iter().enumerate() {
                phone
                    .uplink
                    .handle_input(self.now, UplinkInput::LayerWanted { layer, wanted });
            }
        }
        self.drain_phone();
    }

    pub(super) fn wake_phone(&mut self) {
        let now = self.now;
        if let Some(phone) = self
            .phone
            .as_mut()
            .filter(|phone| phone.wake_at().is_some_and(|at| at <= now))
        {
            if phone.uplink.poll_timeout().is_some_and(|at| at <= now) {
                phone.uplink.handle_input(now, UplinkInput::Timeout);
            }
            self.open_connections();
        }
    }

    pub(super) fn deliver_to_phone(&mut self, from: PeerAddress, to: PeerAddress, bytes: &[u8]) {
        let phone = self.phone.as_mut().expect("there is a phone");
        if !phone.network.lets_through(to.protocol, to.at) {
            return;
        }
        let datagram = UplinkInput::Datagram {
            protocol: match to.protocol {
                Protocol::Udp => Carrier::Udp,
                Protocol::Tcp => Carrier::Tcp,
            },
            from: from.at,
            to: to.at,
            bytes,
        };
        phone.uplink.handle_input(self.now, datagram);
        self.drain_phone();
    }

    fn drain_phone(&mut self) {
        let phone = self.phone.as_mut().expect("there is a phone");
        let mut sent = Vec::new();
        while let Some(output) = phone.uplink.poll_output() {
            match output {
                UplinkOutput::Transmit {
                    protocol,
                    from,
                    to,
                    bytes,
                } => {
                    let protocol = match protocol {
                        Carrier::Udp => Protocol::Udp,
                        Carrier::Tcp => Protocol::Tcp,
                    };
                    if matches!(bytes.as_slice(), [128..=191, ..]) {
                        phone.network.media_by = Some(protocol);
                    }
                    if phone.network.lets_through(protocol, from) {
                        sent.push((protocol, from, to, bytes));
                    }
                }
                UplinkOutput::OpenTcp { to } => phone.network.open(self.now, to),
                UplinkOutput::Leave { protocol, local } => phone.network.leave(protocol, local),
                UplinkOutput::SetBitrate {
                    layer,
                    bits_per_second,
                } => {
                    phone.encoders[layer].bps = bits_per_second;
                }
                UplinkOutput::KeyFrameWanted { layer } => phone.encoders[layer].is_key_frame_wanted = true,
                _ => {}
            }
        }
        for (protocol, from, to, bytes) in sent {
            let end = |at| PeerAddress { protocol, at };
            self.send(end(from), end(to), bytes);
        }
    }
}

/// The byte that a layer's pictures are full of.
pub(in crate::shard::tests) fn filling(layer: usize) -> u8 {
    0x50 + u8::try_from(layer).unwrap()
}

/// A picture of its share of the rate.
fn picture(layer: usize, bps: u64, is_key: bool) -> Vec<u8> {
    let mut picture = if is_key {
        [
            &[0, 0, 0, 1][..],
            &parameters(HEIGHTS[layer]),
            &[0, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80],
            &[0, 0, 0, 1, 0x65],
        ]
        .concat()
    } else {
        vec![0, 0, 0, 1, 0x41]
    };
    let bytes = usize::try_from(bps / 8 * 40 / 1_000).unwrap();
    picture.resize(bytes.max(picture.len() + 10), filling(layer));
    picture
}

/// The sequence parameters of square pictures (H.264 section 7.3.2.1.1), in Constrained Baseline.
fn parameters(height: u16) -> Vec<u8> {
    let blocks = u32::from(height / 16) - 1;
    let mut bits = String::new();
    // Its number, four bits of frame number, no order count, one reference, no gaps.
    for number in [0, 0, 2, 1] {
        bits += &exp_golomb(number);
    }
    bits += "0";
    bits += &exp_golomb(blocks);
    bits += &exp_golomb(blocks);
    // Whole frames, direct inference, neither cropping nor usability information; then the end.
    bits += "11001";
    while !bits.len().is_multiple_of(8) {
        bits += "0";
    }
    let octets = bits.as_bytes().chunks(8).map(|octet| {
        let digits = std::str::from_utf8(octet).unwrap();
        u8::from_str_radix(digits, 2).unwrap()
    });
    [0x67, 0x42, 0xe0, 0x1f].into_iter().chain(octets).collect()
}

/// An unsigned number as H.264 writes it (section 9.1).
fn exp_golomb(number: u32) -> String {
    let digits = format!("{:b}", number + 1);
    "0".repeat(digits.len() - 1) + &digits
}
