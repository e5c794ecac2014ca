//! What a peer is sent: packets, each when it has its turn, as well as requests for key frames.

use std::time::Instant;

use str0m::media::{KeyframeRequestKind, Mid};
use str0m::rtp::{RtpWrite, Ssrc};

use super::{Broken, Outlet, Part, Peer};

impl Peer {
    /// Sends an RTP packet, now or when it has its turn; tells whether [`Self::send`] has to take something out.
    pub(crate) fn write(&mut self, now: Instant, mid: Mid, packet: RtpWrite) -> bool {
        if self.pacer.lets_go(now) {
            self.write_at_once(mid, packet);
            return true;
        }
        if self.pacer.wait(mid, packet).is_err()
            && let Part::Subscriber(subscriber) = &mut self.part
        {
            subscriber.shut();
        }
        false
    }

    /// Takes out what was written.
    pub(crate) fn send(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        // A packet written is sent when time moves on, so that asking before that would be in vain.
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now, outlet)
    }

    fn write_at_once(&mut self, mid: Mid, packet: RtpWrite) {
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mid, None) {
            stream.write_rtp(packet);
        }
    }

    /// Asks the peer for a key frame; tells whether it could be asked.
    pub(crate) fn request_key_frame(
        &mut self,
        now: Instant,
        ssrc: Ssrc,
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        let asked = match self.rtc.direct_api().stream_rx(&ssrc) {
            Some(stream) => {
                stream.request_keyframe(KeyframeRequestKind::Pli);
                true
            }
            None => false,
        };
        self.settle(now, outlet)?;
        Ok(asked)
    }

    /// Sends what has waited and has its turn now.
    pub(super) fn send_due(&mut self, now: Instant) {
        while let Some((mid, packet)) = self.pacer.take_due(now) {
            self.write_at_once(mid, packet);
        }
    }
}
