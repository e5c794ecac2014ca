//! The checklist on the order of the samples.

use domain::order::{ChecklistItem, ItemChecked, OrderCommand};
use domain::{AssignmentId, Order};

use super::{at, id, tell};
use crate::Told;

/// What is seen to at a quarrel.
pub(super) fn list() -> Vec<ChecklistItem> {
    let item = |id: &str, zh: &str, en: &str| ChecklistItem {
        id: id.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    vec![
        item("kept_apart", "分开双方", "Keep both sides apart"),
        item("anybody_hurt", "查看有无伤者", "Look for anybody hurt"),
    ]
}

/// A unit ticks an item and takes the tick back.
pub(super) fn check(order: &mut Order, assignment: AssignmentId) {
    for (number, done) in [(0xf1, true), (0xf2, false)] {
        let checked = ItemChecked {
            id: id(number),
            assignment,
            item: "kept_apart".to_owned(),
            done,
            name: "01".to_owned(),
            at: at(620),
            error_ms: 20,
        };
        tell(order, 1002, OrderCommand::CheckItem(checked));
    }
}

/// What the phone tells of a tick.
pub(crate) fn item_checked() -> Told {
    Told::ItemChecked {
        order: id(0x0),
        assignment: id(0xa1),
        item: "kept_apart".to_owned(),
        done: true,
    }
}
