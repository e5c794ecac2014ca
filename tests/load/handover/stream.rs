//! One stream whose network changes again and again, in one way.

use std::time::Duration;

use anyhow::Context as _;
use str0m::media::Direction;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::How;
use crate::client::{Client, Video};
use crate::http::Resource;
use crate::publisher::{Change, Publisher};
use crate::relay::{Relay, Weather};
use crate::sdp;
use crate::stamp::now_ns;
use crate::target::{Side, Target};

/// A publisher comes to it after its next picture.
const ASKS_WITHIN: Duration = Duration::from_secs(1);

/// A running stream.
pub(super) struct Stream {
    pub(super) number: usize,
    pub(super) how: How,
    pub(super) publisher: Publisher,
    relay: Option<Relay>,
    resource: Option<Resource>,
}

impl Stream {
    /// Publishes the n-th stream; `signed` marks its packets, which begin to count anew with each publisher.
    pub(super) async fn begin(
        target: &Target,
        number: usize,
        signed: u32,
        how: How,
        kbps: u32,
    ) -> anyhow::Result<Self> {
        let (offering, offer) = Client::offering(Direction::SendOnly, "video", Video::Vp8)?;
        let answered = target.post(Side::Publishing, number, offer).await?;
        let (answer, relay) = if how == How::Router {
            let relay = Relay::start(sdp::address(&answered.sdp)?, Weather::default())?;
            (sdp::diverted(&answered.sdp, relay.at), Some(relay))
        } else {
            (answered.sdp, None)
        };
        let client = offering.accept(&answer)?;
        Ok(Self {
            number,
            how,
            publisher: Publisher::start(client, signed, kbps),
            relay,
            resource: answered.resource,
        })
    }

    /// Changes the network so often; when it did, in nanoseconds since 1970.
    pub(super) async fn change(
        self,
        target: &Target,
        times: u32,
        every: Duration,
    ) -> anyhow::Result<Vec<u64>> {
        let mut changed_ns = Vec::new();
        let mut pace = interval(every);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pace.tick().await;
        for _ in 0..times {
            if !self.publisher.is_running() {
                break;
            }
            changed_ns.push(now_ns());
            match (self.how, &self.relay) {
                (How::Router, Some(relay)) => relay.give_new_ports()?,
                (How::Restart, _) => self.restart(target, false).await?,
                (How::Overlap, _) => self.restart(target, true).await?,
                _ => self.publisher.change(Change::Move),
            }
            pace.tick().await;
        }
        self.publisher.stop()?;
        Ok(changed_ns)
    }

    async fn restart(&self, target: &Target, former_carries_on: bool) -> anyhow::Result<()> {
        let resource = self.resource.as_ref();
        let resource = resource.context("the server named no media session to restart ICE for")?;
        let (asked, fragment) = oneshot::channel();
        let (told, answer) = oneshot::channel();
        self.publisher.change(Change::Restart {
            former_carries_on,
            asked,
            answer,
        });
        let fragment = timeout(ASKS_WITHIN, fragment)
            .await?
            .context("the publisher has ended")?;
        let _ = told.send(target.restart(resource, fragment).await?);
        Ok(())
    }
}
