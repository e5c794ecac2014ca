//! A JPEG without what its camera wrote beside the picture (ITU-T T.81 annex B, Exif 2.3).
//!
//! Place, time and phone stand in segments that no decoder needs, and a film or a second photo may follow the picture. Those segments
//! are written over, all but which way up the picture is; what follows is cut off.

/// Exif that says nothing but which way up the picture is, in a byte that follows.
const UPRIGHT: &[u8] = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";

/// Exif's tag of which way up a picture is.
const ORIENTATION: u16 = 0x0112;

/// Makes a photo bare. Between its segments a decoder looks for the next one, and so does this.
pub(super) fn make_bare(file: &mut Vec<u8>) {
    let mut at = 2;
    while let Some(skipped) = file
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == 0xff))
    {
        at += skipped;
        let Some(marker) = file.get(at + 1).copied() else {
            return;
        };
        match marker {
            0xff => at += 1,
            // They stand alone, most of them in the picture's own bytes.
            0x00 | 0x01 | 0xd0..=0xd7 => at += 2,
            0xd9 => {
                file.truncate(at + 2);
                return;
            }
            _ => {
                let length = pair(file, at + 2, false).map_or(2, usize::from).max(2);
                let end = file.len().min(at + 2 + length);
                let body = file.get_mut(at + 4..end).unwrap_or_default();
                if is_beside(marker, body) {
                    blank(body);
                }
                at = end;
            }
        }
    }
}

/// Whether a segment is none that a picture is decoded by: those are JFIF's, a profile of its colours, and Adobe's way to store them.
fn is_beside(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xe0 => !body.starts_with(b"JFIF\0"),
        0xe2 => !body.starts_with(b"ICC_PROFILE\0"),
        0xee => !body.starts_with(b"Adobe"),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => true,
        _ => false,
    }
}

/// Writes over a segment, all but which way up the picture is.
fn blank(body: &mut [u8]) {
    let orientation = orientation(body);
    body.fill(0);
    let Some(way) = orientation else { return };
    // After the number of two bytes, in a field of four, comes where the next directory is: nowhere.
    let said = [UPRIGHT, &[way, 0, 0, 0, 0, 0, 0]].concat();
    if let Some(room) = body.get_mut(..said.len()) {
        room.copy_from_slice(&said);
    }
}

/// Which way up the picture is, if this is Exif that says so.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let (first, second) = (pair(tiff, 4, is_little)?, pair(tiff, 6, is_little)?);
    let directory = usize::from(if is_little { first } else { second });
    // Rows beyond the segment are only claimed.
    let rows = usize::from(pair(tiff, directory, is_little)?).min(tiff.len() / 12);
    (0..rows).find_map(|row| {
        let entry = directory + 2 + row * 12;
        let found = pair(tiff, entry, is_little)? == ORIENTATION;
        let way = u8::try_from(pair(tiff, entry + 8, is_little)?).ok()?;
        (found && (1..=8).contains(&way)).then_some(way)
    })
}

/// A number of two bytes.
fn pair(bytes: &[u8], at: usize, is_little: bool) -> Option<u16> {
    let pair = *bytes.get(at..)?.first_chunk()?;
    Some(if is_little {
        u16::from_le_bytes(pair)
    } else {
        u16::from_be_bytes(pair)
    })
}
