//! H.264 from pictures, as a phone's encoder would give it.
//!
//! Constrained baseline without reordering, one slice a frame, a key frame only when asked for.
//! `OpenH264` takes a new bitrate only through calls that its safe face lacks, so a change that
//! matters starts a fresh encoder, whose first frame is a key frame anyway.

use openh264::OpenH264API;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate, IntraFramePeriod, Profile, QpRange,
    RateControlMode, UsageType,
};

use super::picture::Picture;

/// The least bitrate that still gives a picture.
const BITRATE_MIN: u32 = 60_000;
/// More than this does not make the pretend street any clearer.
const BITRATE_MAX: u32 = 2_500_000;
/// A change within these parts of a hundred is not worth a key frame.
const TOLERATED_PERCENT: std::ops::RangeInclusive<u64> = 80..=130;

/// An encoder of one stream.
pub struct VideoEncoder {
    fps: u32,
    running: Option<Running>,
}

struct Running {
    encoder: Encoder,
    bits_per_second: u32,
    size: (usize, usize),
}

/// The encoder failed; the next frame starts a fresh one.
#[derive(Debug, thiserror::Error)]
#[error("the H.264 encoder failed: {0}")]
pub struct EncodeError(#[from] openh264::Error);

impl VideoEncoder {
    /// An encoder for `fps` frames a second.
    pub fn new(fps: u32) -> Self {
        Self {
            fps: fps.max(1),
            running: None,
        }
    }

    /// Encodes `picture` at about `bits_per_second`, as a key frame if `key` or if it must be one.
    ///
    /// Gives one access unit in Annex B format, a key frame with its parameter sets; or nothing, when
    /// the frame was left out to keep the rate. The rate may change with each frame.
    pub fn encode(
        &mut self,
        picture: &Picture,
        bits_per_second: u32,
        key: bool,
    ) -> Result<Option<Vec<u8>>, EncodeError> {
        let wanted = bits_per_second.clamp(BITRATE_MIN, BITRATE_MAX);
        let size = (picture.width(), picture.height());
        let (mut running, fresh) = match self.running.take().filter(|running| running.suits(wanted, size)) {
            Some(running) => (running, false),
            None => (Running::start(self.fps, wanted, size)?, true),
        };
        if key && !fresh {
            running.encoder.force_intra_frame();
        }
        let bytes = running.encoder.encode(picture)?.to_vec();
        self.running = Some(running);
        Ok((!bytes.is_empty()).then_some(bytes))
    }
}

impl Running {
    fn start(fps: u32, bits_per_second: u32, size: (usize, usize)) -> Result<Self, openh264::Error> {
        let rate = f32::from(u16::try_from(fps).unwrap_or(u16::MAX));
        let config = EncoderConfig::new()
            .usage_type(UsageType::CameraVideoRealTime)
            .profile(Profile::Baseline)
            .complexity(Complexity::Low)
            .max_frame_rate(FrameRate::from_hz(rate))
            .rate_control_mode(RateControlMode::Bitrate)
            .bitrate(BitRate::from_bps(bits_per_second))
            .qp(QpRange::new(18, 51))
            .skip_frames(true)
            .scene_change_detect(false)
            .adaptive_quantization(false)
            .background_detection(false)
            .intra_frame_period(IntraFramePeriod::from_num_frames(0))
            .num_threads(1);
        let encoder = Encoder::with_api_config(OpenH264API::from_source(), config)?;
        Ok(Self {
            encoder,
            bits_per_second,
            size,
        })
    }

    fn suits(&self, bits_per_second: u32, size: (usize, usize)) -> bool {
        let percent = u64::from(bits_per_second) * 100 / u64::from(self.bits_per_second);
        self.size == size && TOLERATED_PERCENT.contains(&percent)
    }
}
