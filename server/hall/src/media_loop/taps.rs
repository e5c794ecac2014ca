//! Who in the hall itself is given a stream's packets or pictures.
//!
//! A sink is called on the media thread, so it must neither wait nor do much: it puts what it is given into a queue of
//! its own, or drops it. A still is asked for and given once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sfu::{CopiedPacket, Input, StreamKey};
use tokio::sync::oneshot;

use super::door::MediaRefusal;
use crate::clock;

/// Those who may wait for one stream's still.
const MOST_WAITING: usize = 256;

/// A packet of a tapped stream.
#[derive(Debug)]
pub(crate) struct Copied {
    /// The stream.
    pub(crate) stream: u128,
    /// The hall's wall clock at its arrival, in milliseconds since 1970.
    pub(crate) arrived_ms: i64,
    /// The packet.
    pub(crate) packet: CopiedPacket,
}

/// Where copies go.
#[derive(Clone)]
pub(crate) struct Sink(Arc<dyn Fn(Copied) + Send + Sync>);

impl Sink {
    /// Copies go to this function, which must return at once.
    pub(crate) fn new(sink: impl Fn(Copied) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    /// Gives it a copy.
    pub(crate) fn give(&self, copied: Copied) {
        (self.0)(copied);
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sink")
    }
}

/// Where a still goes.
pub(super) type StillReply = oneshot::Sender<Result<Vec<CopiedPacket>, MediaRefusal>>;

/// What the thread is asked to do about them.
#[derive(Debug)]
pub(super) enum Wish {
    Tap { stream: StreamKey, to: Option<Sink> },
    Unstick { stream: StreamKey },
    Still { stream: StreamKey, reply: StillReply },
}

/// The taps of a shard.
#[derive(Debug, Default)]
pub(super) struct Taps {
    sinks: BTreeMap<StreamKey, Sink>,
    stills: BTreeMap<StreamKey, Vec<StillReply>>,
}

impl Taps {
    /// Takes note of a wish; what to tell the shard of it.
    pub(super) fn take(&mut self, wish: Wish) -> Input<'static> {
        match wish {
            Wish::Tap { stream, to } => {
                let on = to.is_some();
                match to {
                    Some(sink) => self.sinks.insert(stream, sink),
                    None => self.sinks.remove(&stream),
                };
                Input::Tapped { stream, on }
            }
            Wish::Unstick { stream } => Input::TapStuck { stream },
            Wish::Still { stream, reply } => {
                for waiting in self.stills.values_mut() {
                    waiting.retain(|reply| !reply.is_closed());
                }
                self.stills.retain(|_, waiting| !waiting.is_empty());
                let waiting = self.stills.entry(stream).or_default();
                if waiting.len() < MOST_WAITING {
                    waiting.push(reply);
                } else {
                    // Whoever asked may have given up, here as below.
                    let _ = reply.send(Err(MediaRefusal::Busy));
                }
                Input::StillWanted { stream }
            }
        }
    }

    /// Hands a copy on.
    pub(super) fn copy(&self, stream: StreamKey, packet: CopiedPacket) {
        if let Some(sink) = self.sinks.get(&stream) {
            let age = i64::try_from(packet.arrived_at.elapsed().as_millis()).unwrap_or(0);
            sink.give(Copied {
                stream: stream.0,
                arrived_ms: clock::now().as_millis() - age,
                packet,
            });
        }
    }

    /// Gives a still to whoever waits for it.
    pub(super) fn show(&mut self, stream: StreamKey, packets: &[CopiedPacket]) {
        for reply in self.stills.remove(&stream).unwrap_or_default() {
            let _ = reply.send(Ok(packets.to_vec()));
        }
    }

    /// Tells whoever waits for a still that there will be none, because the hall does not read the stream's codec; a recording
    /// of it has no picture. Tells whether it is recorded.
    pub(super) fn refuse(&mut self, stream: StreamKey, codec: &'static str) -> bool {
        for reply in self.stills.remove(&stream).unwrap_or_default() {
            let _ = reply.send(Err(MediaRefusal::Unreadable(codec)));
        }
        let is_recorded = self.sinks.contains_key(&stream);
        if is_recorded {
            tracing::warn!(
                stream.id = %format_args!("{:032x}", stream.0),
                codec,
                "a recording has no picture, since the hall does not read the codec; have the camera send H.264 or VP8"
            );
        }
        is_recorded
    }
}

#[cfg(test)]
mod tests;
