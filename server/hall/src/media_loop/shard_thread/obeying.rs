//! How the thread does what the door asks of it: most of it is the shard's to do.

use std::time::Instant;

use sfu::Input;

use super::super::counters::MediaCounters;
use super::super::door::Command;
use super::ShardThread;

impl ShardThread {
    pub(super) fn obey(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Publish {
                peer,
                stream,
                offer,
                reply,
            } => {
                self.replies.insert(peer, reply);
                self.give(
                    now,
                    Input::Published {
                        peer,
                        stream,
                        offer: &offer,
                    },
                );
            }
            Command::Watch {
                peer,
                stream,
                offer,
                reply,
            } => {
                self.replies.insert(peer, reply);
                self.give(
                    now,
                    Input::Watched {
                        peer,
                        stream,
                        offer: &offer,
                    },
                );
            }
            Command::Amend {
                peer,
                fragment,
                reply,
            } => {
                self.amending = Some(reply);
                let fragment = &fragment;
                self.give(now, Input::Amended { peer, fragment });
            }
            Command::Join { peer, offer, reply } => {
                self.replies.insert(peer, reply);
                self.give(now, Input::Joined { peer, offer: &offer });
            }
            Command::Place {
                peer,
                slot,
                placement,
            } => self.give(
                now,
                Input::Placed {
                    peer,
                    slot,
                    placement,
                },
            ),
            Command::Wish(wish) => {
                let input = self.taps.take(wish);
                self.give(now, input);
            }
            Command::Leave { peer } => self.give(now, Input::Left { peer }),
            Command::Count { reply } => {
                let forwarding = self.sfu.counters();
                let tcp = self.tcp.counts();
                // Whoever asked may have given up.
                let _ = reply.send(MediaCounters {
                    forwarding,
                    sends_refused: self.egress.refused(),
                    events_lost: self.mailboxes.outbox.lost(),
                    crossings_lost: self.mailboxes.neighbours.lost(),
                    tcp_connections: self.tcp.count() as u64,
                    tcp_accepted: tcp.accepted,
                    tcp_turned_away: tcp.turned_away,
                    tcp_hung_up: tcp.hung_up,
                    tcp_dropped: tcp.dropped,
                });
            }
            Command::Shutdown => self.stopping = true,
        }
    }
}
