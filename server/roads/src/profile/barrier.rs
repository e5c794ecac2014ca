//! What the tags of a node say to those who pass it.

use domain::TravelMode;

use super::signal::Signals;
use super::{Tags, access};
use crate::mode::PerMode;

const CAR_HEIGHT_M: f64 = 1.9;

/// What a node says to those who pass it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct NodeMarks {
    /// Who cannot pass.
    pub(crate) shut: PerMode<bool>,
    /// Whom its signals stop.
    pub(crate) signals: Signals,
    /// Whether it is a gate that has to be opened.
    pub(crate) gate: bool,
}

impl NodeMarks {
    /// What a node of these tags says.
    pub(crate) fn of(tags: Tags<'_>) -> Self {
        Self {
            shut: PerMode::new(|mode| shut(tags, mode)),
            signals: Signals::of(tags),
            // One that says who may pass is taken to stand open to them.
            gate: tags.is("barrier", &["gate", "lift_gate", "swing_gate"])
                && access::permission(tags, TravelMode::Car).is_none(),
        }
    }

    /// Whether anybody cannot pass.
    pub(crate) fn is_barrier(self) -> bool {
        TravelMode::ALL.iter().any(|&mode| *self.shut.get(mode))
    }
}

/// Whether a `maxheight` in metres is less than a patrol car with its light bar needs.
fn is_low(maxheight: &str) -> bool {
    let metres = maxheight.trim_end_matches('m').trim().parse::<f64>();
    metres.is_ok_and(|metres| metres < CAR_HEIGHT_M)
}

fn shut(tags: Tags<'_>, mode: TravelMode) -> bool {
    let Some(barrier) = tags.get("barrier") else {
        return false;
    };
    if let Some(word) = access::permission(tags, mode) {
        return access::is_closed(word);
    }
    if tags.is("locked", &["yes"]) {
        return true;
    }
    let stops_everybody = matches!(
        barrier,
        "wall" | "fence" | "hedge" | "city_wall" | "retaining_wall" | "guard_rail"
    );
    let stops_wheels = matches!(
        barrier,
        "kissing_gate"
            | "stile"
            | "turnstile"
            | "full-height_turnstile"
            | "log"
            | "horse_stile"
            | "hampshire_gate"
    );
    let stops_cars = matches!(
        barrier,
        "bollard"
            | "block"
            | "chain"
            | "jersey_barrier"
            | "cycle_barrier"
            | "motorcycle_barrier"
            | "planter"
            | "debris"
            | "barrier_board"
            | "bus_trap"
            | "sump_buster"
    ) && !tags.is("bollard", &["rising"])
        || barrier == "height_restrictor" && tags.get("maxheight").is_some_and(is_low);
    match mode {
        TravelMode::Car => stops_everybody || stops_wheels || stops_cars,
        TravelMode::EBike => stops_everybody || stops_wheels,
        TravelMode::Foot => stops_everybody,
    }
}
