//! What goes into a field unit's machine, with what comes out of it.

use domain::fix::FixFault;
use domain::order::{Attachment, DeclineReason};
use domain::reachability::Permissions;
use domain::{CommandId, OrderId, Role};
use protocol::{Entry, ToHall, ToUnit};

use crate::{Disconnection, Measurement, Memory, PhoneTime, Reading, TalkTap};

/// Something that happened on the phone.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The socket that was asked for is open, and the phone signed in.
    Connected,
    /// The socket could not be opened, or broke. Not told of a socket that [`Output::Disconnect`] closed.
    Disconnected(Disconnection),
    /// The hall said something.
    MessageReceived(ToUnit),
    /// The receiver measured where the phone is.
    FixMeasured(Measurement),
    /// The officer said yes.
    AcceptTapped {
        /// To which order.
        order: OrderId,
    },
    /// The officer said no.
    DeclineTapped {
        /// To which order.
        order: OrderId,
        /// Why.
        reason: DeclineReason,
    },
    /// The officer set off.
    SetOffTapped {
        /// To which order.
        order: OrderId,
    },
    /// The officer says to be at the place.
    ArrivedTapped {
        /// Of which order.
        order: OrderId,
    },
    /// The officer reported.
    ReportWritten {
        /// On which order.
        order: OrderId,
        /// What it says.
        text: String,
        /// The SHA-256 in hex of the photo that belongs to it.
        photo: Option<String>,
    },
    /// The officer ticked an item of a checklist, or took the tick back.
    ItemTapped {
        /// On which order.
        order: OrderId,
        /// Which item, by its identity on the list.
        item: String,
        /// Whether it is done from now on.
        done: bool,
    },
    /// The officer wrote a message.
    MessageWritten {
        /// On which order.
        order: OrderId,
        /// What it says.
        text: String,
        /// What goes with it.
        attachment: Option<Attachment>,
    },
    /// The officer has read messages.
    MessagesRead {
        /// On which order.
        order: OrderId,
        /// Which; those that are read already are passed over.
        messages: Vec<CommandId>,
    },
    /// The officer went on or off duty.
    DutyTapped {
        /// Which of the two.
        on_duty: bool,
    },
    /// The officer is in danger and calls for help.
    SosPressed,
    /// The officer switched the live picture on or off.
    LiveTapped {
        /// Which of the two.
        on: bool,
    },
    /// The officer will not switch the camera on that the hall asks for.
    CameraDeclined,
    /// The officer did something to talk.
    TalkTapped(TalkTap),
    /// The sound of the line to talk goes through, or does no more.
    TalkSounds {
        /// Which of the two.
        sounds: bool,
    },
    /// The app may do this from now on; told at the start and whenever it changes.
    PermissionsChanged(Permissions),
    /// The phone changed networks or found one.
    NetworkChanged,
    /// A push came for the app: the hall has something to say that it could not say on the link.
    Pushed,
    /// The officer wants this phone to have the word again, after another took it.
    TakeOverTapped,
    /// The moment that `poll_timeout` named has come.
    Timeout,
}

/// Something the phone's shell is to do, in this sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Sign in if need be and open the socket; answer with `Connected` or `Disconnected`.
    Connect,
    /// Close the socket, or stop opening it.
    Disconnect,
    /// Send this over the socket; if there is none any more, pass it over.
    Send(ToHall),
    /// Bring this to the disk before doing anything that comes after it.
    Store(Change),
    /// Tell the officer.
    Notify(Notice),
}

/// A change of what the phone keeps on its disk.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new last entry of the outbox.
    Add(Entry),
    /// The hall time of an entry just added is a guess; this is when it happened by the phone's own clock.
    Guessed(CommandId, PhoneTime),
    /// An entry of the same id takes the old one's place, and its hall time is no guess any more.
    Replace(Entry),
    /// Entries leave the outbox.
    Remove(Vec<CommandId>),
    /// This is what the phone knows of the hall, in place of what it knew before.
    Remember(Memory),
    /// This is the best that is known of the hall's clock, in place of what was known before.
    KeepReading(Reading),
}

/// Something for the officer, or for the screen to draw anew.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// An order waits for the officer's answer: ring.
    OrderRang {
        /// Which order.
        order: OrderId,
    },
    /// What is known of an order changed.
    OrderChanged {
        /// Which order.
        order: OrderId,
    },
    /// The hall took an order back from this unit.
    OrderWithdrawn {
        /// Which order.
        order: OrderId,
    },
    /// An order is closed, cancelled, expired or no longer this unit's.
    OrderEnded {
        /// Which order.
        order: OrderId,
    },
    /// What the officer did is not so.
    Refused {
        /// What the officer did.
        tap: Tap,
        /// On which order, if on one.
        order: Option<OrderId>,
        /// The stable name of the reason.
        code: String,
        /// The reason in English.
        message: String,
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
        /// What they are.
        role: Role,
    },
    /// The hall can be reached, or not.
    LinkChanged {
        /// Which of the two.
        online: bool,
    },
    /// The hall's clock was heard for the first time; times shown before were guesses.
    TimeHeard,
    /// Entries came into the outbox or left it.
    OutboxChanged {
        /// How many wait.
        waiting: usize,
    },
    /// The outbox is full of things that may not be lost, so the latest was not taken.
    OutboxFull,
    /// The receiver handed in a measurement that is none.
    FixUnusable(FixFault),
    /// The hall does not know this name with this password, or this phone with this key.
    SignInRefused,
    /// The hall put this phone out: it is to be enrolled anew.
    PhoneRevoked,
    /// Whoever answers at the hall's address has a certificate that is not the hall's; told once until the hall itself answers.
    StrangeHall,
    /// By the phone's clock the hall's certificate has run out, or is not valid yet: the clock is wrong, or the certificate is
    /// to be renewed. Told once until the hall answers.
    CertificateDates,
    /// The phone's key cannot be used, so nobody is signed in. Told once until the hall answers.
    KeyUnusable,
    /// The network's proxy does not let the phone through, for want of a password or by its rules. Told once until the hall answers.
    ProxyRefused,
    /// The same unit signed in on another phone, which has the word until [`Input::TakeOverTapped`].
    Replaced,
}

/// Something an officer does that may be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
