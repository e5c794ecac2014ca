//! Telling the machine who can be told by what.

use std::collections::{BTreeMap, BTreeSet};

use dispatch::Input;
use domain::UnitId;
use domain::order::Channel;

use super::Notifier;
use crate::clock;
use crate::store::WaysRow;

impl Notifier {
    /// Tells the machine who can be told by what, where that changed.
    pub(super) async fn tell_ways(&self, told: &mut BTreeMap<UnitId, BTreeSet<Channel>>) {
        let rows = match self.0.store.ways(clock::now()).await {
            Ok(rows) => rows,
            Err(error) => {
                return tracing::warn!(error = %error, "it cannot be looked up who can be told by what");
            }
        };
        let mut ways: BTreeMap<UnitId, BTreeSet<Channel>> = BTreeMap::new();
        for row in rows {
            ways.entry(row.unit).or_default().extend(self.by(&row));
        }
        let units: BTreeSet<UnitId> = ways.keys().chain(told.keys()).copied().collect();
        for unit in units {
            let now = ways.get(&unit).cloned().unwrap_or_default();
            if told.get(&unit).cloned().unwrap_or_default() != now {
                self.0.desk.tell(Input::WaysKnown { unit, ways: now }).await;
            }
        }
        *told = ways;
    }

    /// By what a signed-in officer can be told.
    fn by(&self, row: &WaysRow) -> BTreeSet<Channel> {
        let rule = &self.0.rule;
        let app = row.app.as_ref().is_some_and(|app| rule.apps.has(app.vendor));
        let number = row.number.is_some();
        let ways = [
            (Channel::Push, row.subscription.is_some() || app),
            (Channel::Sms, number && rule.sms.is_some()),
            (Channel::Call, number && rule.call.is_some()),
        ];
        ways.into_iter()
            .filter(|(_, there)| *there)
            .map(|(channel, _)| channel)
            .collect()
    }
}
