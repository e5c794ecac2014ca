//! How packets get from a publisher to its viewers, and wishes for key frames back.
//!
//! Packets are forwarded on arrival, one viewer after the other; a viewer gets those that arrived together at one go.

use std::time::Instant;

use str0m::rtp::RtpPacket;

use crate::deadlines::Who;
use crate::messages::{LeaveReason, Output, PeerId, StreamKey};
use crate::peer::{Part, Said};
use crate::publisher::Packet;
use crate::subscriber::Fate;

use super::Sfu;

/// Packets of one publisher that arrived together, on their way to the viewers.
pub(super) struct Batch {
    publisher: PeerId,
    stream: StreamKey,
    arrived_at: Instant,
    packets: Vec<Packet>,
    /// The viewers yet to be served, the next one last; `None` while more packets may join.
    viewers: Option<Vec<PeerId>>,
    needs_key_frame: bool,
}

impl Sfu {
    /// Acts on what the peers' transports said, until nothing more is said.
    pub(super) fn act_on_what_was_said(&mut self, now: Instant) {
        while let Some((peer, said)) = self.said.pop_front() {
            match said {
                Said::Connected => self.welcome(now, peer),
                Said::Closed => self.leave(now, peer, LeaveReason::Closed),
                Said::Packet(packet) => self.forward(now, peer, packet),
                Said::KeyFrameWanted => self.pass_on_wish(now, peer),
            }
        }
    }

    /// Asks a stream's publisher for a key frame if one is due, and sets when to look again.
    pub(super) fn request_key_frame(&mut self, now: Instant, key: StreamKey) {
        if self.key_frame_is_due(now, key) && self.ask_publisher(now, key) {
            self.counters.key_frame_requests += 1;
            if let Some(stream) = self.streams.get_mut(&key) {
                stream.key_frames.sent(now);
            }
        }
        let stream = self.streams.get(&key).filter(|stream| stream.publisher.is_some());
        let next = stream.and_then(|stream| stream.key_frames.due_at(now));
        // One due but impossible yet is tried again with the publisher's next packet.
        self.deadlines.set(Who::Stream(key), next.filter(|&at| at > now));
    }

    fn welcome(&mut self, now: Instant, id: PeerId) {
        self.counters.peers_connected += 1;
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let key = peer.stream();
        if matches!(peer.part(), Part::Subscriber(subscriber) if subscriber.takes_video())
            && !self.show_group(now, id, key)
        {
            self.want_key_frame(now, key);
        }
    }

    /// Shows a viewer the newest group of pictures; tells whether there was one to show.
    fn show_group(&mut self, now: Instant, viewer: PeerId, key: StreamKey) -> bool {
        let group = self.streams.get(&key).map(|stream| stream.group.to_join(now));
        let Some(group) = group.filter(|group| !group.is_empty()).map(<[_]>::to_vec) else {
            return false;
        };
        self.with_peer(now, viewer, |peer, _| {
            if let Part::Subscriber(subscriber) = peer.part() {
                subscriber.begin_squeezed(now, &group);
            }
            Ok(())
        });
        !self.give(now, viewer, &group)
    }

    fn pass_on_wish(&mut self, now: Instant, viewer: PeerId) {
        self.counters.key_frames_wanted += 1;
        if let Some(peer) = self.peers.get(&viewer) {
            let key = peer.stream();
            self.want_key_frame(now, key);
        }
    }

    fn want_key_frame(&mut self, now: Instant, key: StreamKey) {
        if let Some(stream) = self.streams.get_mut(&key) {
            stream.key_frames.want();
            self.request_key_frame(now, key);
        }
    }

    /// Puts a publisher's packet with those that arrived together with it.
    fn forward(&mut self, now: Instant, publisher: PeerId, packet: RtpPacket) {
        self.counters.rtp_received += 1;
        let Some(peer) = self.peers.get_mut(&publisher) else {
            return;
        };
        let key = peer.stream();
        let Part::Publisher(part) = peer.part() else {
            return;
        };
        let Some(packet) = part.read(now, packet) else {
            return;
        };
        let lacks_first_picture = part.lacks_first_picture(now);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if packet.completes_first_picture {
            stream.started = true;
            self.outputs.push_back(Output::StreamStarted {
                stream: key,
                peer: publisher,
            });
        }
        if packet.opens_key_frame {
            stream.key_frames.arrived();
        }
        if let Some(batch) = self.batch_of(now, publisher, key) {
            batch.needs_key_frame = lacks_first_picture;
            batch.packets.push(packet);
        }
    }

    /// The batch of a publisher that no viewer has been given yet.
    fn batch_of(&mut self, now: Instant, publisher: PeerId, stream: StreamKey) -> Option<&mut Batch> {
        let known = self
            .batches
            .iter()
            .position(|batch| batch.publisher == publisher && batch.viewers.is_none());
        if known.is_none() {
            self.batches.push_back(Batch {
                publisher,
                stream,
                arrived_at: now,
                packets: Vec::new(),
                viewers: None,
                needs_key_frame: false,
            });
        }
        match known {
            Some(at) => self.batches.get_mut(at),
            None => self.batches.back_mut(),
        }
    }

    /// Serves the next viewer of the oldest batch; tells whether there was anything to do.
    pub(super) fn serve_next_viewer(&mut self) -> bool {
        let Some(mut batch) = self.batches.pop_front() else {
            return false;
        };
        let now = batch.arrived_at;
        let viewers = batch.viewers.get_or_insert_with(|| {
            let Some(stream) = self.streams.get_mut(&batch.stream) else {
                return Vec::new();
            };
            // Only now: whoever joined before this is given the batch by itself.
            for packet in batch.packets.iter().filter(|packet| packet.is_video()) {
                stream.group.add(packet);
            }
            stream.viewers.iter().rev().copied().collect()
        });
        if let Some(viewer) = viewers.pop() {
            batch.needs_key_frame |= self.give(now, viewer, &batch.packets);
            self.batches.push_front(batch);
        } else if batch.packets.iter().any(Packet::is_video) {
            self.tend_key_frames(now, batch.stream, batch.needs_key_frame);
        }
        self.act_on_what_was_said(now);
        true
    }

    /// Gives a viewer packets; tells whether it still waits for a key frame.
    fn give(&mut self, now: Instant, viewer: PeerId, packets: &[Packet]) -> bool {
        let held = self.with_peer(now, viewer, |peer, outlet| {
            if !peer.is_connected() {
                return Ok(false);
            }
            let (mut held, mut written) = (false, false);
            for packet in packets {
                let Part::Subscriber(subscriber) = peer.part() else {
                    return Ok(false);
                };
                match subscriber.give(now, packet) {
                    Fate::Sent(mid, write) => {
                        outlet.counters.rtp_forwarded += 1;
                        written |= peer.write(now, mid, write);
                        held &= !packet.opens_key_frame;
                    }
                    Fate::KeyFrameFirst => held = true,
                    Fate::NotAskedFor => {}
                    Fate::Unforwardable => outlet.counters.rtp_unforwardable += 1,
                }
            }
            if written {
                peer.settle(now, outlet)?;
            }
            Ok(held)
        });
        held.unwrap_or(false)
    }

    fn tend_key_frames(&mut self, now: Instant, key: StreamKey, needed: bool) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if needed && !stream.key_frames.is_open() {
            stream.key_frames.want();
        }
        self.request_key_frame(now, key);
    }

    fn key_frame_is_due(&self, now: Instant, key: StreamKey) -> bool {
        let stream = self.streams.get(&key);
        stream
            .and_then(|stream| stream.key_frames.due_at(now))
            .is_some_and(|at| at <= now)
    }

    fn ask_publisher(&mut self, now: Instant, key: StreamKey) -> bool {
        let Some(publisher) = self.streams.get(&key).and_then(|stream| stream.publisher) else {
            return false;
        };
        let asked = self.with_peer(now, publisher, |peer, outlet| {
            let Part::Publisher(part) = peer.part() else {
                return Ok(false);
            };
            let Some(ssrc) = part.video_ssrc() else {
                return Ok(false);
            };
            peer.request_key_frame(now, ssrc, outlet)
        });
        asked.unwrap_or(false)
    }
}
