//! One source of a publisher: what of it has come, and what is reported of that (RFC 3550 section 6.4, appendix A).

use std::time::{Duration, Instant};

use str0m::format::PayloadParams;

use crate::layer_name::LayerName;
use crate::rtcp::ReceptionReport;

use super::missing::Missing;
use super::window::Window;

/// The whole that a share of losses is told of (RFC 3550 section 6.4.1).
const ALL: u64 = 256;

/// A source.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) ssrc: u32,
    pub(super) kind: Kind,
    /// What was opened, by which a packet is not opened twice.
    pub(super) opened: Window,
    /// The name of its layer, or of the one that it repairs.
    pub(super) layer: Option<LayerName>,
    pub(super) heard_at: Instant,
    reception: Reception,
}

/// What a source is for.
#[derive(Debug)]
pub(super) enum Kind {
    /// It carries media.
    Media(Media),
    /// It repairs another, once it is known which (RFC 4588).
    Repairs(Option<u32>),
}

/// What is known of media.
#[derive(Debug)]
pub(super) struct Media {
    pub(super) is_video: bool,
    /// What came, by itself or as a repair.
    pub(super) came: Window,
    pub(super) missing: Missing,
}

#[derive(Debug, Default)]
struct Reception {
    first: Option<u64>,
    received: u64,
    /// At the last report.
    expected_before: u64,
    received_before: u64,
    /// When the newest packet came in ticks of its clock, less its timestamp.
    transit: Option<u32>,
    /// In sixteenths of a tick.
    jitter: u32,
    last_report: Option<(u32, Instant)>,
}

impl Media {
    /// Nothing yet.
    pub(super) fn of(is_video: bool) -> Self {
        Self {
            is_video,
            came: Window::default(),
            missing: Missing::default(),
        }
    }
}

impl Source {
    pub(super) fn new(now: Instant, ssrc: u32, kind: Kind) -> Self {
        Self {
            ssrc,
            kind,
            opened: Window::default(),
            layer: None,
            heard_at: now,
            reception: Reception::default(),
        }
    }

    /// Takes note of a packet that was opened.
    pub(super) fn heard(
        &mut self,
        now: Instant,
        number: u64,
        timestamp: u32,
        codec: &PayloadParams,
        epoch: Instant,
    ) {
        let is_newest = self.opened.highest().is_none_or(|highest| number > highest);
        self.opened.note(number);
        self.heard_at = now;
        let reception = &mut self.reception;
        reception.first.get_or_insert(number);
        reception.received += 1;
        if is_newest {
            let clock_hz = u128::from(codec.spec().clock_rate.get());
            let ticks = now.saturating_duration_since(epoch).as_micros() * clock_hz / 1_000_000;
            let arrived = u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or_default();
            let transit = arrived.wrapping_sub(timestamp);
            if let Some(before) = reception.transit.replace(transit) {
                let ahead = transit.wrapping_sub(before);
                let differs = ahead.min(ahead.wrapping_neg());
                reception.jitter = reception.jitter - ((reception.jitter + 8) >> 4) + differs.min(1 << 24);
            }
        }
    }

    /// Takes note of its sender's report.
    pub(super) fn reported(&mut self, now: Instant, report: u32) {
        self.reception.last_report = Some((report, now));
    }

    /// What to report of it.
    pub(super) fn report(&mut self, now: Instant) -> Option<ReceptionReport> {
        let reception = &mut self.reception;
        let (first, highest) = (reception.first?, self.opened.highest()?);
        let expected = (highest + 1).saturating_sub(first);
        let lost = expected.saturating_sub(reception.received);
        let lately = expected.saturating_sub(reception.expected_before);
        let received = reception.received - reception.received_before;
        let lost_lately = lately.saturating_sub(received) * ALL / lately.max(1);
        (reception.expected_before, reception.received_before) = (expected, reception.received);
        let (last_report, delay) = reception.last_report.map_or((0, 0), |(report, at)| {
            let since = now.saturating_duration_since(at).min(Duration::from_hours(18));
            let delay = since.as_micros() * 65_536 / 1_000_000;
            (report, u32::try_from(delay).unwrap_or(u32::MAX))
        });
        Some(ReceptionReport {
            ssrc: self.ssrc,
            lost_lately: u8::try_from(lost_lately).unwrap_or(u8::MAX),
            lost: u32::try_from(lost).unwrap_or(u32::MAX),
            highest: u32::try_from(highest & u64::from(u32::MAX)).unwrap_or_default(),
            jitter: reception.jitter >> 4,
            last_report,
            delay,
        })
    }
}
