//! How a publisher learns which of its layers are needed.
//!
//! A stream's home asks its publisher; another shard that fetches the stream tells the home what its own viewers need. What
//! may end unseen, as when a viewer leaves, is found out by looking again now and then.

use std::time::{Duration, Instant};

use crate::crossing::Word;
use crate::deadlines::Who;
use crate::layer_set::LayerSet;
use crate::messages::{Output, StreamKey};
use crate::peer::Peer;
use crate::stream::Stream;

use super::Sfu;

/// How often it is looked at which layers are needed.
const LOOK_EVERY: Duration = Duration::from_millis(250);

impl Sfu {
    /// Asks for the layers of a stream that are needed, if those are others than before.
    pub(super) fn look_at_demand(&mut self, now: Instant, key: StreamKey) {
        let stream = self.streams.get(&key);
        if !stream.is_some_and(Stream::has_demand) {
            return;
        }
        let seen = self.needs_of_viewers(key);
        let home = key.home(self.among.shards);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.is_fetched {
            if std::mem::replace(&mut stream.fetches, seen) != seen {
                self.outputs.push_back(Word::Wanted(seen).of(key).to(home));
            }
            return;
        }
        let mut needs = seen.or(stream.needs(now));
        if needs.is_empty() {
            // Whether nothing at all is to be sent is the hall's to decide: it may know of somebody who is about to come.
            needs = [stream.smallest(now)].into_iter().collect();
        }
        let (Some(peer), Some(demand)) = (stream.publisher, &mut stream.demand) else {
            return;
        };
        if let Some(layers) = demand.weigh(now, needs) {
            self.outputs.push_back(Output::LayersWanted {
                stream: key,
                peer,
                layers,
            });
        }
        self.deadlines.set(Who::Demand(key), Some(now + LOOK_EVERY));
    }

    /// The layers that the viewers of a stream at this shard need.
    pub(super) fn needs_of_viewers(&mut self, key: StreamKey) -> LayerSet {
        let Self { peers, streams, .. } = self;
        let stream = streams.get(&key);
        let viewers = stream.into_iter().flat_map(|stream| &stream.viewers);
        let mut needs = LayerSet::default();
        for &(viewer, slot) in viewers {
            let subscriber = peers.get_mut(&viewer).map(Peer::subscriber);
            let slot = subscriber.and_then(|subscriber| subscriber.slot(slot));
            needs = needs.or(slot.into_iter().flat_map(|slot| slot.needs()).collect());
        }
        needs
    }
}
