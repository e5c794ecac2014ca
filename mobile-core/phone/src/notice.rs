//! What a phone tells the app around it.

use domain::{CameraAsked, Unit};
use field_unit::{Cadence, FieldUnit, HallClock, ShownOrder, Talk};

use protocol::Watcher;

use crate::running::{CameraSession, TalkSession};

/// Something for the officer, or for the screen to draw anew.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The unit's machine says so.
    Unit(field_unit::Notice),
    /// The store could not be read, was moved aside and begun afresh.
    StoreSetAside {
        /// What was wrong with it.
        reason: String,
    },
    /// Single entries of the store could not be read; they were set aside, and the hall is not told them.
    EntriesSetAside {
        /// How many.
        count: usize,
    },
    /// The disk takes nothing more; what is told is held in memory and tried again.
    StoreFailing {
        /// What the disk said.
        reason: String,
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
    /// The listener was slow, and this many notices went by.
    Missed {
        /// How many.
        count: u64,
    },
}

/// What a phone knows at one moment.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own, and any may hold with any"
)]
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The unit that this phone is, once the hall said so.
    pub unit: Option<Unit>,
    /// Where the officer calls the hall, known off the net too: digits, perhaps after a `+`; none if the hall named no number.
    pub hall_telephone: Option<String>,
    /// Whether the officer is on duty.
    pub on_duty: bool,
    /// Whether the hall can be reached.
    pub online: bool,
    /// Whether the camera is to be on.
    pub live: bool,
    /// Whether anybody needs the camera's picture; while nobody does, none need be encoded.
    pub camera_needed: bool,
    /// Whether anybody needs each layer of the camera's picture, in the order in which it was offered; one beyond the last is
    /// needed.
    pub layers_wanted: Vec<bool>,
    /// Who watches the camera's picture, the longest first.
    pub watchers: Vec<Watcher>,
    /// Who asks the officer to switch the camera on; nobody once it is on.
    pub camera_asked: Option<CameraAsked>,
    /// The officer's line to talk.
    pub talk: Talk,
    /// Whether the officer's call for help is open.
    pub sos: bool,
    /// How often the receiver is to measure, and how well; not at all off duty.
    pub cadence: Option<Cadence>,
    /// How many entries wait for the hall's answer.
    pub waiting: usize,
    /// The unit's open orders, with what the officer did folded in, oldest first.
    pub orders: Vec<ShownOrder>,
    pub(crate) clock: HallClock,
    /// For which session the camera is to be on.
    pub(crate) camera: Option<CameraSession>,
    /// For which session the line to talk is to be open.
    pub(crate) talk_session: Option<TalkSession>,
}

impl Snapshot {
    pub(crate) fn of(
        unit: &FieldUnit,
        camera: Option<CameraSession>,
        talk_session: Option<TalkSession>,
    ) -> Self {
        Self {
            unit: unit.unit().cloned(),
            hall_telephone: unit.telephone().map(ToOwned::to_owned),
            on_duty: unit.is_on_duty(),
            online: unit.is_online(),
            live: unit.is_live(),
            camera_needed: unit.is_camera_needed(),
            layers_wanted: unit.layers_wanted().to_vec(),
            watchers: unit.watchers().to_vec(),
            camera_asked: unit.camera_asked().cloned(),
            talk: unit.talk().clone(),
            sos: unit.is_sos(),
            cadence: unit.cadence(),
            waiting: unit.waiting(),
            orders: unit.orders().collect(),
            clock: unit.clock().clone(),
            camera,
            talk_session,
        }
    }
}
