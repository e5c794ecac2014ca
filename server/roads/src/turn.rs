//! What it costs to go from one road into another.
//!
//! A car slows down for a bend and waits for oncoming traffic. The curve follows the one
//! of OSRM's car profile, which many cities have tuned.

use domain::TravelMode;

/// On which side of the road a city drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Right,
    Left,
}

/// A turn at a junction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// By how many degrees the direction changes, −180 to 180; to the right is positive.
    pub(crate) bend_deg: f64,
    /// Whether it goes back on the road it came from.
    pub(crate) goes_back: bool,
    /// How many roads meet there, as far as the mode may use them.
    pub(crate) arms: usize,
    /// How long whoever turns waits there first, in milliseconds: for signals, at a gate.
    pub(crate) waiting_ms: u32,
}

/// What turning back costs a car, in milliseconds, wherever it does so.
pub(crate) const CAR_U_TURN_MS: u32 = 20_000;
const E_BIKE_U_TURN_MS: u32 = 4_000;

/// What it costs to turn back in the middle of a street, in milliseconds.
pub(crate) const fn turning_back_ms(mode: TravelMode) -> u32 {
    match mode {
        TravelMode::Car => CAR_U_TURN_MS,
        TravelMode::EBike => E_BIKE_U_TURN_MS,
        TravelMode::Foot => 0,
    }
}

/// What `turn` costs, in milliseconds.
pub(crate) fn cost_ms(mode: TravelMode, side: Side, turn: Turn) -> u32 {
    if turn.goes_back {
        return turning_back_ms(mode);
    }
    // Where only two roads meet nobody waits, however sharp the bend.
    let crossing = turn.arms > 2;
    let (most_ms, bias) = match mode {
        TravelMode::Car if crossing => (7_500.0, 1.075),
        TravelMode::EBike if crossing => (3_000.0, 1.1),
        TravelMode::Car | TravelMode::EBike | TravelMode::Foot => return turn.waiting_ms,
    };
    let toward_kerb = match side {
        Side::Right => turn.bend_deg,
        Side::Left => -turn.bend_deg,
    };
    let share = toward_kerb.abs() / 180.0;
    let exponent = if toward_kerb >= 0.0 {
        13.0 / bias * share - 6.5 * bias
    } else {
        13.0 * bias * share - 6.5 / bias
    };
    turn.waiting_ms
        .saturating_add(whole_ms(most_ms / (1.0 + (-exponent).exp())))
}

/// `milliseconds` as a whole number that a search can add up without overflow.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
pub(crate) fn whole_ms(milliseconds: f64) -> u32 {
    (milliseconds + 0.5).clamp(0.0, f64::from(MOST_MS)) as u32
}

/// The longest time that a stretch, a turn or a limit may have: twelve days.
pub(crate) const MOST_MS: u32 = 1 << 30;

#[cfg(test)]
mod tests;
