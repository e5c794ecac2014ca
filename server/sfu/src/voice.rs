//! Whether there is a voice in a stream's sound.
//!
//! Who speaks tells how loud it is in every packet (RFC 6464), so that nothing needs to be decoded. From a sender that does
//! not, a packet of more than a few bytes counts: silence is sent in two or three (RFC 7587 section 3.1.3) or not at all. It
//! leaves what follows from a voice, or from its absence, to the shell.

use std::time::{Duration, Instant};

use crate::publisher::Packet;
use crate::stream::Stream;

/// How often the same voice is told of.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// What is louder is a voice, in dB below the loudest there is.
const QUIETEST_VOICE_DBOV: i8 = -55;
/// What is no longer is silence.
const LONGEST_SILENCE_BYTES: usize = 8;

/// Tells whether a packet has a voice in it that is to be told of.
pub(crate) fn is_news(now: Instant, stream: &mut Stream, packet: &Packet) -> bool {
    let told = stream.voice_told_at;
    let just_told = told.is_some_and(|at| now.saturating_duration_since(at) < TELL_EVERY);
    if packet.is_video() || just_told || !is_voice(packet) {
        return false;
    }
    stream.voice_told_at = Some(now);
    true
}

fn is_voice(packet: &Packet) -> bool {
    match packet.extensions.audio_level {
        Some(dbov) => dbov > QUIETEST_VOICE_DBOV,
        None => packet.payload.len() > LONGEST_SILENCE_BYTES,
    }
}
