//! Leading the officer to the scenes of the orders at hand.
//!
//! Whoever wants a way has it from here, asks the hall if this says that it is time, and says what came of it: so the loop waits
//! for no net.

use std::collections::BTreeMap;

use domain::OrderId;
use field_unit::{Going, SceneWay, WayWanted};
use protocol::api::WayView;

use super::Running;
use crate::{Way, WayError, boot_time};

/// The ways that were asked about since the start, of orders at hand.
pub(super) type Ways = BTreeMap<OrderId, Led>;

/// A way with why the hall did not answer last, if it did not.
#[derive(Default)]
pub(super) struct Led {
    way: SceneWay,
    /// The hall has told it since the start.
    is_told: bool,
    failure: Option<WayError>,
}

/// A way as it is known.
pub(crate) struct WayKnown {
    /// The newest, or why there is none.
    pub(crate) way: Result<Way, WayError>,
    /// What the hall is to be asked for now, if anything.
    pub(crate) wanted: Option<WayWanted>,
}

impl Running {
    /// The way to an order's scene.
    pub(super) async fn way(&mut self, order: OrderId) -> Result<WayKnown, WayError> {
        let at_hand: BTreeMap<_, _> = self
            .unit
            .orders()
            .map(|shown| (shown.order.id, shown.assignment.state))
            .collect();
        self.ways.retain(|order, _| at_hand.contains_key(order));
        let state = *at_hand.get(&order).ok_or(WayError::NotAtHand)?;
        let mut kept = None;
        if !self.ways.contains_key(&order) {
            let read = self.saving.with(move |store| store.scene_way(order)).await;
            kept = read.unwrap_or_else(|error| {
                tracing::error!(error = error.chain(), "the way that was kept cannot be read");
                None
            });
        }
        let going = Going {
            now: boot_time::phone_time(),
            position: self.unit.position(),
            state,
        };
        let online = self.unit.is_online();
        let led = self.ways.entry(order).or_insert_with(|| Led {
            way: SceneWay::kept(kept),
            ..Led::default()
        });
        let wanted = if online { led.way.ask(going) } else { None };
        Ok(WayKnown {
            way: led.newest(!online),
            wanted,
        })
    }

    /// What came of asking the hall: its way, or else the newest that is known.
    pub(super) async fn way_told(
        &mut self,
        order: OrderId,
        told: Result<WayView, WayError>,
    ) -> Result<Way, WayError> {
        let at_hand = self.unit.orders().any(|shown| shown.order.id == order);
        if !at_hand {
            self.ways.remove(&order);
            return Err(WayError::NotAtHand);
        }
        let led = self.ways.entry(order).or_default();
        match told {
            Ok(fresh) => {
                (led.is_told, led.failure) = (true, None);
                led.way.told(fresh);
                if let Some(newest) = led.way.newest().cloned() {
                    let kept = self.saving.with(move |store| store.keep_scene_way(&newest));
                    if let Err(error) = kept.await {
                        tracing::warn!(error = error.chain(), "a way cannot be kept for off the net");
                    }
                }
            }
            Err(error) => {
                led.way.failed();
                led.failure = Some(error);
            }
        }
        self.ways.entry(order).or_default().newest(false)
    }
}

impl Led {
    /// The newest way, told before if the hall is `away` or had no answer; or why there is none.
    fn newest(&self, away: bool) -> Result<Way, WayError> {
        let failure = self.failure.clone();
        let kept = away || !self.is_told || failure.is_some();
        let newest = self.way.newest().map(|newest| Way::of(newest, kept));
        newest.ok_or_else(|| failure.unwrap_or(WayError::Away))
    }
}
