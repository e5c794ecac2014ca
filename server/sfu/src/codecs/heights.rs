//! How high the pictures are that a key frame begins.
//!
//! It tells a small layer from a large one before either has been measured. H.265 and AV1 say it deep inside their
//! headers; their layers go by what they take.

use h264_reader::nal::sps::SeqParameterSet;
use h264_reader::rbsp;
use str0m::format::Codec;

use super::beginnings::H264_SPS;
use super::vp9::Descriptor;

/// The height of the pictures from a key frame on, from the RTP payload that begins it.
pub(crate) fn picture_height(codec: Codec, payload: &[u8]) -> Option<u16> {
    match codec {
        Codec::H264 => h264_height(payload),
        Codec::Vp8 => vp8_height(payload),
        Codec::Vp9 => Descriptor::read(payload)?.height,
        _ => None,
    }
}

/// Reads a sequence parameter set (H.264 section 7.3.2.1), by itself or first of those packed together.
fn h264_height(payload: &[u8]) -> Option<u16> {
    const STAP_A: u8 = 24;
    let nal = match payload.first()? & 0x1F {
        STAP_A => {
            let (length, rest) = payload.get(1..)?.split_first_chunk()?;
            rest.get(..usize::from(u16::from_be_bytes(*length)))?
        }
        _ => payload,
    };
    if nal.first()? & 0x1F != H264_SPS {
        return None;
    }
    let bits = rbsp::decode_nal(nal).ok()?;
    let set = SeqParameterSet::from_bits(rbsp::BitReader::new(&*bits)).ok()?;
    let (_, height) = set.pixel_dimensions().ok()?;
    u16::try_from(height).ok()
}

/// Reads the frame header (RFC 6386 section 9.1) behind the payload descriptor (RFC 7741 section 4.2).
fn vp8_height(payload: &[u8]) -> Option<u16> {
    let mut descriptor = 1;
    if payload.first()? & 0x80 != 0 {
        let extensions = *payload.get(1)?;
        descriptor = 2;
        if extensions & 0x80 != 0 {
            descriptor += if payload.get(descriptor)? & 0x80 == 0 {
                1
            } else {
                2
            };
        }
        descriptor += usize::from(extensions & 0x40 != 0) + usize::from(extensions & 0x30 != 0);
    }
    let header = payload.get(descriptor..)?;
    let starts = header.get(3..6)? == [0x9D, 0x01, 0x2A];
    let height = u16::from_le_bytes(*header.get(8..)?.first_chunk()?) & 0x3FFF;
    starts.then_some(height)
}

#[cfg(test)]
mod tests;
