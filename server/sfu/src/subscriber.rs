//! What a viewer receives.
//!
//! Who watches one stream has one slot; a wall has several on one connection and moves streams into them. It leaves
//! which layer a slot gets to `allocation`, and what becomes of a packet to the slot.

use std::time::{Duration, Instant};

use str0m::media::Mid;

use crate::allocation::{self, Wish};
use crate::answer::Pair;
use crate::ceiling::{Carried, Ceiling};
use crate::credentials::Mint;
use crate::messages::{SlotId, StreamKey};
use crate::slot::Slot;

/// How often the layers are chosen anew.
const CHOOSE_EVERY: Duration = Duration::from_millis(500);

/// The receiving half of a peer.
pub(crate) struct Subscriber {
    slots: Vec<Slot>,
    estimate_bps: Option<u64>,
    ceiling: Ceiling,
    choose_at: Option<Instant>,
}

impl Subscriber {
    /// Starts a viewer's slots, all of them empty.
    pub(crate) fn new(pairs: Vec<Pair>, mint: &mut Mint) -> Self {
        let slots = pairs.into_iter().map(|pair| Slot::new(pair, mint)).collect();
        Self {
            slots,
            estimate_bps: None,
            ceiling: Ceiling::default(),
            choose_at: None,
        }
    }

    /// A slot.
    pub(crate) fn slot(&mut self, slot: SlotId) -> Option<&mut Slot> {
        self.slots.get_mut(usize::from(slot.0))
    }

    /// The slot that has a media section.
    pub(crate) fn slot_of(&self, mid: Mid) -> Option<SlotId> {
        let at = self.slots.iter().position(|slot| slot.has(mid))?;
        u8::try_from(at).ok().map(SlotId)
    }

    /// Takes no video before the next key frames, because what came before them is lost.
    pub(crate) fn shut(&mut self) {
        for slot in &mut self.slots {
            slot.shut();
        }
    }

    /// The streams it watches, by slot.
    pub(crate) fn streams(&self) -> impl Iterator<Item = (SlotId, StreamKey)> + '_ {
        let numbered = (0..).map(SlotId).zip(&self.slots);
        numbered.filter_map(|(id, slot)| Some((id, slot.stream()?)))
    }

    /// Takes note of what its network carries.
    pub(crate) fn estimated(&mut self, bps: u64) {
        self.estimate_bps = Some(bps);
        self.choose_at = None;
    }

    /// Takes note of how much of what it was sent arrived.
    pub(crate) fn carried(&mut self, now: Instant, carried: Carried) {
        if self.ceiling.carried(now, carried) {
            self.choose_at = None;
        }
    }

    /// What its network carries, as far as is known.
    #[cfg(test)]
    pub(crate) fn estimate_bps(&self) -> Option<u64> {
        self.estimate_bps
    }

    /// Tells whether it is time to choose the layers.
    pub(crate) fn must_choose(&self, now: Instant) -> bool {
        self.choose_at.is_none_or(|at| at <= now)
    }

    /// Chooses the layers, given those of each slot's stream: as they are sent, and as they would be if none rested.
    pub(crate) fn choose(
        &mut self,
        now: Instant,
        sent: &[Vec<allocation::Layer>],
        known: &[Vec<allocation::Layer>],
    ) -> Chosen {
        self.choose_at = Some(now + CHOOSE_EVERY);
        let budget_bps = self.budget_bps(now, known);
        let given = self.allocate(now, budget_bps, sent);
        let wanted = if sent == known {
            given.clone()
        } else {
            self.allocate(now, budget_bps, known)
        };
        let mut chosen = Chosen::default();
        let slots = (0..).map(SlotId).zip(&mut self.slots).zip(sent);
        for (((id, slot), layers), (given, wanted)) in slots.zip(given.into_iter().zip(wanted)) {
            let asks = slot.want(wanted);
            let given = slot.bridge(now, given, layers);
            let turns = slot.turn_to(now, given);
            let Some(stream) = slot.stream() else { continue };
            if asks || turns {
                chosen.needing.push(stream);
            }
            if let Some(layer) = slot.layer().filter(|_| turns) {
                chosen.turned.push(Turned {
                    slot: id,
                    stream,
                    layer,
                    was_dark: slot.is_dark(),
                });
            }
        }
        chosen
    }

    /// What there is to share out: who watches one stream has a ceiling instead of an estimate.
    fn budget_bps(&mut self, now: Instant, known: &[Vec<allocation::Layer>]) -> Option<u64> {
        let ceiling_bps = match (self.slots.as_slice(), known) {
            ([slot], [layers]) => self.ceiling.bps(now, layers, slot.layer()),
            _ => None,
        };
        self.estimate_bps.into_iter().chain(ceiling_bps).min()
    }

    fn allocate(
        &self,
        now: Instant,
        budget_bps: Option<u64>,
        layers: &[Vec<allocation::Layer>],
    ) -> Vec<Option<usize>> {
        let slots = self.slots.iter().zip(layers);
        let wishes: Vec<Wish<'_>> = slots.map(|(slot, layers)| slot.wish(now, layers)).collect();
        allocation::allocate(budget_bps, &wishes)
    }

    /// The streams of all slots, in their order.
    pub(crate) fn placed(&self) -> Vec<Option<StreamKey>> {
        self.slots.iter().map(Slot::stream).collect()
    }
}

/// What was chosen.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) turned: Vec<Turned>,
    /// The streams of which other layers are needed than before.
    pub(crate) needing: Vec<StreamKey>,
}

/// A slot that has turned to another layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turned {
    pub(crate) slot: SlotId,
    pub(crate) stream: StreamKey,
    pub(crate) layer: usize,
    /// It showed nothing until now.
    pub(crate) was_dark: bool,
}
