//! Which layer of its stream each slot of a viewer gets.
//!
//! Every visible slot first gets its smallest layer, the most important slots first, then each in turn the next larger
//! one, as long as the viewer's bandwidth carries it and its tile shows the difference. What a slot has is kept unless
//! there is a clear reason: a larger layer needs room to spare, for a while. It leaves what is carried to the WebRTC library
//! and to `ceiling`.

/// How much more than its cost has to be free for a larger layer, in per cent.
pub(crate) const ROOM_TO_SPARE: u64 = 120;
/// How much higher than its picture a tile may be before a larger layer is worth four times the pixels, in per cent.
const DRAWN_LARGER: u32 = 125;

/// A layer of a stream, as it is at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Its rate, in bits per second; zero if it is not sent.
    pub(crate) bps: u64,
    /// The height of its picture, in pixels; zero if unknown.
    pub(crate) height: u16,
}

/// What a slot wants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// The layers of its stream, by the number the publisher gave them.
    pub(crate) layers: &'a [Layer],
    /// The height of its tile, in pixels; zero if it is not seen.
    pub(crate) height: u16,
    /// Which slots come first: the higher, the earlier.
    pub(crate) priority: u8,
    /// The layer it has.
    pub(crate) present: Option<usize>,
    /// Whether it may be given a larger one than it has.
    pub(crate) may_rise: bool,
}

/// Gives each slot a layer, or none; `budget_bps` is what the viewer's network carries, if that is known.
pub(crate) fn allocate(budget_bps: Option<u64>, wishes: &[Wish<'_>]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&slot| wishes.get(slot).map(|wish| std::cmp::Reverse(wish.priority)));
    let mut left = budget_bps.unwrap_or(u64::MAX);
    let mut given: Vec<Option<usize>> = vec![None; wishes.len()];
    let ladders: Vec<Vec<usize>> = wishes.iter().map(ladder).collect();
    let rungs = ladders.iter().map(Vec::len).max().unwrap_or_default();
    for rung in 0..rungs {
        for &slot in &order {
            let (Some(wish), Some(ladder)) = (wishes.get(slot), ladders.get(slot)) else {
                continue;
            };
            let Some(&layer) = ladder.get(rung) else { continue };
            let before = rung.checked_sub(1).and_then(|below| ladder.get(below).copied());
            if given.get(slot).copied().flatten() != before {
                continue;
            }
            let cost = wish.bps(layer) - before.map_or(0, |before| wish.bps(before)).min(wish.bps(layer));
            if wish.is_rise(layer) && !wish.may_rise || cost.saturating_mul(wish.margin(layer)) / 100 > left {
                continue;
            }
            left -= cost;
            if let Some(given) = given.get_mut(slot) {
                *given = Some(layer);
            }
        }
    }
    given
}

/// The layers a slot may have, the smallest first: none that is not sent, none larger than its tile needs.
fn ladder(wish: &Wish<'_>) -> Vec<usize> {
    if wish.height == 0 {
        return Vec::new();
    }
    let mut ladder: Vec<usize> = (0..wish.layers.len())
        .filter(|&layer| wish.bps(layer) > 0)
        .collect();
    ladder.sort_by_key(|&layer| wish.bps(layer));
    let enough = ladder.iter().position(|&layer| {
        let height = wish.layers.get(layer).map_or(0, |layer| layer.height);
        u32::from(height) * DRAWN_LARGER >= u32::from(wish.height) * 100
    });
    ladder.truncate(enough.map_or(usize::MAX, |last| last + 1));
    ladder
}

impl Wish<'_> {
    fn bps(&self, layer: usize) -> u64 {
        self.layers.get(layer).map_or(0, |layer| layer.bps)
    }

    /// Whether a layer is larger than what the slot has; to have anything is no rise.
    fn is_rise(&self, layer: usize) -> bool {
        self.present
            .is_some_and(|present| self.bps(present) > 0 && self.bps(layer) > self.bps(present))
    }

    fn margin(&self, layer: usize) -> u64 {
        if self.is_rise(layer) { ROOM_TO_SPARE } else { 100 }
    }
}

#[cfg(test)]
mod tests;
