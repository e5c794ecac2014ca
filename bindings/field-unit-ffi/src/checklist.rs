//! An order's checklist, as an app shows it and the officer ticks it.

use phone::ShownOrder;

use crate::phone::id;
use crate::{FieldPhone, PhoneFault};

/// Something that the officers at the scene see to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChecklistItem {
    /// Its identity on the list, by which [`FieldPhone::check_item`] ticks it.
    pub id: String,
    /// What it says in Chinese.
    pub zh: String,
    /// What it says in English.
    pub en: String,
    /// Whether it is done.
    pub done: bool,
    /// Who ticked it last, or took the tick back; none if nobody has yet.
    pub tick: Option<Tick>,
}

/// Who ticked an item, or took the tick back.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Tick {
    /// The unit.
    pub unit: String,
    /// What the hall calls the unit; empty for this unit's own until the hall has said it.
    pub unit_name: String,
    /// When, in hall time.
    pub at_ms: i64,
    /// Whether it is in the hall; until then it waits on this phone.
    pub sent: bool,
}

#[uniffi::export]
impl FieldPhone {
    /// The officer ticks an item of an order's checklist, or takes the tick back. What is so already is passed over. Done when it is
    /// stored; it goes to the hall by itself.
    pub async fn check_item(&self, order: String, item: String, done: bool) -> Result<(), PhoneFault> {
        let (order, phone) = (id(order)?, self.phone().clone());
        let checked = async move { phone.check_item(order, item, done).await };
        Ok(self.threads().run(checked).await??)
    }
}

/// The checklist of an order.
pub(crate) fn checklist(shown: &ShownOrder) -> Vec<ChecklistItem> {
    let items = shown.order.checklist.iter();
    let items = items.map(|known| ChecklistItem {
        id: known.item.id.clone(),
        zh: known.item.zh.clone(),
        en: known.item.en.clone(),
        done: known.is_done(),
        tick: known.tick().map(|tick| Tick {
            unit: tick.unit.to_string(),
            unit_name: tick.name.clone(),
            at_ms: tick.when.at.as_millis(),
            sent: !shown.unsent_items.contains(&known.item.id),
        }),
    });
    items.collect()
}
