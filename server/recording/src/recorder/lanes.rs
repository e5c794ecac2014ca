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
    /// Where the last picture lies that was placed, written or not.
    placed: i64,
    /// From where on a picture can be put.
    free_from: i64,
    /// How long the last two pictures showed, in ticks.
    intervals: [u32; 2],
    /// Pictures are not missed before, in milliseconds.
    forgiven_until_ms: i64,
}

impl VideoLane {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::new(Track::Video),
            awaits_key: true,
            last: None,
            placed: i64::MIN,
            free_from: i64::MIN,
            intervals: [COMMON; 2],
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
        let earliest = self.placed.saturating_add(1);
        let place = self.clock.place(timestamp, arrived_ms, earliest).max(earliest);
        self.placed = place;
        place
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

    /// Where a picture of this place can be put, behind what is there.
    pub(super) fn fit(&self, at: i64) -> i64 {
        at.max(self.free_from)
    }

    /// A picture was put at this place; gives the guess how long it shows.
    pub(super) fn put(&mut self, at: i64) -> u32 {
        if let Some((before, _)) = self.last {
            let [_, interval] = self.intervals;
            let shown = u32::try_from((at - before).clamp(1, LONGEST)).unwrap_or(COMMON);
            self.intervals = [interval, shown];
        }
        // One long interval is a hitch, two are the camera's rate.
        let [one, other] = self.intervals;
        let guess = one.min(other);
        self.last = Some((at, at + i64::from(guess)));
        self.free_from = at + 1;
        guess
    }

    /// The last picture was written as showing until here.
    pub(super) fn written_until(&mut self, end: Option<i64>) {
        self.free_from = self.free_from.max(end.unwrap_or(i64::MIN));
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
    /// Where the last sound ends that was placed, written or not.
    placed_until: i64,
    /// From where on sound can be put.
    free_from: i64,
}

impl SoundLane {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::new(Track::Sound),
            broken: false,
            end: None,
            heard_until: None,
            placed_until: i64::MIN,
            free_from: i64::MIN,
        }
    }

    pub(super) fn restart(&mut self) {
        self.clock = Clock::new(Track::Sound);
        self.broken = true;
    }

    pub(super) fn place(&mut self, timestamp: u32, arrived_ms: i64, samples: u32) -> i64 {
        let earliest = self.placed_until.max(self.end.unwrap_or(i64::MIN));
        let place = self.clock.place(timestamp, arrived_ms, earliest);
        self.placed_until = place + i64::from(samples);
        place
    }

    /// Whether sound came shortly before this time.
    pub(super) fn is_heard(&self, at_ms: i64) -> bool {
        self.heard_until
            .is_some_and(|until| at_ms.saturating_sub(Track::Sound.ms(until)) <= FILLED_MS)
    }

    /// Sound is missing from here on, whether or not any came before.
    pub(super) fn miss_from(&mut self, at: i64) {
        self.end = Some(at);
        self.free_from = self.free_from.max(at);
    }

    /// Nothing is put before this place any longer, silence neither.
    pub(super) fn begin(&mut self, at: i64) {
        self.end = self.end.map(|end| end.max(at));
        self.free_from = self.free_from.max(at);
    }

    /// Whether sound of this place comes too late: other sound was put there.
    pub(super) fn is_late(&self, at: i64) -> bool {
        self.end.is_some_and(|end| at + OVERLAP < end)
    }

    /// Where sound of this place can be put, behind what is there.
    pub(super) fn fit(&self, at: i64) -> i64 {
        at.max(self.free_from)
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
        self.free_from = at + 1;
        if sent {
            self.heard_until = Some(end);
        }
    }

    /// The last sound was written as playing until here.
    pub(super) fn written_until(&mut self, end: Option<i64>) {
        self.free_from = self.free_from.max(end.unwrap_or(i64::MIN));
    }
}
