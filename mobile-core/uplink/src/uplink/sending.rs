//! How frames are sent, or dropped because they would do no good.
//!
//! Nothing waits here: what cannot be sent at once is dropped, and what the pacer holds is bounded.

use std::time::{Duration, Instant};

use str0m::format::PayloadParams;
use str0m::media::{MediaTime, Mid, Rid};
use str0m::rtp::AbsCaptureTime;

use crate::annex_b;
use crate::messages::UplinkState;
use crate::video_codec::VideoCodec;

use super::layers::Layer;
use super::{Broken, Uplink};

/// Pictures and pieces of sound larger than this are no encoder's.
const MAX_FRAME_BYTES: usize = 4 * 1024 * 1024;
/// Parameter sets larger than this are no encoder's.
const MAX_PARAMETER_SETS: usize = 4 * 1024;
/// How often a piece of sound is sent that is repeated twice.
const SENT_EACH: usize = 3;
/// What carrying a piece of sound takes: IP, UDP, RTP with its extensions, SRTP's tag, the headers of repeats.
const SOUND_HEADERS: usize = 80;
/// The level of silence (RFC 6464).
const SILENCE_LEVEL: u8 = 127;
/// How much the pacer may hold, in milliseconds of the highest rate; older pictures would only arrive later still.
const MAX_BACKLOG_MS: u64 = 1_500;

impl Uplink {
    pub(super) fn send_video(
        &mut self,
        now: Instant,
        at: Duration,
        number: usize,
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let (Some(mid), Some(codec)) = (self.video, self.codec) else {
            return Ok(());
        };
        let contents = annex_b::contents(codec, bytes);
        let runs = self.shares.runs(number);
        let Some(layer) = self.layers.get_mut(number) else {
            return Ok(());
        };
        if contents.parameter_sets {
            layer.keep_parameter_sets(codec, bytes);
        }
        let rid = layer.rid;
        if !runs || !contents.picture || bytes.len() > MAX_FRAME_BYTES || self.state != UplinkState::Connected
        {
            return Ok(());
        }
        self.stills.given(now, bytes.len());
        if self.backlog_is_full(mid, rid) {
            // Whatever follows a gap needs a key frame, which may come when there is room again.
            if let Some(layer) = self.layers.get_mut(number) {
                layer.gate.shut(now);
            }
            return Ok(());
        }
        if !self.stills.admits(now, contents.key_frame) {
            return Ok(());
        }
        let Some(layer) = self.layers.get_mut(number) else {
            return Ok(());
        };
        if !layer.gate.admits(contents.key_frame) {
            self.want_key_frame(now, number);
            return Ok(());
        }
        if contents.key_frame && !contents.parameter_sets && !layer.parameter_sets.is_empty() {
            let whole = [layer.parameter_sets.as_slice(), bytes].concat();
            return self.write(now, (mid, rid), at, None, &whole);
        }
        self.write(now, (mid, rid), at, None, bytes)
    }

    pub(super) fn send_sound(
        &mut self,
        now: Instant,
        at: Duration,
        level: Option<u8>,
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let Some(mid) = self.sound else { return Ok(()) };
        if bytes.is_empty() || bytes.len() > MAX_FRAME_BYTES || self.state != UplinkState::Connected {
            return Ok(());
        }
        self.write(now, (mid, None), at, level, bytes)
    }

    fn write(
        &mut self,
        now: Instant,
        (mid, rid): (Mid, Option<Rid>),
        at: Duration,
        level: Option<u8>,
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let (taken, hall_time) = self.capture_clock.taken(now, at);
        let is_sound = self.sound == Some(mid);
        let chosen = self.codec.filter(|_| !is_sound);
        let Some(writer) = self.rtc.writer(mid) else {
            return Ok(());
        };
        let is_chosen = |params: &&PayloadParams| chosen == VideoCodec::of(params.spec().codec);
        let Some(params) = writer.payload_params().find(is_chosen).copied() else {
            return Ok(());
        };
        if is_sound {
            let repeats = if params.red().is_some() { SENT_EACH } else { 1 };
            self.rate.sounded(now, bytes.len() * repeats + SOUND_HEADERS);
        }
        let micros = u64::try_from(at.as_micros()).unwrap_or(u64::MAX);
        let writer = match rid {
            Some(rid) => writer.rid(rid),
            None => writer,
        };
        // With every piece of sound it would be a tenth of what that takes.
        let writer = if is_sound {
            writer
        } else {
            writer.abs_capture_time(AbsCaptureTime {
                capture_time: hall_time,
                clock_offset: None,
            })
        };
        let writer = match level {
            Some(below) => {
                let below = below.min(SILENCE_LEVEL);
                writer.audio_level(-below.cast_signed(), below < SILENCE_LEVEL)
            }
            None => writer,
        };
        // A frame the library cannot cut up is lost like one on the way; the next one is not.
        let _ = writer.write(params.pt(), taken, MediaTime::from_micros(micros), bytes);
        self.settle(now)?;
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now)
    }

    fn backlog_is_full(&mut self, mid: Mid, rid: Option<Rid>) -> bool {
        let limit = self.rate.max_bps() / 8_000 * MAX_BACKLOG_MS;
        let mut api = self.rtc.direct_api();
        let queue = api
            .stream_tx_by_mid(mid, rid)
            .and_then(|stream| stream.queue_info());
        queue.is_some_and(|queue| queue.byte_size() as u64 > limit)
    }
}

impl Layer {
    fn keep_parameter_sets(&mut self, codec: VideoCodec, access_unit: &[u8]) {
        let sets = annex_b::parameter_sets(codec, access_unit);
        if sets.len() <= MAX_PARAMETER_SETS {
            self.parameter_sets = sets;
        }
    }
}
