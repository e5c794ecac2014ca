//! How one estimate is shared among the layers of a picture.
//!
//! The smallest layer goes first, since everybody can have it; each larger one gets what is left once that is worth a picture
//! of its size. One that nobody watches, or that there is no room for, is not encoded at all. It leaves the estimate to
//! `bitrate`.

/// As many layers a picture may have (RFC 8853); a phone encodes all of them.
pub const MOST_LAYERS: usize = 3;
/// A layer has as many of the pixels of the next one, and of its bits.
const NEXT_LARGER: u64 = 4;
/// Less than this part of a layer's most, in hundredths, is not worth a picture of its size.
const WORTH_PERCENT: u64 = 33;
/// A layer that rests starts with this much more than it may fall to, in hundredths.
const START_PERCENT: u64 = 125;

/// What each layer gets, the smallest first.
#[derive(Debug)]
pub(crate) struct Shares(Vec<Share>);

/// A layer whose rate has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) layer: usize,
    /// 0 if it is not to be encoded.
    pub(crate) bps: u64,
    /// It was not encoded before.
    pub(crate) starts: bool,
}

#[derive(Debug)]
struct Share {
    most_bps: u64,
    wanted: bool,
    refused: bool,
    bps: Option<u64>,
}

impl Shares {
    /// Shares for so many layers, which have so much together.
    pub(crate) fn new(layers: usize, max_bps: u64) -> Self {
        let layers = layers.clamp(1, MOST_LAYERS);
        let units = (0..layers).map(|layer| NEXT_LARGER.pow(u32::try_from(layer).unwrap_or(0)));
        let all: u64 = units.clone().sum();
        let share = |unit| Share {
            most_bps: max_bps * unit / all,
            wanted: true,
            refused: false,
            bps: None,
        };
        Self(units.map(share).collect())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Takes note of whether somebody watches a layer.
    pub(crate) fn want(&mut self, layer: usize, wanted: bool) {
        if let Some(share) = self.0.get_mut(layer) {
            share.wanted = wanted;
        }
    }

    /// Takes note that the server does not take a layer.
    pub(crate) fn refuse(&mut self, layer: usize) {
        let refused = self.0.get_mut(layer).map(|share| {
            share.refused = true;
            std::mem::take(&mut share.most_bps)
        });
        // The others may have what it had.
        if let Some(largest) = self.0.iter_mut().rev().find(|share| !share.refused) {
            largest.most_bps += refused.unwrap_or_default();
        }
    }

    /// Whether a layer is to be encoded.
    pub(crate) fn runs(&self, layer: usize) -> bool {
        let share = self.0.get(layer);
        share.is_some_and(|share| share.wanted && !share.refused && share.bps != Some(0))
    }

    /// Whether a layer that somebody watches rests for want of room.
    pub(crate) fn wait_for_room(&self) -> bool {
        let mut shares = self.0.iter();
        shares.any(|share| share.wanted && !share.refused && share.bps == Some(0))
    }

    /// Shares so much; each layer whose rate is another one from now on.
    pub(crate) fn share(&mut self, total_bps: u64) -> Vec<Changed> {
        let mut left = total_bps;
        let mut has_one = false;
        let mut changed = Vec::new();
        for (layer, share) in self.0.iter_mut().enumerate() {
            let bps = if share.wanted && !share.refused {
                share.of(left, !has_one)
            } else {
                0
            };
            has_one |= bps > 0;
            left = left.saturating_sub(bps);
            let before = share.bps.replace(bps);
            if before != Some(bps) {
                let starts = bps > 0 && before == Some(0);
                changed.push(Changed { layer, bps, starts });
            }
        }
        changed
    }
}

impl Share {
    /// What it gets of what is left: the first layer whatever there is.
    fn of(&self, left: u64, is_first: bool) -> u64 {
        let worth = self.most_bps * WORTH_PERCENT / 100;
        let least = match self.bps {
            Some(bps) if bps > 0 => worth,
            _ => worth * START_PERCENT / 100,
        };
        if is_first || left >= least {
            left.min(self.most_bps)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests;
