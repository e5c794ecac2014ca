//! A unit on the board.

use std::collections::BTreeMap;

use domain::{ArrivalDetector, CameraRequest, Fix, OrderId, Timestamp, Unit};

use crate::datum_watch::{DatumWatch, Shift};
use crate::reachability::Reaching;

/// How long a phone may be silent before its unit counts as unreachable.
pub(crate) const SILENCE: std::time::Duration = std::time::Duration::from_mins(1);

/// A unit with what is known of it.
#[expect(clippy::struct_excessive_bools, reason = "any may hold with any")]
#[derive(Clone, Debug)]
pub struct UnitOnBoard {
    /// Who it is.
    pub unit: Unit,
    /// Whether it is on duty.
    pub on_duty: bool,
    /// Since when, if it is and that is known: where it was before is nobody's business.
    pub on_duty_since: Option<Timestamp>,
    /// Whether nothing but its call for help put it on duty.
    pub for_help_only: bool,
    /// When its shift ends, if that was said.
    pub shift_ends: Option<Timestamp>,
    /// When its phone was last heard.
    pub heard_at: Option<Timestamp>,
    /// Whether its phone's line is open.
    pub connected: bool,
    /// Whether its picture can be watched.
    pub live: bool,
    /// That its officer was last asked for the camera, until a picture comes or the unit goes off duty.
    pub camera_request: Option<CameraRequest>,
    /// Its latest fix.
    pub fix: Option<Fix>,
    /// How its phone's positions are shifted, if they are: see [`crate::datum_watch`].
    pub shift: Option<Shift>,
    pub(crate) datum_watch: DatumWatch,
    /// Watches for its arrival, by order.
    pub(crate) arrivals: BTreeMap<OrderId, ArrivalDetector>,
    /// Whether viewers were last told that it is silent.
    pub(crate) shown_unreachable: bool,
    /// How well its phone can be reached.
    pub(crate) reaching: Reaching,
}

impl UnitOnBoard {
    pub(super) fn new(unit: Unit, on_duty: bool) -> Self {
        Self {
            unit,
            on_duty,
            on_duty_since: None,
            for_help_only: false,
            shift_ends: None,
            heard_at: None,
            connected: false,
            live: false,
            camera_request: None,
            fix: None,
            shift: None,
            datum_watch: DatumWatch::default(),
            arrivals: BTreeMap::new(),
            shown_unreachable: false,
            reaching: Reaching::default(),
        }
    }

    /// A fix that declares no datum, with the shift undone that its phone is known for.
    pub(crate) fn put_right(&self, fix: Fix) -> Fix {
        match self.shift {
            Some(shift) => Fix {
                at: shift.undone(fix.at),
                ..fix
            },
            None => fix,
        }
    }

    pub(crate) fn is_silent(&self, now: Timestamp) -> bool {
        self.heard_at.is_none_or(|heard| now >= heard.after(SILENCE))
    }
}
