//! How the thread does as its shard says: datagrams to the ports, answers to whoever asked, events to the hall.

use std::time::Instant;

use sfu::{Output, PeerId, Protocol};

use super::super::events::{MediaEvent, Undecodable};
use super::ShardThread;

impl ShardThread {
    /// Does as the shard says; returns a peer that nobody waits for any more.
    pub(super) fn act(&mut self, output: Output) -> Option<PeerId> {
        match output {
            Output::Transmit { to, bytes } => match to.protocol {
                Protocol::Udp => self.egress.push(&self.port, to.at, bytes),
                Protocol::Tcp => self.tcp.push(Instant::now(), to.at, &bytes),
            },
            Output::Answer { peer, result } => {
                let accepted = result.is_ok();
                let heard = self
                    .replies
                    .remove(&peer)
                    .is_some_and(|reply| reply.send(result).is_ok());
                if accepted {
                    self.peers.insert(peer);
                    return (!heard).then_some(peer);
                }
            }
            Output::AnswerAmendment { peer, result } => {
                tracing::debug!(
                    media.peer = peer.0,
                    amended = result.is_ok(),
                    "peer amended its offer"
                );
                let _ = self.amending.take().map(|reply| reply.send(result));
            }
            Output::Cross { to, crossing } => self.mailboxes.neighbours.tell(to, crossing),
            Output::Copy { stream, packet } => self.taps.copy(stream, packet),
            Output::Still { stream, packets } => self.taps.show(stream, &packets),
            Output::Unreadable { stream, codec } => {
                if self.taps.refuse(stream, codec) {
                    let stream = stream.0;
                    self.mailboxes
                        .outbox
                        .tell(MediaEvent::NotRecorded { stream, codec });
                }
            }
            Output::Undecodable {
                peer,
                slot,
                stream,
                codec,
            } => {
                self.mailboxes.outbox.tell(MediaEvent::Undecodable(Undecodable {
                    peer: peer.0,
                    slot: slot.0,
                    stream: stream.0,
                    codec,
                }));
            }
            Output::StreamStarted { stream, peer } => {
                tracing::info!(stream.id = %format_args!("{:032x}", stream.0), media.peer = peer.0, "stream started");
                self.mailboxes.outbox.tell(MediaEvent::StreamStarted {
                    stream: stream.0,
                    peer: peer.0,
                });
            }
            Output::StreamStopped { stream, peer, reason } => {
                tracing::info!(stream.id = %format_args!("{:032x}", stream.0), media.peer = peer.0, ?reason, "stream stopped");
                self.mailboxes.outbox.tell(MediaEvent::StreamStopped {
                    stream: stream.0,
                    peer: peer.0,
                    reason,
                });
            }
            Output::VoiceHeard {
                stream, stands_out, ..
            } => {
                let stream = stream.0;
                self.mailboxes
                    .outbox
                    .tell(MediaEvent::VoiceHeard { stream, stands_out });
            }
            Output::LayersWanted { peer, layers, .. } => {
                self.mailboxes
                    .outbox
                    .tell(MediaEvent::LayersWanted { peer: peer.0, layers });
            }
            Output::PeerLeft { peer, reason } => {
                tracing::debug!(media.peer = peer.0, ?reason, "peer left");
                self.peers.remove(&peer);
                self.mailboxes
                    .outbox
                    .tell(MediaEvent::PeerLeft { peer: peer.0, reason });
            }
        }
        None
    }
}
