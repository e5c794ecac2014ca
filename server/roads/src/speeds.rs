//! How much faster or slower than the network assumes each mode gets along each class of road.

use domain::TravelMode;

use crate::class::RoadClass;
use crate::mode::PerMode;

/// A factor for each class of road and mode: 1 as assumed, 2 twice as fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speeds {
    factors: PerMode<[f64; RoadClass::ALL.len()]>,
}

/// No factor lies beyond this or its inverse: what would is no traffic but a mistake.
const MOST: f64 = 5.0;

impl Default for Speeds {
    fn default() -> Self {
        Self {
            factors: PerMode::new(|_| [1.0; RoadClass::ALL.len()]),
        }
    }
}

impl Speeds {
    /// The same, with `factor` for `mode` on roads of `class`.
    ///
    /// The factor is kept between a fifth and five; one that is no number changes nothing.
    #[must_use]
    pub fn with(mut self, mode: TravelMode, class: RoadClass, factor: f64) -> Self {
        if let Some(slot) = self.factors.get_mut(mode).get_mut(class as usize)
            && !factor.is_nan()
        {
            *slot = factor.clamp(1.0 / MOST, MOST);
        }
        self
    }

    /// By how much the factor that differs most from that of `other` does: 0.1 for a tenth.
    pub fn difference(&self, other: &Self) -> f64 {
        let all = TravelMode::ALL.into_iter().flat_map(|mode| {
            let pairs = self.factors.get(mode).iter().zip(other.factors.get(mode));
            pairs.map(|(own, others)| (own / others - 1.0).abs())
        });
        all.fold(0.0, f64::max)
    }

    /// The factor for `mode` on roads of `class`.
    pub fn factor(&self, mode: TravelMode, class: RoadClass) -> f64 {
        self.factors.get(mode).get(class as usize).copied().unwrap_or(1.0)
    }
}
