//! Carrying one notice by its channel.
//!
//! Each carrier has room of its own: push services that hang leave the gateways theirs, and one vendor's
//! leaves the others theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dispatch::NoticeWanted;
use domain::order::{Channel, NoticeOutcome};
use futures_util::future::{BoxFuture, join_all};
use protocol::api::{NewAppPush, PushVendor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::calling::{self, Again, Called};
use super::{Gateway, Notifier, Referred, web_push};
use crate::clock;
use crate::store::{StoreError, SubscriptionRow, WaysRow};

/// Notices of one carrier that are carried at once.
const AT_ONCE: usize = 48;

/// How long carrying one may take: the next rung is near.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long one push service may take with all its tries: less, so that what others took is told.
const PUSHED_WITHIN: Duration = Duration::from_secs(9);

/// Who carries notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Carrier {
    WebPush,
    App(PushVendor),
    Sms,
    Call,
}

/// The room of each carrier.
#[derive(Debug)]
pub(super) struct Room(BTreeMap<Carrier, Semaphore>);

impl Default for Room {
    fn default() -> Self {
        let apps = PushVendor::ALL.into_iter().map(Carrier::App);
        let carriers = [Carrier::WebPush, Carrier::Sms, Carrier::Call]
            .into_iter()
            .chain(apps);
        Self(
            carriers
                .map(|carrier| (carrier, Semaphore::new(AT_ONCE)))
                .collect(),
        )
    }
}

impl Room {
    /// Does what is done by a carrier once it has room.
    async fn within(&self, carrier: Carrier, work: impl Future<Output = Called>) -> Called {
        let Some(room) = self.0.get(&carrier) else {
            return Called::Refused;
        };
        match room.acquire().await {
            Ok(_held) => work.await,
            Err(_) => Called::Refused,
        }
    }
}

impl Notifier {
    /// Carries a notice, and says what became of it unless that is heard from elsewhere.
    pub(super) async fn carry(self, wanted: NoticeWanted, _place: OwnedSemaphorePermit) {
        let channel = wanted.channel;
        let came_of_it = timeout(DEADLINE, self.tried(wanted)).await;
        let outcome = match came_of_it {
            Ok(Ok(Called::Taken)) => return self.count(channel, "given"),
            Ok(Ok(Called::NotThere)) => NoticeOutcome::Gone,
            Ok(Ok(Called::Refused)) | Err(_) => NoticeOutcome::Failed,
            Ok(Err(error)) => {
                tracing::warn!(error = %error, "it cannot be looked up how an officer is told");
                NoticeOutcome::Failed
            }
        };
        // What is not kept is not so; the next rung comes when it is due.
        let _ = self.heard(Referred::from(wanted), outcome).await;
    }

    async fn tried(&self, wanted: NoticeWanted) -> Result<Called, StoreError> {
        let ways = self.0.store.ways(clock::now()).await?;
        let own: Vec<WaysRow> = ways.into_iter().filter(|row| row.unit == wanted.unit).collect();
        match wanted.channel {
            Channel::Push => self.push(wanted, own).await,
            Channel::Sms => Ok(self
                .ring(Carrier::Sms, self.0.rule.sms.as_ref(), wanted, &own)
                .await),
            Channel::Call => Ok(self
                .ring(Carrier::Call, self.0.rule.call.as_ref(), wanted, &own)
                .await),
        }
    }

    async fn push(&self, wanted: NoticeWanted, own: Vec<WaysRow>) -> Result<Called, StoreError> {
        let mut pushes: Vec<BoxFuture<'_, Result<Called, StoreError>>> = Vec::new();
        for row in own {
            if let Some(to) = row.subscription {
                pushes.push(Box::pin(self.push_to_page(wanted, to)));
            }
            if let Some(to) = row.app.filter(|to| self.0.rule.apps.has(to.vendor)) {
                pushes.push(Box::pin(self.push_to_app(wanted, to)));
            }
        }
        let mut best = Called::NotThere;
        // At once: a service that hangs holds up none of the others.
        for called in join_all(pushes).await {
            best = best.max(called?);
        }
        Ok(best)
    }

    async fn push_to_page(&self, wanted: NoticeWanted, to: SubscriptionRow) -> Result<Called, StoreError> {
        let SubscriptionRow {
            endpoint,
            p256dh,
            auth,
            language,
        } = to;
        let reference = self.0.references.write(wanted.into());
        let target = web_push::Target {
            endpoint: &endpoint,
            p256dh: &p256dh,
            auth: &auth,
            language,
        };
        let called = match self.0.push.request(clock::now(), target, &wanted, reference) {
            Ok(request) => {
                let called = calling::call(&self.0.http, request, Again::Harmless);
                self.pushed(Carrier::WebPush, called).await
            }
            Err(fault) => {
                tracing::warn!(unit.id = %wanted.unit, fault = %fault, "a push cannot be made");
                Called::NotThere
            }
        };
        if called == Called::NotThere {
            self.0.store.remove_endpoint(&endpoint).await?;
            self.ways_changed();
        }
        Ok(called)
    }

    async fn push_to_app(&self, wanted: NoticeWanted, to: NewAppPush) -> Result<Called, StoreError> {
        let reference = self.0.references.write(wanted.into());
        let called = self.0.vendors.push(&self.0.http, &to, &reference);
        let called = self.pushed(Carrier::App(to.vendor), called).await;
        if called == Called::NotThere {
            self.0.store.remove_app(&to).await?;
            self.ways_changed();
        }
        Ok(called)
    }

    async fn pushed(&self, carrier: Carrier, called: impl Future<Output = Called>) -> Called {
        let called = self.0.room.within(carrier, called);
        timeout(PUSHED_WITHIN, called).await.unwrap_or(Called::Refused)
    }

    async fn ring(
        &self,
        carrier: Carrier,
        gateway: Option<&Gateway>,
        wanted: NoticeWanted,
        own: &[WaysRow],
    ) -> Called {
        let numbers: BTreeSet<&String> = own.iter().filter_map(|row| row.number.as_ref()).collect();
        let mut best = Called::NotThere;
        let Some(gateway) = gateway else { return best };
        for number in numbers {
            let reference = self.0.references.write(wanted.into());
            let request = gateway.request(number, &reference);
            let called = calling::call(&self.0.http, request, Again::Disturbs);
            let called = match self.0.room.within(carrier, called).await {
                // A gateway that is not where it should be says nothing of the number.
                Called::NotThere => Called::Refused,
                called => called,
            };
            best = best.max(called);
        }
        best
    }
}

#[cfg(test)]
mod tests;
