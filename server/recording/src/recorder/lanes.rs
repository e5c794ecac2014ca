//! Where each track is on the recording's one line of time.
//!
//! A lane knows where its last frame ended, whatever file that was in, so that it can tell what is missing before the
//! next. Places are ticks of the track since 1970.

use super::clock::Clock;
use super::{FILLED_MS, PATIENCE_MS, TOLD_MS};
use crate::media::Track;

/// The guess for a picture of which the next is not known, in ticks: a thirtieth of a second.
const COMMON: u32 = 3_000;
/// The longest guess, in ticks, which leaves a fragment below a second.
const LONGEST: i64 = 80_000;
/// Sound that overlaps the sound before by more, in ticks, came too late.
const OVERLAP: i64 = 480;

/// From where to where something is missing, in milliseconds.
pub(super) type Hole = (i64, i64);

#[derive(Debug)]
pub(super) struct VideoLane {
    clock: Clock,
    /// Nothing but a key frame can be decoded.
    pub(super) awaits_key: bool,
    /// The last picture's place, and where it ends by a guess.
    last: Option<(i64, i64)>,
    /// No picture may lie before.
    earliest: i64,
    /// How long a picture shows, in ticks, by the last two.
    interval: u32,
    /// Pictures are not missed before, in milliseconds.
    forgiven_until_ms: i64,
}

impl VideoLane {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::new(Track::Video),
            awaits_key: true,
            last: None,
            earliest: i64::MIN,
            interval: COMMON,
            forgiven_until_ms: i64::MIN,
        }
    }

    /// The publisher came back at `now_ms`.
    pub(super) fn restart(&mut self, now_ms: i64) {
        self.clock = Clock::new(Track::Video);
        self.awaits_key = true;
        self.forgive(now_ms);
    }

    /// Pictures count as missing from here on.
    pub(super) fn forgive(&mut self, ms: i64) {
        self.forgiven_until_ms = self.forgiven_until_ms.max(ms);
    }

    pub(super) fn place(&mut self, timestamp: u32, arrived_ms: i64) -> i64 {
        let place = self.clock.place(timestamp, arrived_ms, self.earliest);
        place.max(self.earliest)
    }

    /// Whether pictures have been missing for long at this time.
    pub(super) fn is_silent(&self, at_ms: i64) -> bool {
        let end_ms = self.last.map_or(i64::MIN, |(_, end)| Track::Video.ms(end));
        at_ms.saturating_sub(end_ms.max(self.forgiven_until_ms)) > PATIENCE_MS
    }

    /// What is missing before the next picture, which is told once.
    pub(super) fn take_hole(&mut self, next: i64) -> Option<Hole> {
        let told = std::mem::take(&mut self.awaits_key);
        let (_, end) = self.last?;
        let (from, to) = (Track::Video.ms(end), Track::Video.ms(next));
        let is_hole = to > from && (told || to - from > PATIENCE_MS);
        if is_hole {
            self.last = None;
        }
        is_hole.then_some((from, to))
    }

    /// A picture was put at this place; gives the guess how long it shows.
    pub(super) fn put(&mut self, at: i64) -> u32 {
        if let Some((before, _)) = self.last {
            self.interval = u32::try_from((at - before).clamp(1, LONGEST)).unwrap_or(COMMON);
        }
        self.last = Some((at, at + i64::from(self.interval)));
        self.earliest = at + 1;
        self.interval
    }

    /// The last picture was written as showing until here.
    pub(super) fn written_until(&mut self, end: Option<i64>) {
        self.earliest = self.earliest.max(end.unwrap_or(i64::MIN));
    }
}

#[derive(Debug)]
pub(super) struct SoundLane {
    clock: Clock,
    /// Packets were lost since the last one.
    pub(super) broken: bool,
    /// Where the last sound ends, silence of ours included.
    pub(super) end: Option<i64>,
    /// Where the last sound ends that was sent.
    heard_until: Option<i64>,
    /// No sound may lie before.
    earliest: i64,
}

impl SoundLane {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::new(Track::Sound),
            broken: false,
            end: None,
            heard_until: None,
            earliest: i64::MIN,
        }
    }

    pub(super) fn restart(&mut self) {
        self.clock = Clock::new(Track::Sound);
        self.broken = true;
    }

    pub(super) fn place(&mut self, timestamp: u32, arrived_ms: i64) -> i64 {
        self.clock
            .place(timestamp, arrived_ms, self.end.unwrap_or(i64::MIN))
    }

    /// Whether sound came shortly before this time.
    pub(super) fn is_heard(&self, at_ms: i64) -> bool {
        self.heard_until
            .is_some_and(|until| at_ms.saturating_sub(Track::Sound.ms(until)) <= FILLED_MS)
    }

    /// Where sound of this place can be put; nothing if what was put there before is in its way.
    pub(super) fn fit(&self, at: i64) -> Option<i64> {
        let late = self.end.is_some_and(|end| at + OVERLAP < end);
        (!late).then_some(at.max(self.earliest))
    }

    /// What is missing before the next sound, which is told once.
    pub(super) fn take_hole(&mut self, next: i64) -> Option<Hole> {
        let least_ms = if std::mem::take(&mut self.broken) {
            TOLD_MS
        } else {
            FILLED_MS
        };
        let (from, to) = (Track::Sound.ms(self.heard_until?), Track::Sound.ms(next));
        (to - from >= least_ms).then_some((from, to))
    }

    /// Sound was put at this place.
    pub(super) fn put(&mut self, at: i64, samples: u32, sent: bool) {
        let end = at + i64::from(samples);
        self.end = Some(end);
        self.earliest = at + 1;
        if sent {
            self.heard_until = Some(end);
        }
    }

    /// The last sound was written as playing until here.
    pub(super) fn written_until(&mut self, end: Option<i64>) {
        self.earliest = self.earliest.max(end.unwrap_or(i64::MIN));
    }
}
