//! Whether there is a voice in a stream's sound, and whether it stands out of the noise around it.
//!
//! Who speaks tells how loud it is in every packet (RFC 6464), so that nothing needs to be decoded. From a sender that does
//! not, a packet of more than a few bytes counts: silence is sent in two or three (RFC 7587 section 3.1.3) or not at all.
//! A street is loud as well, but steadily; speech pauses between its words. What stays above the noise of its place for a
//! few packets stands out, which a door that falls shut does not. It leaves what follows from a voice, or from its absence,
//! to the shell.

use std::time::{Duration, Instant};

/// How often the same voice is told of.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// What is louder is a voice, in dB below the loudest there is.
const QUIETEST_VOICE_DBOV: i8 = -55;
/// What is no longer is silence.
const LONGEST_SILENCE_BYTES: usize = 8;

/// What stands out is this much louder than the noise.
const ABOVE_NOISE_DB: f32 = 9.0;
/// However quiet a place is, its noise counts as so loud.
const QUIETEST_NOISE_DBOV: f32 = -60.0;
/// How fast what lasts becomes noise: a phrase is shorter than it takes.
const NOISE_RISES_DB_PER_S: f32 = 3.0;
/// How many packets stand out until what is heard does.
const STANDS_OUT_AFTER: u8 = 3;
/// How many of them are remembered, which is how long a pause within a word may be.
const MOST_REMEMBERED: u8 = 10;
/// After a gap of so much nothing of what was before it holds.
const FORGETS_AFTER: Duration = Duration::from_millis(200);

/// What is made out of one stream's sound.
#[derive(Debug)]
pub(crate) struct Hearing {
    told_at: Option<Instant>,
    heard_at: Option<Instant>,
    noise_dbov: f32,
    /// How many packets stood out lately, more or less.
    above: u8,
    stood_out_at: Option<Instant>,
}

impl Default for Hearing {
    fn default() -> Self {
        Self {
            told_at: None,
            heard_at: None,
            noise_dbov: QUIETEST_NOISE_DBOV,
            above: 0,
            stood_out_at: None,
        }
    }
}

impl Hearing {
    /// Takes in a packet of sound, by how loud it says that it is and by its length. If there is a voice in it that is to be
    /// told of: whether it stands out of the noise.
    pub(crate) fn hear(&mut self, now: Instant, dbov: Option<i8>, bytes: usize) -> Option<bool> {
        let is_voice = match dbov {
            Some(dbov) => dbov > QUIETEST_VOICE_DBOV,
            None => bytes > LONGEST_SILENCE_BYTES,
        };
        let stands_out = dbov.map_or(is_voice, |dbov| self.is_above_noise(now, f32::from(dbov)));
        self.count(now, stands_out);
        let lately = |at: Instant| now.saturating_duration_since(at) < TELL_EVERY;
        if !is_voice || self.told_at.is_some_and(lately) {
            return None;
        }
        self.told_at = Some(now);
        Some(self.stood_out_at.is_some_and(lately))
    }

    fn is_above_noise(&mut self, now: Instant, dbov: f32) -> bool {
        let passed = self.passed(now).min(Duration::from_secs(1));
        let risen = self.noise_dbov + NOISE_RISES_DB_PER_S * passed.as_secs_f32();
        self.noise_dbov = risen.min(dbov).max(QUIETEST_NOISE_DBOV);
        dbov > self.noise_dbov + ABOVE_NOISE_DB
    }

    fn count(&mut self, now: Instant, stands_out: bool) {
        if self.passed(now) > FORGETS_AFTER {
            self.above = 0;
        }
        self.heard_at = Some(now);
        self.above = if stands_out {
            MOST_REMEMBERED.min(self.above + 1)
        } else {
            self.above.saturating_sub(1)
        };
        if self.above >= STANDS_OUT_AFTER {
            self.stood_out_at = Some(now);
        }
    }

    /// How long ago the last packet came.
    fn passed(&self, now: Instant) -> Duration {
        self.heard_at
            .map_or(Duration::ZERO, |at| now.saturating_duration_since(at))
    }
}

#[cfg(test)]
mod tests;
