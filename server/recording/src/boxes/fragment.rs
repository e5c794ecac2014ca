//! One fragment: what its frames are, when they play, and their bytes (`prft`, `moof`, `mdat`).
//!
//! Readers skip what is cut off at a file's end unless it is the description of frames: `ffmpeg` refuses the whole file
//! then. So the description is handed out as free space, and made valid by four bytes once all of it is there. They
//! lie at a multiple of four, so that no page or sector ends among them, and they are there or not there.
//!
//! A disk that loses its power may have the seal and not what was written before it. So a fragment ends with a checksum
//! of itself, among the frames' bytes but in no frame: players never look at it.

use mp4_atom::{Mfhd, Moof, Prft, ReferenceTime, Tfdt, Tfhd, Traf, Trun, TrunEntry, TrunSamples};

use super::{Unwritable, id, written};
use crate::media::Track;

/// Seconds from 1900, when NTP's time begins, to 1970.
const SINCE_1900: i64 = 2_208_988_800;

/// What makes a fragment valid: the type of the box that describes its frames.
pub const SEAL: [u8; 4] = *b"moof";

/// A box's length and type.
const HEADER: usize = 8;
/// The checksum's length.
const CHECK: usize = 4;

/// A frame that needs no other (`sample_depends_on` 2).
const KEY: u32 = 0x0200_0000;
/// A frame that needs others and is no place to start (`sample_depends_on` 1, `sample_is_non_sync_sample`).
const DELTA: u32 = 0x0101_0000;

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    /// In ticks of the track.
    pub(crate) duration: u32,
    pub(crate) key: bool,
    pub(crate) data: Vec<u8>,
}

/// The frames of one track, each beginning where the one before ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Samples {
    pub(crate) track: Track,
    /// Of the first, in ticks since the file's own time began.
    pub(crate) decode_time: u64,
    pub(crate) frames: Vec<Sample>,
}

/// Everything that was recorded within at most a second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fragment {
    /// The how manieth of its file, from 1.
    pub(crate) number: u32,
    /// The wall clock at the first track's first frame, in milliseconds since 1970.
    pub(crate) first_at_ms: i64,
    pub(crate) tracks: Vec<Samples>,
}

impl Fragment {
    /// The bytes, with the description as free space, and where [`SEAL`] makes it valid.
    pub(crate) fn unsealed(&self) -> Result<(Vec<u8>, usize), Unwritable> {
        let Some(first) = self.tracks.first() else {
            return Ok((Vec::new(), 0));
        };
        let prft = Prft {
            reference_track_id: id(first.track),
            ntp_timestamp: ntp(self.first_at_ms),
            media_time: first.decode_time,
            utc_time_semantics: ReferenceTime::RealTime,
        };
        let mut bytes = written(&[&prft])?;
        let seal_at = bytes.len() + 4;
        // Where the frames' bytes begin is told inside the box whose length decides it, which does not depend on it.
        let unplaced = written(&[&self.moof(0)])?.len();
        bytes.extend(written(&[&self.moof(unplaced + HEADER)])?);
        if let Some(kind) = bytes.get_mut(seal_at..seal_at + SEAL.len()) {
            kind.copy_from_slice(b"free");
        }
        let frames = || self.tracks.iter().flat_map(|track| &track.frames);
        let length: usize = frames().map(|sample| sample.data.len()).sum();
        let padding = padding(bytes.len() + HEADER + length + CHECK);
        let length = u32::try_from(HEADER + length + padding + CHECK)
            .map_err(|_| mp4_atom::Error::InvalidCombination("a fragment is larger than 4 GiB"))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(b"mdat");
        for sample in frames() {
            bytes.extend_from_slice(&sample.data);
        }
        bytes.resize(bytes.len() + padding, 0);
        bytes.extend(checksum(&bytes, seal_at).to_be_bytes());
        Ok((bytes, seal_at))
    }

    fn moof(&self, frames_at: usize) -> Moof {
        let mut at = frames_at;
        let traf = self.tracks.iter().map(|track| {
            let traf = traf(track, at);
            at += track.frames.iter().map(|sample| sample.data.len()).sum::<usize>();
            traf
        });
        let traf = traf.collect();
        Moof {
            mfhd: Mfhd {
                sequence_number: self.number,
            },
            traf,
        }
    }
}

/// Whether a sealed fragment is as it was written.
pub(crate) fn is_whole(sealed: &[u8]) -> bool {
    let Some((bytes, check)) = sealed.split_last_chunk::<CHECK>() else {
        return false;
    };
    crc32fast::hash(bytes) == u32::from_be_bytes(*check)
}

/// The CRC-32 that the bytes will have when they are sealed.
fn checksum(unsealed: &[u8], seal_at: usize) -> u32 {
    let (before, behind) = unsealed.split_at(seal_at);
    let mut crc = crc32fast::Hasher::new();
    crc.update(before);
    crc.update(&SEAL);
    crc.update(behind.get(SEAL.len()..).unwrap_or_default());
    crc.finalize()
}

/// Bytes that follow so many, so that what is next begins at a multiple of eight.
pub(super) fn padding(length: usize) -> usize {
    length.next_multiple_of(8) - length
}

fn traf(track: &Samples, frames_at: usize) -> Traf {
    let entries = track.frames.iter().map(|sample| TrunEntry {
        duration: Some(sample.duration),
        size: Some(u32::try_from(sample.data.len()).unwrap_or(u32::MAX)),
        flags: Some(if sample.key { KEY } else { DELTA }),
        cts: None,
    });
    Traf {
        tfhd: Tfhd {
            track_id: id(track.track),
            default_base_is_moof: true,
            ..Tfhd::default()
        },
        tfdt: Some(Tfdt {
            base_media_decode_time: track.decode_time,
        }),
        trun: vec![Trun {
            data_offset: Some(i32::try_from(frames_at).unwrap_or(i32::MAX)),
            samples: TrunSamples::Explicit(entries.collect()),
        }],
        ..Traf::default()
    }
}

/// NTP's timestamp: seconds since 1900 in the upper half, their fraction in the lower.
fn ntp(ms: i64) -> u64 {
    let seconds = u64::try_from(ms.div_euclid(1000) + SINCE_1900).unwrap_or(0);
    let fraction = (ms.rem_euclid(1000).unsigned_abs() << 32) / 1000;
    seconds << 32 | fraction
}
