//! What may go wrong, as an app is told it.

use phone::{GoLiveError, OpenTalkError, PhoneError, ProxyError, ReportError, Stopped, TapError};

/// Why something was not done. Its [`fault_code`] is stable; its message is English, for a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PhoneFault {
    /// The phone, or the live picture, was shut down.
    #[error("it was shut down")]
    Stopped,
    /// What the officer did cannot be, by the rules of an order.
    #[error("{detail}")]
    Refused {
        /// The stable name of the reason.
        reason: String,
        /// The reason in English.
        detail: String,
    },
    /// The outbox is full of things that may not be lost.
    #[error("too many things wait for the net")]
    OutboxFull,
    /// The phone's disk does not take it. What the officer did is held in memory and tried again, and lost if the app
    /// ends before; a report with a photo is not taken at all.
    #[error("the phone's disk takes nothing more: {detail}")]
    NotStored {
        /// What the disk said; empty if it was not asked.
        detail: String,
    },
    /// A photo must be a JPEG.
    #[error("a photo must be a JPEG")]
    PhotoNotJpeg,
    /// A photo is bigger than the hall takes.
    #[error("a photo has at most 8 MiB")]
    PhotoTooBig,
    /// What goes with a message cannot be read as what it was said to be.
    #[error("{detail}")]
    AttachmentNotOfItsKind {
        /// What it was said to be.
        detail: String,
    },
    /// A clip or sound note is of a codec that not everybody who is shown it could play, such as H.265.
    #[error("{detail}")]
    AttachmentNotPlayed {
        /// What is played everywhere.
        detail: String,
    },
    /// What goes with a message is bigger than the hall takes.
    #[error("{detail}")]
    AttachmentTooBig {
        /// How big it may be.
        detail: String,
    },
    /// A photo or sound note is not here, and the hall cannot be reached or does not show it.
    #[error("{detail}")]
    NoAttachment {
        /// What is wrong.
        detail: String,
    },
    /// The camera is on already.
    #[error("the camera is on already")]
    LiveAlready,
    /// The line to talk is open already.
    #[error("the line to talk is open already")]
    TalkOpenAlready,
    /// The hall has yet to say which unit this phone is.
    #[error("the hall has not yet said which unit this phone is")]
    UnitUnknown,
    /// Nothing leaves the phone off duty.
    #[error("go on duty before going live or talking")]
    OffDuty,
    /// The frame is no H.264 access unit in Annex B form.
    #[error("a frame must be an H.264 access unit in Annex B form")]
    FrameNotH264,
    /// The frame is no H.265 access unit in Annex B form.
    #[error("a frame must be an H.265 access unit in Annex B form")]
    FrameNotH265,
    /// The id is no UUID.
    #[error("{text} is no id")]
    NotAnId {
        /// What was given.
        text: String,
    },
    /// The token is none of a push service.
    #[error("a push service's token has 1 to 4096 characters, all of them printable ASCII")]
    NotAPushToken,
    /// The number is no telephone number.
    #[error(
        "a telephone number has 3 to 15 digits, with a + before them if the country's code is among them"
    )]
    NotANumber,
    /// The degrees are no point on the earth.
    #[error("{detail}")]
    NotAPlace {
        /// What is wrong with them.
        detail: String,
    },
    /// There is no way to show: the hall cannot be reached or tells none, and none was kept.
    #[error("{detail}")]
    NoWay {
        /// What is wrong.
        detail: String,
    },
    /// The hall's address is no `http` or `https` URL with a host, or the address to dial is no `IP:port`.
    #[error("hall must be an http or https address, connect_to an IP address with a port")]
    HallAddress,
    /// The proxy's address is none; it is not repeated, since it may hold a password.
    #[error("proxy must be http://host:port, with user:password@ before the host if it asks for them")]
    ProxyAddress,
    /// The phone was not enrolled.
    #[error("{detail}")]
    NotEnrolled {
        /// The stable name of the reason.
        reason: String,
        /// The reason with its causes, for a log.
        detail: String,
        /// What to tell the officer in English.
        english: String,
        /// What to tell the officer in Chinese.
        chinese: String,
    },
    /// The certificates or pins to trust cannot be read.
    #[error("ca must be certificates in PEM")]
    Certificates,
    /// The store cannot be opened, not even afresh: its folder is missing, or not for this app to write.
    #[error("the store cannot be opened: {detail}")]
    Store {
        /// What the disk said.
        detail: String,
    },
    /// The system lacks what a phone core needs: threads, randomness or cryptography.
    #[error("the system lacks something: {detail}")]
    System {
        /// What.
        detail: String,
    },
}

/// The stable name of a fault, by which an app chooses its words.
#[uniffi::export]
pub fn fault_code(fault: &PhoneFault) -> String {
    match fault {
        PhoneFault::Stopped => "stopped",
        PhoneFault::Refused { .. } => "refused",
        PhoneFault::OutboxFull => "outbox_full",
        PhoneFault::NotStored { .. } => "not_stored",
        PhoneFault::PhotoNotJpeg => "photo_not_jpeg",
        PhoneFault::PhotoTooBig => "photo_too_big",
        PhoneFault::AttachmentNotOfItsKind { .. } => "attachment_not_of_its_kind",
        PhoneFault::AttachmentNotPlayed { .. } => "attachment_not_played",
        PhoneFault::AttachmentTooBig { .. } => "attachment_too_big",
        PhoneFault::NoAttachment { .. } => "no_attachment",
        PhoneFault::LiveAlready => "live_already",
        PhoneFault::TalkOpenAlready => "talk_open_already",
        PhoneFault::UnitUnknown => "unit_unknown",
        PhoneFault::OffDuty => "off_duty",
        PhoneFault::FrameNotH264 => "frame_not_h264",
        PhoneFault::FrameNotH265 => "frame_not_h265",
        PhoneFault::NotAnId { .. } => "not_an_id",
        PhoneFault::NotAPushToken => "not_a_push_token",
        PhoneFault::NotANumber => "not_a_number",
        PhoneFault::NotAPlace { .. } => "not_a_place",
        PhoneFault::NoWay { .. } => "no_way",
        PhoneFault::HallAddress => "hall_address",
        PhoneFault::ProxyAddress => "proxy_address",
        PhoneFault::NotEnrolled { .. } => "not_enrolled",
        PhoneFault::Certificates => "certificates",
        PhoneFault::Store { .. } => "store",
        PhoneFault::System { .. } => "system",
    }
    .to_owned()
}

impl From<Stopped> for PhoneFault {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<TapError> for PhoneFault {
    fn from(error: TapError) -> Self {
        match error {
            TapError::Stopped(_) => Self::Stopped,
            TapError::Refused { code, message } => Self::Refused {
                reason: code,
                detail: message,
            },
            TapError::OutboxFull => Self::OutboxFull,
            TapError::NotStored => Self::NotStored {
                detail: String::new(),
            },
        }
    }
}

impl From<ProxyError> for PhoneFault {
    fn from(error: ProxyError) -> Self {
        match error {
            ProxyError::Stopped(_) => Self::Stopped,
            ProxyError::NotAnAddress(_) => Self::ProxyAddress,
        }
    }
}

impl From<ReportError> for PhoneFault {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Tap(tap) => tap.into(),
            ReportError::PhotoNotJpeg => Self::PhotoNotJpeg,
            ReportError::PhotoTooBig => Self::PhotoTooBig,
            ReportError::PhotoNotStored(store) => Self::NotStored {
                detail: chain(&store),
            },
        }
    }
}

impl From<GoLiveError> for PhoneFault {
    fn from(error: GoLiveError) -> Self {
        match error {
            GoLiveError::Stopped(_) => Self::Stopped,
            GoLiveError::LiveAlready => Self::LiveAlready,
            GoLiveError::UnitUnknown => Self::UnitUnknown,
            GoLiveError::OffDuty => Self::OffDuty,
            GoLiveError::Randomness => Self::System {
                detail: chain(&error),
            },
        }
    }
}

impl From<OpenTalkError> for PhoneFault {
    fn from(error: OpenTalkError) -> Self {
        match error {
            OpenTalkError::Stopped(_) => Self::Stopped,
            OpenTalkError::OpenAlready => Self::TalkOpenAlready,
            OpenTalkError::OffDuty => Self::OffDuty,
            OpenTalkError::Randomness => Self::System {
                detail: chain(&error),
            },
        }
    }
}

impl From<PhoneError> for PhoneFault {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::HallAddress | PhoneError::PinUnencrypted => Self::HallAddress,
            PhoneError::ProxyAddress(_) => Self::ProxyAddress,
            PhoneError::Certificates => Self::Certificates,
            PhoneError::Store(store) => Self::Store {
                detail: chain(&store),
            },
            PhoneError::Tls(_) | PhoneError::Randomness => Self::System {
                detail: chain(&error),
            },
        }
    }
}

/// What an app's listener threw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum AppFault {
    /// It threw this.
    #[error("{detail}")]
    Thrown {
        /// What it said of itself.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for AppFault {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Thrown { detail: error.reason }
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let said: Vec<String> = causes.map(ToString::to_string).collect();
    said.join(": ")
}
