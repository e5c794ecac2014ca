//! What a viewer sees of the packets that come, from a moment on.

use std::time::Duration;

use super::freezes::Freezes;
use super::pictures::{Packet, Pictures};
use super::screen::Screen;

/// What a viewer saw.
#[derive(Debug)]
pub(super) struct Saw {
    pub(super) packets: u64,
    pub(super) pictures: u64,
    pub(super) key_frames: u64,
    pub(super) key_frames_asked: u64,
    /// By when pictures could be decoded: gaps of more than 150 ms and three pictures.
    pub(super) decoded: Freezes,
    /// By when a player shows them: `freezeCount` of webrtc-stats.
    pub(super) played: Freezes,
    pub(super) behind_ms: Vec<f64>,
}

/// A viewer's decoder with its screen.
#[derive(Debug)]
pub(super) struct Seeing {
    from: Duration,
    pictures: Pictures,
    screen: Screen,
    pub(super) saw: Saw,
}

impl Seeing {
    /// Counts from a time on, at so many pictures a second.
    pub(super) fn counting_from(from: Duration, fps: u32) -> Self {
        let picture = Duration::from_secs(1) / fps.max(1);
        let extra = Duration::from_millis(150);
        let mut saw = Saw {
            packets: 0,
            pictures: 0,
            key_frames: 0,
            key_frames_asked: 0,
            decoded: Freezes::longer_than(extra + 3 * picture),
            played: Freezes::longer_than((3 * picture).max(picture + extra)),
            behind_ms: Vec::new(),
        };
        // The line stands still from the start of counting until there is a picture.
        saw.decoded.shown(from);
        saw.played.shown(from);
        Self {
            from,
            pictures: Pictures::default(),
            screen: Screen::default(),
            saw,
        }
    }

    /// Takes a packet by its extended sequence number; tells whether a picture could be shown.
    pub(super) fn take(&mut self, at: Duration, number: u64, packet: Packet) -> bool {
        let is_counted = at >= self.from;
        self.saw.packets += u64::from(is_counted);
        let shown = self.pictures.take(number, packet);
        for picture in &shown {
            let played_at = self.screen.show(picture.timestamp, at);
            if is_counted {
                self.saw.pictures += 1;
                self.saw.key_frames += u64::from(picture.is_key_frame);
                self.saw.decoded.shown(at);
            }
            // What came just before is still to be seen when the counting starts.
            if played_at >= self.from {
                self.saw.played.shown(played_at);
            }
        }
        !shown.is_empty()
    }

    /// Takes note that a key frame was asked for.
    pub(super) fn asked(&mut self, at: Duration) {
        self.saw.key_frames_asked += u64::from(at >= self.from);
    }

    /// Ends the counting.
    pub(super) fn end(mut self, at: Duration) -> Saw {
        self.saw.decoded.end(at);
        self.saw.played.end(at);
        self.saw.behind_ms = self.screen.behind_ms;
        self.saw
    }
}
