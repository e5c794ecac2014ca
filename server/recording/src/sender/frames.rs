//! Real frames: H.264 from an encoder, VP8 and Opus from files.

use openh264::OpenH264API;
use openh264::encoder::{Encoder, EncoderConfig, IntraFramePeriod, Profile, RateControlMode};
use openh264::formats::YUVSource;

use super::fits;

/// 30 frames of a test picture, 64 by 48, the first and the sixteenth a key frame (`ffmpeg -f lavfi -i
/// testsrc=size=64x48:rate=15 -frames:v 30 -c:v libvpx -g 15`).
const VP8: &[u8] = include_bytes!("../fixtures/vp8-64x48.ivf");

/// A second of a tone, 20 ms a packet (`ffmpeg -f lavfi -i sine=duration=1 -c:a libopus -b:a 16k -ac 1`).
const TONE: &[u8] = include_bytes!("../fixtures/tone.opus");

/// A camera before which a bar moves over a slope of grey.
pub(crate) struct H264Camera {
    encoder: Encoder,
    size: (usize, usize),
}

impl H264Camera {
    pub(crate) fn new(size: (usize, usize)) -> Self {
        let config = EncoderConfig::new()
            .profile(Profile::Baseline)
            .rate_control_mode(RateControlMode::Off)
            .scene_change_detect(false)
            .intra_frame_period(IntraFramePeriod::from_num_frames(0));
        let encoder = Encoder::with_api_config(OpenH264API::from_source(), config).unwrap();
        Self { encoder, size }
    }

    /// The access unit of the picture at `moment`, in Annex B form.
    pub(crate) fn film(&mut self, moment: usize, key: bool) -> Vec<u8> {
        if key {
            self.encoder.force_intra_frame();
        }
        let unit = self
            .encoder
            .encode(&Picture::at(moment, self.size))
            .unwrap()
            .to_vec();
        assert!(!unit.is_empty());
        unit
    }
}

/// A picture in 4:2:0.
pub(crate) struct Picture {
    size: (usize, usize),
    luma: Vec<u8>,
    chroma: Vec<u8>,
}

impl Picture {
    pub(crate) fn at(moment: usize, (width, height): (usize, usize)) -> Self {
        let bar = moment * 7 % width;
        let luma = (0..width * height).map(|place| {
            let (x, y) = (place % width, place / width);
            let grey = 40 + fits::<u8, _>(x * 100 / width + y * 80 / height);
            if x.abs_diff(bar) < width / 16 { 235 } else { grey }
        });
        Self {
            size: (width, height),
            luma: luma.collect(),
            chroma: vec![128; width.div_ceil(2) * height.div_ceil(2)],
        }
    }
}

impl YUVSource for Picture {
    fn dimensions(&self) -> (usize, usize) {
        self.size
    }

    fn strides(&self) -> (usize, usize, usize) {
        let half = self.size.0.div_ceil(2);
        (self.size.0, half, half)
    }

    fn y(&self) -> &[u8] {
        &self.luma
    }

    fn u(&self) -> &[u8] {
        &self.chroma
    }

    fn v(&self) -> &[u8] {
        &self.chroma
    }
}

/// The fixture's frames, out of their IVF file.
pub(crate) fn vp8_frames() -> Vec<Vec<u8>> {
    let mut rest = &VP8[32..];
    let mut frames = Vec::new();
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let end = 8 + u32::from_le_bytes(*length) as usize;
        frames.push(behind[8..end].to_vec());
        rest = &behind[end..];
    }
    assert_eq!(frames.len(), 30);
    frames
}

/// The tone's packets, out of their Ogg pages.
pub(crate) fn opus_packets() -> Vec<Vec<u8>> {
    let mut rest = TONE;
    let mut packets = vec![Vec::new()];
    while let Some(segments) = rest.get(26).map(|&count| usize::from(count)) {
        let lacing = &rest[27..27 + segments];
        let mut body = &rest[27 + segments..];
        for &length in lacing {
            let (piece, behind) = body.split_at(usize::from(length));
            packets.last_mut().unwrap().extend(piece);
            body = behind;
            if length < 255 {
                packets.push(Vec::new());
            }
        }
        rest = body;
    }
    // Two headers come first, and an empty packet was begun last.
    packets.pop();
    let packets = packets.split_off(2);
    assert_eq!(packets.len(), 51);
    packets
}
