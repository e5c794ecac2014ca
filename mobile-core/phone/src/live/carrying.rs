//! One connection after another, as long as there is something to carry.
//!
//! One that breaks is made anew; the new one takes the old one's place at the hall, and only then is the old one ended.

use std::sync::Arc;
use std::time::Duration;

use field_unit::Backoff;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use uplink::VideoCodec;
use url::Url;

use super::connection::{Connection, Ended};
use super::frames::Frames;
use super::layer_wishes::LayerWishes;
use super::returns::Returns;
use super::silence::Silence;
use super::{LiveConfig, LiveEvent, Sound};
use crate::call::ANSWER_WITHIN;
use crate::door::{Destination, Door};
use crate::feed::Feed;
use crate::{Snapshot, boot_time};

/// A phone between two networks may change many times a second; the stream is offered no more often than this.
const OFFER_EVERY: Duration = Duration::from_secs(1);

/// What goes to one place at the hall, with how.
pub(crate) struct Carrier {
    pub(crate) to: Destination,
    pub(crate) config: LiveConfig,
    pub(crate) door: Arc<Door>,
    pub(crate) networks: watch::Receiver<u64>,
    pub(crate) snapshot: watch::Receiver<Arc<Snapshot>>,
    pub(crate) carried: Carried,
    pub(crate) backoff: Backoff,
}

/// What is carried, both ways, with what the app hears of it.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    pub(crate) frames: Arc<Frames>,
    pub(crate) silence: Arc<Silence>,
    pub(crate) events: Arc<Feed<LiveEvent>>,
    pub(crate) heard: Arc<Feed<Sound>>,
    /// What the pictures are to be encoded in.
    pub(crate) codec: watch::Sender<VideoCodec>,
    /// What the encoders make, the one they had best make first.
    pub(crate) codecs: watch::Sender<&'static [VideoCodec]>,
    /// Whether a connection carries it now.
    pub(crate) flows: watch::Sender<bool>,
}

impl Carried {
    /// Nothing yet, of encoders that make these codecs; `flows` will say whether a connection carries it.
    pub(crate) fn over(flows: watch::Sender<bool>, codecs: &'static [VideoCodec]) -> Self {
        Self {
            frames: Arc::new(Frames::default()),
            silence: Arc::new(Silence::new()),
            events: Arc::new(Feed::new()),
            heard: Arc::new(Feed::new()),
            codec: watch::Sender::new(VideoCodec::H264),
            codecs: watch::Sender::new(codecs),
            flows,
        }
    }

    /// Has the pictures encoded in a codec from now on.
    pub(super) fn encode_in(&self, codec: VideoCodec) {
        let changed = |now: &mut VideoCodec| std::mem::replace(now, codec) != codec;
        if self.codec.send_if_modified(changed) {
            self.events.tell(LiveEvent::EncodeIn { codec });
        }
    }
}

impl Carrier {
    /// Connects again and again until `off`; what the hall is to be told the end of, if anything.
    pub(crate) async fn run(mut self, off: impl Future<Output = ()>) -> Option<Url> {
        tokio::pin!(off);
        let mut returns = Returns::new(self.snapshot.clone());
        let mut wishes = LayerWishes::new(self.snapshot.clone());
        let mut pace = interval(OFFER_EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Over the network that it was on nobody may be told of its end any more.
        let mut left_behind = None;
        loop {
            let open = async {
                pace.tick().await;
                self.networks.mark_unchanged();
                let (hall_time, _) = self.snapshot.borrow().clock.hall_time(boot_time::phone_time());
                Connection::open(&self.door, self.to, self.config, hall_time, &self.carried).await
            };
            let opened = tokio::select! {
                opened = open => opened,
                () = &mut off => break,
            };
            match opened {
                Ok(connection) => {
                    tokio::spawn(end(Arc::clone(&self.door), left_behind.take()));
                    let over = connection
                        .run(&mut self.networks, &mut returns, &mut wishes, &mut off)
                        .await;
                    left_behind = over.resource;
                    match over.why {
                        Ended::Off => break,
                        Ended::Broken { lasted } if lasted >= Duration::from_secs(20) => self.backoff.reset(),
                        Ended::Broken { .. } => {}
                    }
                }
                Err(error) => {
                    tracing::debug!(
                        error = &error as &dyn std::error::Error,
                        "media find no way to the hall"
                    );
                    if error.is_for_good() {
                        // The socket asks seldom whether that has changed, and is enough.
                        tokio::select! {
                            () = returns.next() => continue,
                            () = &mut off => break,
                        }
                    }
                }
            }
            let wait = self.backoff.next_wait();
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                _ = self.networks.changed() => self.backoff.reset(),
                () = returns.next() => self.backoff.reset(),
                () = &mut off => break,
            }
        }
        left_behind
    }
}

/// Tells the hall that a stream is over, if it can be told in time.
pub(crate) async fn end(door: Arc<Door>, stream: Option<Url>) {
    let Some(stream) = stream else { return };
    let told = timeout(ANSWER_WITHIN, door.unpublish(stream)).await;
    if !matches!(told, Ok(Ok(()))) {
        tracing::debug!(?told, "the hall was not told of the end");
    }
}
