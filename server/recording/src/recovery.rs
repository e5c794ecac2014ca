//! What a file that was left by a crash holds, up to its last whole fragment.
//!
//! Fragments are appended one by one and sealed in their sequence, and a process that is killed leaves all that it has
//! written: the walk from box to box ends where a box is cut off or a fragment was never sealed. A power cut may leave
//! anything of what the disk was not yet waited for: the walk also ends at a fragment that is not what its checksum says.
//! It leaves the file as it is; what lies behind its end is for the caller to cut off.

use std::io::{self, Read, Seek, SeekFrom};

use mp4_atom::{Moof, Moov, Prft, Traf};

use crate::boxes::is_whole;
use crate::media::Track;

/// No description of ours is larger, in bytes.
const LARGEST_DESCRIPTION: u64 = 8 << 20;
/// Nor any fragment: a second of media.
const LARGEST_FRAGMENT: u64 = 256 << 20;
/// A box's length and type.
const HEADER: u64 = 8;
/// Seconds from 1900, when NTP's time begins, to 1970.
const SINCE_1900: i64 = 2_208_988_800;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// How long its header is, in bytes.
    pub init_length: u64,
    /// The fragments from where the search began, oldest first.
    pub fragments: Vec<FoundFragment>,
    /// Where they end; what lies behind is of no use.
    pub end: u64,
}

/// A sealed fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundFragment {
    /// Where it begins in the file, in bytes.
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

/// Reads what a file holds from the byte `from` on, where a fragment begins; 0 for all of it.
///
/// `None` if not even its header is whole. An error is the reader's.
pub fn recover(file: &mut (impl Read + Seek), from: u64) -> io::Result<Option<Recovered>> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut walk = Walk { file, at: 0, end };
    let mut pictures = None;
    let init_length = loop {
        match walk.next()? {
            Some((kind, _)) if kind == *b"prft" => break walk.at,
            Some((kind, length)) => {
                if kind == *b"moov" {
                    pictures = walk.read::<Moov>(length)?.map(|moov| has_pictures(&moov));
                }
                walk.at += length;
            }
            None => break walk.at,
        }
    };
    let Some(pictures) = pictures else {
        return Ok(None);
    };
    walk.at = init_length.max(from);
    let mut fragments = Vec::new();
    while let Some(fragment) = walk.fragment(pictures)? {
        fragments.push(fragment);
    }
    let end = fragments
        .last()
        .map_or_else(|| init_length.max(from), |last| last.offset + last.length);
    Ok(Some(Recovered {
        init_length,
        fragments,
        end,
    }))
}

struct Walk<'a, F> {
    file: &'a mut F,
    at: u64,
    end: u64,
}

impl<F: Read + Seek> Walk<'_, F> {
    /// The kind of the next box with its whole length; nothing if it is cut off.
    fn next(&mut self) -> io::Result<Option<([u8; 4], u64)>> {
        if self.at.saturating_add(HEADER) > self.end {
            return Ok(None);
        }
        self.file.seek(SeekFrom::Start(self.at))?;
        let (mut length, mut kind) = ([0; 4], [0; 4]);
        self.file.read_exact(&mut length)?;
        self.file.read_exact(&mut kind)?;
        let length = u64::from(u32::from_be_bytes(length));
        let whole = length >= HEADER && self.at.saturating_add(length) <= self.end;
        Ok(whole.then_some((kind, length)))
    }

    /// The box here; nothing if it makes no sense.
    fn read<T: mp4_atom::Decode>(&mut self, length: u64) -> io::Result<Option<T>> {
        if length > LARGEST_DESCRIPTION {
            return Ok(None);
        }
        self.file.seek(SeekFrom::Start(self.at))?;
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact(&mut bytes)?;
        Ok(T::decode(&mut bytes.as_slice()).ok())
    }

    /// The next fragment: three boxes, the second one sealed, and all as they were written.
    fn fragment(&mut self, pictures: bool) -> io::Result<Option<FoundFragment>> {
        let offset = self.at;
        let Some(prft) = self.boxed::<Prft>(*b"prft")? else {
            return Ok(None);
        };
        let Some(moof) = self.boxed::<Moof>(*b"moof")? else {
            return Ok(None);
        };
        match self.next()? {
            Some((kind, length)) if kind == *b"mdat" => self.at += length,
            _ => return Ok(None),
        }
        let length = self.at - offset;
        if !self.is_whole(offset, length)? {
            return Ok(None);
        }
        Ok(described(&prft, &moof, pictures).map(|fragment| FoundFragment {
            offset,
            length,
            ..fragment
        }))
    }

    fn is_whole(&mut self, offset: u64, length: u64) -> io::Result<bool> {
        if length > LARGEST_FRAGMENT {
            return Ok(false);
        }
        self.file.seek(SeekFrom::Start(offset))?;
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact(&mut bytes)?;
        Ok(is_whole(&bytes))
    }

    /// The box here, if it is of this kind; the walk goes on behind it.
    fn boxed<T: mp4_atom::Decode>(&mut self, kind: [u8; 4]) -> io::Result<Option<T>> {
        match self.next()? {
            Some((found, length)) if found == kind => {
                let read = self.read(length)?;
                self.at += length;
                Ok(read)
            }
            _ => Ok(None),
        }
    }
}

fn described(prft: &Prft, moof: &Moof, pictures: bool) -> Option<FoundFragment> {
    let first = moof.traf.first()?;
    let first_at = track(first)?.ms(decode_time(first)?);
    let origin_ms = unix_ms(prft.ntp_timestamp) - first_at;
    let spans: Option<Vec<_>> = moof.traf.iter().map(span_ms).collect();
    let spans = spans?;
    let starts = spans.iter().map(|&(start, _)| start).min()?;
    let ends = spans.iter().map(|&(_, end)| end).max()?;
    let video = moof.traf.iter().find(|traf| track(traf) == Some(Track::Video));
    Some(FoundFragment {
        offset: 0,
        length: 0,
        starts_at_ms: origin_ms.saturating_add(starts),
        duration_ms: u32::try_from(ends - starts).ok()?,
        has_key_frame: match video {
            Some(video) => begins_with_key_frame(video),
            None => !pictures,
        },
    })
}

/// From when to when a track's frames play, in the file's own time, rounded outwards.
fn span_ms(traf: &Traf) -> Option<(i64, i64)> {
    let track = track(traf)?;
    let start = decode_time(traf)?;
    let entries = traf.trun.iter().flat_map(|run| &run.samples);
    let length: i64 = entries.map(|entry| i64::from(entry.duration.unwrap_or(0))).sum();
    let per_ms = i64::from(track.rate() / 1000);
    Some((
        track.ms(start),
        track.ms(start.saturating_add(length + per_ms - 1)),
    ))
}

fn begins_with_key_frame(traf: &Traf) -> bool {
    let first = traf.trun.iter().flat_map(|run| &run.samples).next();
    first
        .and_then(|entry| entry.flags)
        .is_some_and(|flags| flags & 0x0001_0000 == 0)
}

fn decode_time(traf: &Traf) -> Option<i64> {
    let tfdt = traf.tfdt.as_ref()?;
    i64::try_from(tfdt.base_media_decode_time).ok()
}

fn track(traf: &Traf) -> Option<Track> {
    match traf.tfhd.track_id {
        1 => Some(Track::Video),
        2 => Some(Track::Sound),
        _ => None,
    }
}

fn has_pictures(moov: &Moov) -> bool {
    moov.trak.iter().any(|trak| trak.tkhd.track_id == 1)
}

/// Milliseconds since 1970 of an NTP timestamp, to the nearest one.
fn unix_ms(ntp: u64) -> i64 {
    let seconds = i64::try_from(ntp >> 32).unwrap_or(0) - SINCE_1900;
    let fraction = ((ntp & 0xFFFF_FFFF) * 1000 + (1 << 31)) >> 32;
    seconds * 1000 + i64::try_from(fraction).unwrap_or(0)
}
