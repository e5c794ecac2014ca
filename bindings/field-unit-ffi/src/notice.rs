//! What a phone tells the app around it.

use phone::UnitNotice;

/// Something for the officer, or for the screen to draw anew.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Notice {
    /// An order waits for the officer's answer: ring.
    OrderRang {
        /// Which order.
        order: String,
    },
    /// What is known of an order changed.
    OrderChanged {
        /// Which order.
        order: String,
    },
    /// The hall took an order back from this unit.
    OrderWithdrawn {
        /// Which order.
        order: String,
    },
    /// An order is closed, cancelled, expired or no longer this unit's.
    OrderEnded {
        /// Which order.
        order: String,
    },
    /// What the officer did is not so.
    Refused {
        /// What the officer did.
        tap: Tap,
        /// On which order, if on one.
        order: Option<String>,
        /// The stable name of the reason.
        reason: String,
        /// The reason in English.
        detail: String,
    },
    /// The unit is on or off duty.
    DutyChanged {
        /// Which of the two.
        on_duty: bool,
    },
    /// The officer's call for help is open, or the hall ended it.
    SosChanged {
        /// Which of the two.
        open: bool,
    },
    /// The camera is to be on or off.
    LiveChanged {
        /// Which of the two.
        on: bool,
    },
    /// Somebody in the hall asks the officer to switch the camera on: ring.
    CameraAsked {
        /// The name they signed in with.
        name: String,
        /// What they are: `dispatcher` or `town_desk`.
        role: String,
    },
    /// The hall can be reached, or not.
    LinkChanged {
        /// Which of the two.
        online: bool,
    },
    /// The hall's clock was heard for the first time; times shown before were guesses.
    TimeHeard,
    /// Things came to wait for the hall's answer, or got it.
    OutboxChanged {
        /// How many wait.
        waiting: u32,
    },
    /// Too many things that may not be lost wait for the net, so the latest was not taken.
    OutboxFull,
    /// The receiver handed in a measurement that is none.
    FixUnusable {
        /// What is wrong with it, in English.
        detail: String,
    },
    /// The hall does not know this name with this password, or this phone with this key.
    SignInRefused,
    /// The hall put this phone out: it is to be enrolled anew.
    PhoneRevoked,
    /// Whoever answers at the hall's address has a certificate that is not the hall's: nothing is told to it. Told once until
    /// the hall itself answers.
    StrangeHall,
    /// By the phone's clock the hall's certificate has run out, or is not valid yet: the clock is wrong, or the certificate is
    /// to be renewed. Told once until the hall answers.
    CertificateDates,
    /// The phone's key cannot be used, so nobody is signed in. Told once until the hall answers.
    KeyUnusable,
    /// The network's proxy does not let the phone through, for want of a password or by its rules. Told once until the hall answers.
    ProxyRefused,
    /// The same unit signed in on another phone, which has the word until this one takes over.
    Replaced,
    /// The store could not be read, was moved aside and begun afresh.
    StoreSetAside {
        /// What was wrong with it, in English.
        detail: String,
    },
    /// Single things in the store could not be read; the hall is not told them.
    EntriesSetAside {
        /// How many.
        count: u32,
    },
    /// The disk takes nothing more; what is told is held in memory and tried again.
    StoreFailing {
        /// What the disk said.
        detail: String,
    },
    /// The disk takes things again, and everything held in memory is on it.
    StoreRecovered,
    /// The hall will not have a photo or a sound note; the report or message it belongs to stands.
    PhotoRefused {
        /// Its SHA-256 in hex.
        photo: String,
        /// The HTTP status it was refused with.
        status: u16,
    },
    /// The listener was slow, and this many notices went by; the snapshot is right all the same.
    Missed {
        /// How many.
        count: u64,
    },
}

impl From<phone::Notice> for Notice {
    fn from(notice: phone::Notice) -> Self {
        match notice {
            phone::Notice::Unit(notice) => notice.into(),
            phone::Notice::StoreSetAside { reason } => Self::StoreSetAside { detail: reason },
            phone::Notice::EntriesSetAside { count } => Self::EntriesSetAside { count: few(count) },
            phone::Notice::StoreFailing { reason } => Self::StoreFailing { detail: reason },
            phone::Notice::StoreRecovered => Self::StoreRecovered,
            phone::Notice::PhotoRefused { photo, status } => Self::PhotoRefused { photo, status },
            phone::Notice::Missed { count } => Self::Missed { count },
        }
    }
}

impl From<UnitNotice> for Notice {
    fn from(notice: UnitNotice) -> Self {
        match notice {
            UnitNotice::OrderRang { order } => Self::OrderRang {
                order: order.to_string(),
            },
            UnitNotice::OrderChanged { order } => Self::OrderChanged {
                order: order.to_string(),
            },
            UnitNotice::OrderWithdrawn { order } => Self::OrderWithdrawn {
                order: order.to_string(),
            },
            UnitNotice::OrderEnded { order } => Self::OrderEnded {
                order: order.to_string(),
            },
            UnitNotice::Refused {
                tap,
                order,
                code,
                message,
            } => Self::Refused {
                tap: tap.into(),
                order: order.map(|order| order.to_string()),
                reason: code,
                detail: message,
            },
            UnitNotice::DutyChanged { on_duty } => Self::DutyChanged { on_duty },
            UnitNotice::SosChanged { open } => Self::SosChanged { open },
            UnitNotice::LiveChanged { on } => Self::LiveChanged { on },
            UnitNotice::CameraAsked { name, role } => Self::CameraAsked {
                name,
                role: role.name().to_owned(),
            },
            UnitNotice::LinkChanged { online } => Self::LinkChanged { online },
            UnitNotice::TimeHeard => Self::TimeHeard,
            UnitNotice::OutboxChanged { waiting } => Self::OutboxChanged {
                waiting: few(waiting),
            },
            UnitNotice::OutboxFull => Self::OutboxFull,
            UnitNotice::FixUnusable(fault) => Self::FixUnusable {
                detail: fault.to_string(),
            },
            UnitNotice::SignInRefused => Self::SignInRefused,
            UnitNotice::PhoneRevoked => Self::PhoneRevoked,
            UnitNotice::StrangeHall => Self::StrangeHall,
            UnitNotice::ProxyRefused => Self::ProxyRefused,
            UnitNotice::CertificateDates => Self::CertificateDates,
            UnitNotice::KeyUnusable => Self::KeyUnusable,
            UnitNotice::Replaced => Self::Replaced,
        }
    }
}

/// Something an officer does that may be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Tap {
    /// Saying yes.
    Accept,
    /// Saying no.
    Decline,
    /// Setting off.
    SetOff,
    /// Being there.
    Arrive,
    /// Reporting.
    Report,
    /// Ticking an item of a checklist.
    Check,
    /// Writing a message.
    Message,
    /// Going on or off duty.
    Duty,
    /// Switching the live picture on.
    Live,
    /// Calling for help.
    Sos,
    /// Talking.
    Talk,
}

impl From<phone::Tap> for Tap {
    fn from(tap: phone::Tap) -> Self {
        match tap {
            phone::Tap::Accept => Self::Accept,
            phone::Tap::Decline => Self::Decline,
            phone::Tap::SetOff => Self::SetOff,
            phone::Tap::Arrive => Self::Arrive,
            phone::Tap::Report => Self::Report,
            phone::Tap::Check => Self::Check,
            phone::Tap::Message => Self::Message,
            phone::Tap::Duty => Self::Duty,
            phone::Tap::Live => Self::Live,
            phone::Tap::Sos => Self::Sos,
            phone::Tap::Talk => Self::Talk,
        }
    }
}

fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
