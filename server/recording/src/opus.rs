//! What an Opus packet says of itself in its first bytes (RFC 6716, section 3.1).

/// The longest that one packet may play, in samples at 48 kHz.
pub(crate) const LONGEST: u32 = 5760;

/// A whole packet of 20 ms in which nothing is heard, mono at full band.
pub(crate) const SILENCE: [u8; 3] = [0xF8, 0xFF, 0xFE];

/// How long [`SILENCE`] plays.
pub(crate) const SILENCE_SAMPLES: u32 = 960;

/// How long a packet plays, in samples at 48 kHz; `None` if no such packet may be.
pub(crate) fn samples(packet: &[u8]) -> Option<u32> {
    let (&toc, rest) = packet.split_first()?;
    let config = toc >> 3;
    let size = u32::from(config & 3);
    let frame = match config {
        0..12 => [480, 960, 1920, 2880].get(size as usize).copied()?,
        12..16 => 480 << (size & 1),
        _ => 120 << size,
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(rest.first()? & 0x3F),
    };
    let samples = frame * frames;
    (1..=LONGEST).contains(&samples).then_some(samples)
}

#[cfg(test)]
mod tests;
