//! A sequence parameter set, read as far as the picture's size (ITU-T H.264, section 7.3.2.1.1).

use super::bits::Bits;

/// A larger picture is no camera's.
const LARGEST: u32 = 16_384;

/// Profiles whose parameter sets tell the chroma format.
const HIGH: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/// Width and height in pixels as shown, neither of them zero; `None` if the set is broken.
pub(crate) fn picture_size(sps: &[u8]) -> Option<(u16, u16)> {
    let mut bits = Bits::after(sps, 4);
    let _id = bits.golomb()?;
    let [chroma, ..] = if HIGH.contains(sps.get(1)?) {
        read_chroma(&mut bits, true)?
    } else {
        [1, 8, 8]
    };
    let _frame_number_bits = bits.golomb()?;
    skip_picture_order(&mut bits)?;
    let _reference_frames = bits.golomb()?;
    let _gaps_allowed = bits.bit()?;
    let macroblocks_wide = bits.golomb()?.checked_add(1)?;
    let map_units_high = bits.golomb()?.checked_add(1)?;
    let frames_only = bits.bit()?;
    if !frames_only {
        let _adaptive = bits.bit()?;
    }
    let _direct_8x8 = bits.bit()?;
    let mut cut = [0; 4];
    if bits.bit()? {
        for side in &mut cut {
            *side = bits.golomb()?;
        }
    }
    let [left, right, top, bottom] = cut;
    let fields = if frames_only { 1 } else { 2 };
    let (crop_x, crop_y) = match chroma {
        1 => (2, 2 * fields),
        2 => (2, fields),
        _ => (1, fields),
    };
    let width = cropped(macroblocks_wide, 16, crop_x, left, right)?;
    let height = cropped(map_units_high, 16 * fields, crop_y, top, bottom)?;
    Some((width, height))
}

/// `chroma_format_idc` and the bit depths of luma and chroma; `None` for profiles that have 4:2:0 in 8 bits alone.
pub(super) fn chroma(sps: &[u8]) -> Option<[u8; 3]> {
    if !HIGH.contains(sps.get(1)?) {
        return None;
    }
    let mut bits = Bits::after(sps, 4);
    let _id = bits.golomb()?;
    read_chroma(&mut bits, false)
}

fn read_chroma(bits: &mut Bits<'_>, to_the_end: bool) -> Option<[u8; 3]> {
    let format = u8::try_from(bits.golomb()?).ok().filter(|&format| format <= 3)?;
    if format == 3 {
        let _separate_planes = bits.bit()?;
    }
    let mut depth = || u8::try_from(bits.golomb()?).ok().filter(|&above| above <= 6);
    let (luma, chroma) = (8 + depth()?, 8 + depth()?);
    if to_the_end {
        let _bypass = bits.bit()?;
        if bits.bit()? {
            for list in 0..if format == 3 { 12 } else { 8 } {
                if bits.bit()? {
                    skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
                }
            }
        }
    }
    Some([format, luma, chroma])
}

fn skip_scaling_list(bits: &mut Bits<'_>, size: u32) -> Option<()> {
    let mut next = 8;
    for _ in 0..size {
        // Zero means that the rest of the list is as the entry before.
        next = (next + bits.signed_golomb()?.rem_euclid(256)) % 256;
        if next == 0 {
            break;
        }
    }
    Some(())
}

fn skip_picture_order(bits: &mut Bits<'_>) -> Option<()> {
    match bits.golomb()? {
        0 => {
            bits.golomb()?;
        }
        1 => {
            bits.bit()?;
            bits.signed_golomb()?;
            bits.signed_golomb()?;
            for _ in 0..bits.golomb().filter(|&count| count < 256)? {
                bits.signed_golomb()?;
            }
        }
        _ => {}
    }
    Some(())
}

fn cropped(units: u32, unit: u32, crop_unit: u32, before: u32, behind: u32) -> Option<u16> {
    let whole = units.checked_mul(unit).filter(|&pixels| pixels <= LARGEST)?;
    let cut = before.checked_add(behind)?.checked_mul(crop_unit)?;
    let pixels = whole.checked_sub(cut).filter(|&pixels| pixels > 0)?;
    u16::try_from(pixels).ok()
}
