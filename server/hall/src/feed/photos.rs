//! The photos that reports name.

use std::collections::BTreeSet;

use domain::{Role, Timestamp};
use protocol::api::OrderView;

use super::Feed;

impl Feed {
    /// Whether a photo is part of a report that `role` may read.
    pub(crate) fn shows_photo(&self, role: Role, sha256: &str) -> bool {
        self.read(|seen| {
            let mut orders = seen.orders.values().filter(|(_, towns)| role.sees_any(towns));
            orders.any(|(order, _)| {
                order
                    .reports
                    .iter()
                    .any(|report| report.photo.as_deref() == Some(sha256))
            })
        })
    }

    /// The photos in the reports of the orders that are open or ended after `since`.
    pub(crate) fn photos_since(&self, since: Timestamp) -> BTreeSet<String> {
        let kept = |order: &&OrderView| order.ended_at.is_none_or(|ended| ended > since);
        self.read(|seen| {
            let orders = seen.orders.values().map(|(order, _)| order).filter(kept);
            orders
                .flat_map(|order| order.reports.iter().filter_map(|report| report.photo.clone()))
                .collect()
        })
    }
}
