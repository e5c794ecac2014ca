//! What a file's header wants of a sequence parameter set (ITU-T H.264, section 7.3.2.1.1).

use h264_reader::nal::sps::{ChromaFormat, SeqParameterSet};
use h264_reader::rbsp::{BitReader, ByteReader};

/// A larger picture is no camera's.
const LARGEST: u32 = 16_384;

/// A sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) id: u32,
    /// Width and height in pixels as shown, neither of them zero.
    pub(super) size: (u16, u16),
    /// `chroma_format_idc` and the bit depths of luma and chroma; `None` for profiles that have 4:2:0 in 8 bits alone.
    pub(super) chroma: Option<[u8; 3]>,
}

impl Sequence {
    /// Reads a parameter set, a NAL unit; `None` if it is broken.
    pub(super) fn read(unit: &[u8]) -> Option<Self> {
        let bits = BitReader::new(ByteReader::skipping_h264_header(unit));
        let set = SeqParameterSet::from_bits(bits).ok()?;
        let (width, height) = set.pixel_dimensions().ok()?;
        let sound = 1..=LARGEST;
        if !sound.contains(&width) || !sound.contains(&height) {
            return None;
        }
        let info = &set.chroma_info;
        let format = match info.chroma_format {
            ChromaFormat::Monochrome => 0,
            ChromaFormat::YUV420 => 1,
            ChromaFormat::YUV422 => 2,
            ChromaFormat::YUV444 => 3,
            ChromaFormat::Invalid(_) => return None,
        };
        let told = [
            format,
            8 + info.bit_depth_luma_minus8,
            8 + info.bit_depth_chroma_minus8,
        ];
        Some(Self {
            id: set.id().id().into(),
            size: (u16::try_from(width).ok()?, u16::try_from(height).ok()?),
            chroma: set.profile_idc.has_chroma_info().then_some(told),
        })
    }
}
