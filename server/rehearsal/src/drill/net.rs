//! The mobile net between one phone and the hall: what a message takes, and when there is no net.
//!
//! It carries messages as TCP does: in sequence, later if the net is away for a while, and not at all
//! once either side has given the socket up.

use std::time::Duration;

use domain::Timestamp;
use rand_chacha::ChaCha8Rng;

use super::receiver::next_of;
use super::scenario::Network;
use crate::chance::between;

/// One phone's net.
#[derive(Debug)]
pub(super) struct Net {
    world: Network,
    rng: ChaCha8Rng,
    /// Which socket is the present one; whatever travels on another is lost.
    pub(super) socket: u32,
    pub(super) is_open: bool,
    cut_until: Timestamp,
    last_up: Timestamp,
    last_down: Timestamp,
}

impl Net {
    pub(super) fn new(world: &Network, rng: ChaCha8Rng) -> Self {
        let never = Timestamp::from_millis(0);
        Self {
            world: world.clone(),
            rng,
            socket: 0,
            is_open: false,
            cut_until: never,
            last_up: never,
            last_down: never,
        }
    }

    /// When the net goes away next.
    pub(super) fn next_cut(&mut self, now: Timestamp) -> Timestamp {
        next_of(&mut self.rng, now, self.world.cuts_per_hour / 3600.0)
    }

    /// The net goes away; when it is back.
    pub(super) fn cut(&mut self, now: Timestamp) -> Timestamp {
        self.cut_until = now.after(self.world.cut.draw(&mut self.rng));
        self.cut_until
    }

    pub(super) fn is_cut(&self, now: Timestamp) -> bool {
        now < self.cut_until
    }

    /// The net is there again, for good.
    pub(super) fn heal(&mut self, now: Timestamp) {
        self.world.cuts_per_hour = 0.0;
        self.cut_until = self.cut_until.min(now);
    }

    /// Opens another socket; when both sides have it.
    pub(super) fn open(&mut self, now: Timestamp) -> Timestamp {
        self.close();
        now.after(self.takes()).after(self.takes())
    }

    /// Gives the socket up.
    pub(super) fn close(&mut self) {
        self.is_open = false;
        self.socket = self.socket.wrapping_add(1);
    }

    /// When the hall has a message sent now.
    pub(super) fn up(&mut self, now: Timestamp) -> Timestamp {
        let takes = self.takes();
        self.last_up = self.last_up.max(now.max(self.cut_until).after(takes));
        self.last_up
    }

    /// When the phone has a message sent now.
    pub(super) fn down(&mut self, now: Timestamp) -> Timestamp {
        let takes = self.takes();
        self.last_down = self.last_down.max(now.max(self.cut_until).after(takes));
        self.last_down
    }

    fn takes(&mut self) -> Duration {
        Duration::from_secs_f64(between(&mut self.rng, self.world.latency_ms) / 1000.0)
    }
}
