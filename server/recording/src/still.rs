//! One key frame as a JPEG.
//!
//! H.264 goes through Cisco's decoder, VP8 through the one for WebP, whose lossy pictures are VP8 key frames. It leaves
//! finding a key frame, and who may see it, to the hall.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{RgbImage, imageops};
use image_webp::WebPDecoder;
use openh264::decoder::Decoder;
use openh264::formats::YUVSource as _;

use crate::media::VideoFormat;

/// A picture of more pixels is not decoded: a stranger's frame must not cost all memory.
const MOST_PIXELS: u32 = 3840 * 2160;
/// Of 100.
const QUALITY: u8 = 80;

/// Why there is no still.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StillError {
    /// The picture is larger than any camera's here.
    #[error(
        "the picture has {width} by {height} pixels, more than 3840 by 2160: let the camera send a smaller one"
    )]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// The decoder made no picture of it.
    #[error("the key frame cannot be decoded ({0}): take another one")]
    Broken(String),
    /// The encoder failed.
    #[error("the still cannot be encoded ({0}): ask for a `max_width` of at least one pixel")]
    NotEncoded(String),
}

/// A key frame's picture as a JPEG of at most `max_width` pixels across.
///
/// `format` and `key_frame` are a [`VideoFrame`](crate::VideoFrame)'s `key` and `data`.
pub fn jpeg(format: &VideoFormat, key_frame: &[u8], max_width: u32) -> Result<Vec<u8>, StillError> {
    let (width, height) = format.size();
    bounded(width.into(), height.into())?;
    let picture = match format {
        VideoFormat::H264(format) => decode_h264(&annex_b(format.sps(), format.pps(), key_frame))?,
        VideoFormat::Vp8(_) => decode_vp8(key_frame)?,
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&narrowed(picture, max_width))
        .map_err(|error| StillError::NotEncoded(error.to_string()))?;
    Ok(bytes)
}

fn bounded(width: u32, height: u32) -> Result<(), StillError> {
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(StillError::TooLarge { width, height });
    }
    Ok(())
}

fn narrowed(picture: RgbImage, max_width: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    if width <= max_width {
        return picture;
    }
    let scaled = u64::from(height) * u64::from(max_width) / u64::from(width);
    let height = u32::try_from(scaled).unwrap_or(height).max(1);
    imageops::thumbnail(&picture, max_width, height)
}

fn decode_h264(access_unit: &[u8]) -> Result<RgbImage, StillError> {
    let broken = |error: openh264::Error| StillError::Broken(error.to_string());
    let mut decoder = Decoder::new().map_err(broken)?;
    if let Some(picture) = decoder.decode(access_unit).map_err(broken)? {
        return rgb(&picture);
    }
    let rest = decoder.flush_remaining().map_err(broken)?;
    rest.first().map_or_else(|| Err(no_picture()), rgb)
}

fn rgb(picture: &openh264::decoder::DecodedYUV<'_>) -> Result<RgbImage, StillError> {
    let (width, height) = picture.dimensions();
    let mut pixels = vec![0; picture.rgb8_len()];
    picture.write_rgb8(&mut pixels);
    let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err(no_picture());
    };
    RgbImage::from_raw(width, height, pixels).ok_or_else(no_picture)
}

/// The parameter sets, then the picture's NAL units, each behind a start code instead of its length.
fn annex_b(sps: &[u8], pps: &[Vec<u8>], key_frame: &[u8]) -> Vec<u8> {
    let mut stream = Vec::with_capacity(key_frame.len() + sps.len() + 256);
    let mut put = |unit: &[u8]| {
        stream.extend([0, 0, 0, 1]);
        stream.extend_from_slice(unit);
    };
    put(sps);
    for pps in pps {
        put(pps);
    }
    let mut rest = key_frame;
    while let Some((&length, behind)) = rest.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let Some((unit, behind)) = behind.split_at_checked(length) else {
            break;
        };
        put(unit);
        rest = behind;
    }
    stream
}

fn decode_vp8(key_frame: &[u8]) -> Result<RgbImage, StillError> {
    let broken = |error: image_webp::DecodingError| StillError::Broken(error.to_string());
    let mut decoder = WebPDecoder::new(Cursor::new(riff(key_frame))).map_err(broken)?;
    // The frame's own header counts, whatever the format says.
    let (width, height) = decoder.dimensions();
    bounded(width, height)?;
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or_else(no_picture)?];
    decoder.read_image(&mut pixels).map_err(broken)?;
    RgbImage::from_raw(width, height, pixels).ok_or_else(no_picture)
}

/// A VP8 key frame as a WebP file.
fn riff(key_frame: &[u8]) -> Vec<u8> {
    let length = u32::try_from(key_frame.len()).unwrap_or(u32::MAX);
    let padded = length.saturating_add(length & 1);
    let mut file = Vec::with_capacity(key_frame.len() + 21);
    file.extend(b"RIFF");
    file.extend(padded.saturating_add(12).to_le_bytes());
    file.extend(b"WEBPVP8 ");
    file.extend(length.to_le_bytes());
    file.extend_from_slice(key_frame);
    if length & 1 == 1 {
        file.push(0);
    }
    file
}

fn no_picture() -> StillError {
    StillError::Broken("no picture came out".to_owned())
}

#[cfg(test)]
mod tests;
