//! The camera of a phone, as long as it is on.

use std::sync::{Arc, Mutex, PoisonError};

use phone::{Live, LiveConfig, LiveEvent, Phone, UplinkState};

use crate::core_threads::CoreThreads;
use crate::listening::{follow, play};
use crate::settings::duration;
use crate::{AppFault, PhoneFault};

/// What a live picture consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LiveSettings {
    /// Whether sound goes with the picture.
    #[uniffi(default = true)]
    pub sound: bool,
    /// How many layers the picture has, 1 to 3: each encoded apart, in half the height of the next one.
    #[uniffi(default = 1)]
    pub layers: u8,
    /// The most the encoders will be asked for, of all layers together, in bits per second.
    #[uniffi(default = 2500000)]
    pub max_bitrate_bps: u64,
    /// Whether the encoders can make H.265, too: a better picture for the same bits. The hall chooses, and what it chose comes as
    /// [`CameraControl::encode_in`]; until then they make H.264.
    #[uniffi(default = false)]
    pub h265: bool,
}

impl LiveSettings {
    pub(crate) fn config(self, hears: bool) -> LiveConfig {
        LiveConfig {
            codecs: if self.h265 {
                &[phone::VideoCodec::H265, phone::VideoCodec::H264]
            } else {
                &[phone::VideoCodec::H264]
            },
            sound: self.sound,
            hears,
            layers: usize::from(self.layers),
            max_bitrate_bps: self.max_bitrate_bps,
        }
    }
}

/// What the encoders are to do; implemented by the app. Called from one thread, one call at a time.
///
/// Layers are counted from 0, the smallest.
#[uniffi::export(with_foreign)]
pub trait CameraControl: Send + Sync {
    /// Encode in this codec from now on, beginning with a key frame; at first it is H.264. Only pictures that were started with
    /// [`LiveSettings::h265`] are ever asked for another.
    fn encode_in(&self, codec: VideoCodec) -> Result<(), AppFault>;

    /// Set the rate of a layer's encoder, in bits per second; 0 if the layer is not to be encoded for the time being.
    fn set_bitrate(&self, layer: u8, bits_per_second: u64) -> Result<(), AppFault>;

    /// Make the next picture of a layer a key frame.
    fn make_key_frame(&self, layer: u8) -> Result<(), AppFault>;

    /// Whether anybody needs the picture has changed; at first somebody does. While nobody does, encode none; the first one
    /// afterwards is to be a key frame. Sound goes on.
    fn encode(&self, needed: bool) -> Result<(), AppFault>;

    /// Whether the network carries no video: while it does not, only a key frame that is asked for is sent, now and again, and
    /// nothing else need be encoded. Sound goes on.
    fn stills_only(&self, on: bool) -> Result<(), AppFault>;

    /// Whether no picture has come for five seconds although one is to be encoded: an encoder that stopped is to be started
    /// anew, and the officer to be told.
    fn on_silent(&self, silent: bool) -> Result<(), AppFault>;

    /// The connection is in another state.
    fn on_state(&self, state: LiveState) -> Result<(), AppFault>;

    /// The hall will not have the stream for the time being, and said so with this HTTP status; it is offered again.
    fn on_refused(&self, status: u16) -> Result<(), AppFault>;

    /// The app was slow, and this many calls went by: make key frames, at the rates last asked for, in the picture's
    /// [`codec`](LivePicture::codec).
    fn on_missed(&self, count: u64) -> Result<(), AppFault>;
}

/// How pictures are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum VideoCodec {
    /// H.264, in the Constrained Baseline profile, which every browser decodes.
    H264,
    /// H.265, in the Main profile.
    H265,
}

impl From<phone::VideoCodec> for VideoCodec {
    fn from(codec: phone::VideoCodec) -> Self {
        match codec {
            phone::VideoCodec::H264 => Self::H264,
            phone::VideoCodec::H265 => Self::H265,
        }
    }
}

/// What plays the hall's voice; implemented by the app. Called from one thread, one call at a time.
#[uniffi::export(with_foreign)]
pub trait Speaker: Send + Sync {
    /// Play an Opus packet, taken at a time that counts from an origin of the hall's; they come in their order, each once.
    fn play(&self, taken_at_ms: i64, packet: Vec<u8>) -> Result<(), AppFault>;

    /// The app was slow, and this many packets went by.
    fn on_missed(&self, count: u64) -> Result<(), AppFault>;
}

/// How the connection of a live picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LiveState {
    /// The hall's answer or a path is awaited; frames are dropped.
    Connecting,
    /// Frames are sent.
    Connected,
    /// The path is broken, which may pass; frames are dropped.
    Disconnected,
    /// It is over; another one is made until the picture is stopped.
    Closed,
}

impl From<UplinkState> for LiveState {
    fn from(state: UplinkState) -> Self {
        match state {
            UplinkState::Connecting => Self::Connecting,
            UplinkState::Connected => Self::Connected,
            UplinkState::Disconnected => Self::Disconnected,
            UplinkState::Closed => Self::Closed,
        }
    }
}

/// A live picture. Stop it, or let it go, which stops it too.
#[derive(uniffi::Object)]
pub struct LivePicture {
    live: Mutex<Option<Live>>,
    threads: Arc<CoreThreads>,
}

impl LivePicture {
    pub(crate) fn new(
        live: Live,
        phone: &Phone,
        threads: Arc<CoreThreads>,
        camera: Arc<dyn CameraControl>,
        speaker: Option<Arc<dyn Speaker>>,
    ) -> Result<Self, PhoneFault> {
        follow(
            phone,
            threads.handle(),
            "yike-camera",
            live.events(),
            move |event| obey(&*camera, event),
        )?;
        if let Some(speaker) = speaker {
            play(phone, threads.handle(), "yike-speaker", live.heard(), speaker)?;
        }
        Ok(Self {
            live: Mutex::new(Some(live)),
            threads,
        })
    }

    fn with<T>(&self, work: impl FnOnce(&Live) -> T) -> Result<T, PhoneFault> {
        let live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.as_ref().map(work).ok_or(PhoneFault::Stopped)
    }
}

#[uniffi::export]
impl LivePicture {
    /// Hands in an access unit of a layer in Annex B form; its bytes say whether it is a key frame. Parameter sets may come with a
    /// key frame or by themselves. Never waits; one of a layer that the picture has not is passed over, and so is one in another
    /// codec than is asked for by now.
    ///
    /// `taken_at_ms` is of any clock that never jumps, as long as it is one for picture and sound. The bytes are lent for the call
    /// and copied once: in Kotlin those of a direct `ByteBuffer`, as `MediaCodec` gives them out. Give a `slice()` of one that does
    /// not begin at position 0, since its beginning is what is read.
    pub fn video(&self, layer: u8, taken_at_ms: i64, access_unit: &[u8]) -> Result<(), PhoneFault> {
        let frame = access_unit.to_vec();
        let taken = self.with(|live| live.video_of(usize::from(layer), duration(taken_at_ms), frame))?;
        taken.map_err(|refused| match refused.wanted {
            phone::VideoCodec::H264 => PhoneFault::FrameNotH264,
            phone::VideoCodec::H265 => PhoneFault::FrameNotH265,
        })
    }

    /// The encoders do not make H.265 after all: the hall is offered H.264 alone from now on, and what it chose comes as ever.
    pub fn give_up_h265(&self) -> Result<(), PhoneFault> {
        self.with(Live::give_up_h265)
    }

    /// The codec that the encoders are to make now.
    pub fn codec(&self) -> Result<VideoCodec, PhoneFault> {
        self.with(|live| live.codec().into())
    }

    /// Hands in an Opus packet, 48 kHz. Never waits.
    ///
    /// `level` says how loud it is: 0 to 127 decibels below the loudest there is, 127 for silence (RFC 6464). By it the hall tells
    /// a voice from silence.
    pub fn sound(&self, taken_at_ms: i64, level: Option<u8>, packet: &[u8]) -> Result<(), PhoneFault> {
        self.with(|live| live.sound(duration(taken_at_ms), level, packet.to_vec()))
    }

    /// How many frames were dropped because the connection was too slow or away.
    pub fn dropped(&self) -> u64 {
        self.with(Live::dropped).unwrap_or(0)
    }

    /// Stops; done when the hall was told, or cannot be. A second time does nothing.
    pub async fn stop(&self) {
        let live = self.live.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(live) = live {
            let _ = self.threads.run(live.stop()).await;
        }
    }
}

fn obey(camera: &dyn CameraControl, event: LiveEvent) -> Result<(), AppFault> {
    match event {
        LiveEvent::EncodeIn { codec } => camera.encode_in(codec.into()),
        LiveEvent::SetBitrate {
            layer,
            bits_per_second,
        } => camera.set_bitrate(number(layer), bits_per_second),
        LiveEvent::KeyFrameWanted { layer } => camera.make_key_frame(number(layer)),
        LiveEvent::StillsOnly { on } => camera.stills_only(on),
        LiveEvent::CameraNeeded { needed } => camera.encode(needed),
        LiveEvent::Silent { silent } => camera.on_silent(silent),
        LiveEvent::StateChanged(state) => camera.on_state(state.into()),
        LiveEvent::Refused { status } => camera.on_refused(status),
        LiveEvent::Missed { count } => camera.on_missed(count),
    }
}

/// A layer's number, of which there are three.
fn number(layer: usize) -> u8 {
    u8::try_from(layer).unwrap_or(u8::MAX)
}
