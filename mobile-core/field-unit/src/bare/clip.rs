//! An MP4 file without what it tells beside its pictures and sound.
//!
//! What a player needs is known by name; everything else, user data and metadata of any maker's, becomes free space, so that nothing
//! moves. So does a track that is neither pictures nor sound, with its samples: cameras write positions and movements there as well.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Unfit;
use super::boxes::{Found, Name, find, four, next, wipe};
use super::headers::{wipe_encoder_name, wipe_handler_name, wipe_times};
use super::samples::wipe_samples;

/// The pictures that are played wherever a message may be read; an iPhone's own choice is not.
const PICTURES: &[Name] = &[*b"avc1", *b"avc3", *b"vp09", *b"av01"];
/// The sound.
const SOUND: &[Name] = &[*b"mp4a", *b"Opus"];

/// Before the entries of a sample description come its version and their number.
const ENTRIES_AFTER: usize = 8;

/// Before it is said what a track is come eight bytes.
const HANDLER_AFTER: usize = 8;

/// What was met in a file.
struct Met {
    /// What its tracks are.
    tracks: BTreeSet<Name>,
    /// Samples that are not listed in the tracks.
    fragments: bool,
    /// Bytes of samples.
    samples: bool,
    /// Bytes that samples may still have: they do not overlap, so that all of them are no longer than the file.
    room: usize,
}

/// Makes a file bare that has a track of the kind `wanted`: `vide` or `soun`.
pub(super) fn make_bare(file: &mut [u8], wanted: Name) -> Result<(), Unfit> {
    let mut met = Met {
        tracks: BTreeSet::new(),
        fragments: false,
        samples: false,
        room: file.len(),
    };
    look(file, *b"file", 0..file.len(), &mut met)?;
    // Which of the fragments' samples are another track's is not looked for: no camera is known to write such a file.
    let is_clear = !met.fragments || met.tracks.iter().copied().all(is_shown);
    if met.tracks.contains(&wanted) && met.samples && is_clear {
        Ok(())
    } else {
        Err(Unfit::Unreadable)
    }
}

/// What a player needs within a box of this name; nothing if what is in the box stays as it is.
///
/// No box leads back to one around it, so that they are nested no deeper than written here.
fn needed(within: Name) -> &'static [&'static Name] {
    match &within {
        b"file" => &[b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"mfra"],
        b"moov" => &[b"mvhd", b"trak", b"mvex"],
        b"trak" => &[b"tkhd", b"edts", b"mdia"],
        b"edts" => &[b"elst"],
        b"mdia" => &[b"mdhd", b"hdlr", b"elng", b"minf"],
        b"minf" => &[b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"],
        b"stbl" => &[
            b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss",
            b"stps", b"stsh", b"sdtp", b"sbgp", b"sgpd", b"subs",
        ],
        b"mvex" => &[b"mehd", b"trex", b"trep"],
        b"moof" => &[b"mfhd", b"traf"],
        b"traf" => &[b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs"],
        b"mfra" => &[b"tfra", b"mfro"],
        _ => &[],
    }
}

fn look(file: &mut [u8], within: Name, mut part: Range<usize>, met: &mut Met) -> Result<(), Unfit> {
    while let Some(found) = next(file, &mut part)? {
        if !needed(within).contains(&&found.name) {
            free(file, found)?;
            continue;
        }
        match &found.name {
            b"trak" => {
                let kind = kind_of(file, found.body.clone())?;
                met.tracks.insert(kind);
                if !is_shown(kind) {
                    wipe_samples(file, found.body.clone(), &mut met.room)?;
                    free(file, found)?;
                    continue;
                }
            }
            b"moof" => met.fragments = true,
            b"mdat" => met.samples |= !found.body.is_empty(),
            b"mvhd" | b"tkhd" | b"mdhd" => wipe_times(file, found.body.clone())?,
            b"hdlr" => wipe_handler_name(file, found.body.clone())?,
            b"stsd" => look_at_codecs(file, found.body.clone())?,
            _ => {}
        }
        if !needed(found.name).is_empty() {
            look(file, found.name, found.body, met)?;
        }
    }
    // Too short for a box.
    wipe(file, part)
}

/// Whether a track is pictures or sound.
fn is_shown(kind: Name) -> bool {
    matches!(&kind, b"vide" | b"soun")
}

/// What a track is, as its handler says.
fn kind_of(file: &[u8], track: Range<usize>) -> Result<Name, Unfit> {
    let handler = find(file, track, &[*b"mdia", *b"hdlr"])?.ok_or(Unfit::Unreadable)?;
    if handler.len() < HANDLER_AFTER + 4 {
        return Err(Unfit::Unreadable);
    }
    four(file, handler.start + HANDLER_AFTER)
}

fn look_at_codecs(file: &mut [u8], described: Range<usize>) -> Result<(), Unfit> {
    let mut entries = described.start.saturating_add(ENTRIES_AFTER)..described.end;
    let mut count = 0;
    while let Some(entry) = next(file, &mut entries)? {
        if PICTURES.contains(&entry.name) {
            wipe_encoder_name(file, entry.body)?;
        } else if !SOUND.contains(&entry.name) {
            return Err(Unfit::NotPlayedByAll);
        }
        count += 1;
    }
    if count == 0 {
        Err(Unfit::Unreadable)
    } else {
        Ok(())
    }
}

/// Makes free space of a box.
fn free(file: &mut [u8], found: Found) -> Result<(), Unfit> {
    let name = file
        .get_mut(found.name_at..)
        .and_then(|rest| rest.first_chunk_mut());
    *name.ok_or(Unfit::Unreadable)? = *b"free";
    wipe(file, found.body)
}
