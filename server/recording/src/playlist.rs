//! A recording as a browser plays it: an HLS media playlist (RFC 8216, with fragmented MP4 by its successor's draft).
//!
//! Fragments are gathered into segments by byte range, so that a long recording stays a short list: a segment begins at
//! a key frame where one comes in time, and no segment is longer than the target. Where the time line jumps, or another
//! file begins, the list says so, and every such part tells its wall-clock time. It leaves serving the bytes to the
//! hall.

use std::fmt::Write as _;

use jiff::Timestamp;

/// The longest segment, in seconds, told once for all.
const TARGET_S: i64 = 6;
/// A segment of this length, in milliseconds, ends at the next key frame.
const ENOUGH_MS: i64 = 2_000;
/// Fragments further apart than this, in milliseconds, are a jump.
const JUMP_MS: i64 = 500;

/// Where a fragment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentEntry {
    /// The file's address, relative to the playlist's.
    pub uri: String,
    /// How long the file's header is, in bytes.
    pub init_length: u64,
    /// Where the fragment begins in the file, in bytes.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// The wall clock at its first frame, in milliseconds since 1970.
    pub starts_at_ms: i64,
    /// How long it plays, in milliseconds.
    pub duration_ms: u32,
    /// Playing can start here.
    pub has_key_frame: bool,
}

/// The playlist of these fragments, oldest first.
///
/// While the recording goes on, what might still be gathered into the last segment is left out; `finished` puts it in.
pub fn media_playlist(fragments: &[FragmentEntry], finished: bool) -> String {
    let mut segments: Vec<Segment<'_>> = Vec::new();
    for fragment in fragments {
        match segments.last_mut() {
            Some(last) if last.takes(fragment) => last.take(fragment),
            last => {
                let jumps = last.map(|last| last.jump_to(fragment));
                segments.push(Segment::new(fragment, jumps));
            }
        }
    }
    if !finished {
        segments.pop();
    }
    let mut text = format!("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{TARGET_S}\n");
    text += "#EXT-X-MEDIA-SEQUENCE:0\n";
    text += if finished {
        "#EXT-X-PLAYLIST-TYPE:VOD\n"
    } else {
        "#EXT-X-PLAYLIST-TYPE:EVENT\n"
    };
    for segment in &segments {
        segment.tell(&mut text);
    }
    if finished {
        text += "#EXT-X-ENDLIST\n";
    }
    text
}

/// How a segment follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Jump {
    None,
    InTime,
    ToFile,
}

#[derive(Debug)]
struct Segment<'a> {
    first: &'a FragmentEntry,
    /// Nothing for the first of all.
    jump: Option<Jump>,
    length: u64,
    ends_at_ms: i64,
}

impl<'a> Segment<'a> {
    fn new(first: &'a FragmentEntry, jump: Option<Jump>) -> Self {
        Self {
            first,
            jump,
            length: first.length,
            ends_at_ms: first.ends_at_ms(),
        }
    }

    fn duration_ms(&self) -> i64 {
        self.ends_at_ms.saturating_sub(self.first.starts_at_ms)
    }

    fn jump_to(&self, next: &FragmentEntry) -> Jump {
        let apart_ms = next.starts_at_ms.saturating_sub(self.ends_at_ms);
        if next.uri != self.first.uri {
            Jump::ToFile
        } else if apart_ms.saturating_abs() > JUMP_MS {
            Jump::InTime
        } else {
            Jump::None
        }
    }

    fn takes(&self, next: &FragmentEntry) -> bool {
        let with_next_ms = next.ends_at_ms().saturating_sub(self.first.starts_at_ms);
        self.jump_to(next) == Jump::None
            && next.offset == self.first.offset.saturating_add(self.length)
            && with_next_ms <= TARGET_S * 1000
            && !(next.has_key_frame && self.duration_ms() >= ENOUGH_MS)
    }

    fn take(&mut self, next: &FragmentEntry) {
        self.length = self.length.saturating_add(next.length);
        self.ends_at_ms = self.ends_at_ms.max(next.ends_at_ms());
    }

    fn tell(&self, text: &mut String) {
        let uri = quoted(&self.first.uri);
        if matches!(self.jump, Some(Jump::InTime | Jump::ToFile)) {
            *text += "#EXT-X-DISCONTINUITY\n";
        }
        if matches!(self.jump, None | Some(Jump::ToFile)) {
            let length = self.first.init_length;
            // Writing into a string cannot fail.
            let _ = writeln!(text, "#EXT-X-MAP:URI=\"{uri}\",BYTERANGE=\"{length}@0\"");
        }
        if self.jump != Some(Jump::None)
            && let Ok(at) = Timestamp::from_millisecond(self.first.starts_at_ms)
        {
            let at = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
            let _ = writeln!(text, "#EXT-X-PROGRAM-DATE-TIME:{at}");
        }
        let ms = self.duration_ms().max(1);
        let (length, offset) = (self.length, self.first.offset);
        let _ = writeln!(text, "#EXTINF:{}.{:03},", ms / 1000, ms % 1000);
        let _ = writeln!(text, "#EXT-X-BYTERANGE:{length}@{offset}\n{uri}");
    }
}

impl FragmentEntry {
    fn ends_at_ms(&self) -> i64 {
        self.starts_at_ms.saturating_add(i64::from(self.duration_ms))
    }
}

/// An address that can neither end the line nor the quotes around it.
fn quoted(uri: &str) -> String {
    let mut quoted = String::with_capacity(uri.len());
    for letter in uri.chars() {
        match letter {
            '"' => quoted += "%22",
            '\n' => quoted += "%0A",
            '\r' => quoted += "%0D",
            letter => quoted.push(letter),
        }
    }
    quoted
}

#[cfg(test)]
mod tests;
