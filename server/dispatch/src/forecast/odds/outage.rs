//! A phone that is silent: off the net for a while, or dead.
//!
//! Off the net it goes on noting what happens, and tells it later with the true times: only the picture
//! has to wait. A dead phone notes nothing until it is switched on again. Which of the two it is shows
//! by how long the silence lasts.

use crate::forecast::lattice::Lattice;
use crate::habits::Spread;

/// How long a phone is off the net.
const CUT: Spread = Spread { mu: 3.7, sigma: 0.9 };
/// How long a phone is dead.
const DEAD: Spread = Spread { mu: 6.6, sigma: 0.8 };
/// So many times as often as it dies, a phone is off the net.
const CUTS_A_DEATH: f64 = 24.0;

/// A silence that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outage {
    /// How many seconds it has lasted.
    pub(super) so_far_s: f64,
    /// The probability that the phone is dead.
    pub(super) dead: f64,
}

impl Outage {
    pub(super) fn of(so_far_s: f64) -> Self {
        let cut = CUTS_A_DEATH * (1.0 - CUT.at_most(so_far_s));
        let dead = 1.0 - DEAD.at_most(so_far_s);
        Self {
            so_far_s,
            dead: dead / (cut + dead).max(1e-12),
        }
    }

    /// When a dead phone is on again.
    pub(super) fn revived(self, left_s: f64) -> Lattice {
        Lattice::of(left_s, |x| DEAD.at_most_more(self.so_far_s, x))
    }

    /// When the phone is heard again.
    pub(super) fn over(self, left_s: f64) -> Lattice {
        let cut = Lattice::of(left_s, |x| CUT.at_most_more(self.so_far_s, x));
        self.revived(left_s).or(self.dead, &cut)
    }

    /// What a phone notes of `when` it happens, dead or not.
    pub(super) fn noted(self, when: &Lattice, left_s: f64) -> Lattice {
        when.last_of(&self.revived(left_s)).or(self.dead, when)
    }
}
