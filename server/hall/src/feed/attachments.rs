//! The photos that reports name, with what goes with messages.

use std::collections::BTreeSet;

use domain::order::{Attachment, Message, Party};
use domain::{Role, Timestamp, TownId};
use protocol::api::OrderView;

use super::Feed;
use crate::store::Sender;

impl Feed {
    /// Whether something of these senders is part of a report or a message that `role` may read.
    ///
    /// A message shows only what its own writer has sent: naming what somebody else sent opens it to nobody.
    pub(crate) fn shows_attachment(&self, role: Role, sha256: &str, senders: &BTreeSet<Sender>) -> bool {
        let names = |message: &Message| {
            beside(message).is_some_and(|attachment| attachment.sha256 == sha256)
                && senders.contains(&writer(message))
        };
        self.read(|seen| {
            let mut orders = seen.orders.values();
            orders.any(|(order, towns)| shows(order, towns, role, sha256, &names))
        })
    }

    /// What the reports and messages of the orders name that are open or ended after `since`.
    pub(crate) fn attachments_since(&self, since: Timestamp) -> BTreeSet<String> {
        let kept = |order: &&OrderView| order.ended_at.is_none_or(|ended| ended > since);
        self.read(|seen| {
            let orders = seen.orders.values().map(|(order, _)| order).filter(kept);
            let named = orders.flat_map(|order| {
                let photos = order.reports.iter().filter_map(|report| report.photo.as_ref());
                let beside = order.messages.iter().filter_map(beside);
                photos.chain(beside.map(|attachment| &attachment.sha256))
            });
            named.cloned().collect()
        })
    }
}

/// Officers read the messages that they are shown, and nobody else's reports.
fn shows(
    order: &OrderView,
    towns: &BTreeSet<TownId>,
    role: Role,
    sha256: &str,
    names: &impl Fn(&Message) -> bool,
) -> bool {
    match role {
        Role::Officer { unit } => {
            let mut messages = order.messages.iter();
            messages.any(|message| names(message) && message.is_shown_to(unit, &order.assignments))
        }
        role if role.sees_any(towns) => {
            let mut reports = order.reports.iter();
            order.messages.iter().any(names) || reports.any(|report| report.photo.as_deref() == Some(sha256))
        }
        _ => false,
    }
}

/// As whom whoever wrote a message sends.
fn writer(message: &Message) -> Sender {
    match message.from {
        Party::Hall { by } => by.into(),
        Party::Unit { unit } => unit.into(),
    }
}

fn beside(message: &Message) -> Option<&Attachment> {
    message.attachment.as_ref()
}
