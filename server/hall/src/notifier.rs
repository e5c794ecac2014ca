//! Tells officers of offers beside the lines that their apps hold.
//!
//! ```text
//! dispatch loop ── wanted ── notifier ──┬── web_push ── the browser's push service ── /field's worker ──┐
//!      ▲                                └── gateway ── the operator's SMS and voice ── the phone ──┐    │
//!      └───────────── heard ────────────────────────────── POST /api/notices/{reference} ──────────┴────┘
//! ```
//!
//! Who is told when, and by what, the machine decides; each notice is on record before it comes here.
//! Queues are bounded, each call has a deadline, and a channel that hangs holds no other up. Who can be
//! told by what is looked up on the disk every time: whoever has signed off is told of nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use dispatch::{Input, NoticeWanted};
use domain::UnitId;
use domain::order::{Channel, NoticeOutcome};
use futures_util::future::join_all;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};

use crate::clock;
use crate::desk::Desk;
use crate::flag::raised;
use crate::store::{Store, StoreError, SubscriptionRow, WaysRow};

mod calling;
mod gateway;
mod reference;
mod rule;
mod web_push;

pub use self::gateway::{BadGateway, Gateway, USUAL_BODY, USUAL_TEXT};
pub use self::rule::{BadPushService, NoticeRule, PushServices};

use self::calling::{Again, Called};
use self::reference::References;
use self::web_push::WebPush;

pub(crate) use self::reference::Referred;
pub(crate) use self::web_push::is_subscription;

/// Notices that may wait to be carried.
const QUEUE: usize = 512;

/// Notices of one channel that are carried at once.
const AT_ONCE: usize = 48;

/// How long carrying one may take: the next rung is near.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long one push service may take with all its tries: less, so that what others took is told.
const PUSHED_WITHIN: Duration = Duration::from_secs(9);

/// How often it is looked at who can be told by what.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Counted notices, by `channel` and `outcome`.
pub(crate) type NoticeCounts = Family<Vec<(&'static str, &'static str)>, Counter>;

/// Where the dispatch loop puts the notices it wants given.
pub(crate) fn queue() -> (mpsc::Sender<NoticeWanted>, mpsc::Receiver<NoticeWanted>) {
    mpsc::channel(QUEUE)
}

/// Tells officers of offers.
#[derive(Clone, Debug)]
pub(crate) struct Notifier(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    desk: Desk,
    rule: NoticeRule,
    references: References,
    push: WebPush,
    http: reqwest::Client,
    /// Somebody can be told by something else than before.
    changed: Notify,
    room: BTreeMap<Channel, Semaphore>,
    counts: NoticeCounts,
}

impl Notifier {
    /// With the keys that the store holds, or fresh ones.
    pub(crate) async fn new(store: Store, desk: Desk, rule: NoticeRule) -> anyhow::Result<Self> {
        let fresh = web_push::fresh_keys()?;
        let keys = store.notice_keys(&fresh).await?;
        let push = WebPush::new(&keys.vapid, rule.contact.clone())?;
        Ok(Self(Arc::new(Parts {
            store,
            desk,
            references: References::new(&keys.reference),
            push,
            http: calling::client()?,
            rule,
            changed: Notify::new(),
            room: Channel::ALL
                .into_iter()
                .map(|channel| (channel, Semaphore::new(AT_ONCE)))
                .collect(),
            counts: NoticeCounts::default(),
        })))
    }

    /// The public key that pages subscribe with.
    pub(crate) fn push_key(&self) -> String {
        self.0.push.public_key()
    }

    /// What the operator decides.
    pub(crate) fn rule(&self) -> &NoticeRule {
        &self.0.rule
    }

    /// How many notices there were.
    pub(crate) fn counts(&self) -> NoticeCounts {
        self.0.counts.clone()
    }

    /// Somebody can be told by something else from now on.
    pub(crate) fn ways_changed(&self) {
        self.0.changed.notify_one();
    }

    /// Which notice a reference is of; none if the hall never gave it.
    pub(crate) fn referred(&self, reference: &str) -> Option<Referred> {
        self.0.references.read(reference)
    }

    /// Takes in what became of a notice.
    pub(crate) async fn heard(&self, of: Referred, outcome: NoticeOutcome) {
        self.count(of.channel, outcome.name());
        let heard = Input::NoticeHeard {
            order: of.order,
            assignment: of.assignment,
            notice: of.notice,
            outcome,
        };
        self.0.desk.tell(heard).await;
    }

    /// Carries what is wanted until the hall stops.
    pub(crate) async fn run(
        self,
        mut wanted: mpsc::Receiver<NoticeWanted>,
        mut stopping: watch::Receiver<bool>,
    ) {
        let mut carrying = JoinSet::new();
        let mut told = BTreeMap::new();
        let mut look = interval(LOOK_EVERY);
        loop {
            tokio::select! {
                Some(wanted) = wanted.recv(), if carrying.len() < QUEUE => {
                    carrying.spawn(self.clone().carry(wanted));
                }
                Some(_) = carrying.join_next(), if !carrying.is_empty() => {}
                _ = look.tick() => self.tell_ways(&mut told).await,
                () = self.0.changed.notified() => self.tell_ways(&mut told).await,
                () = raised(&mut stopping) => return,
            }
        }
    }

    async fn carry(self, wanted: NoticeWanted) {
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
        let of = Referred::from(wanted);
        self.heard(of, outcome).await;
    }

    async fn tried(&self, wanted: NoticeWanted) -> Result<Called, StoreError> {
        let Some(room) = self.0.room.get(&wanted.channel) else {
            return Ok(Called::Refused);
        };
        let Ok(_held) = room.acquire().await else {
            return Ok(Called::Refused);
        };
        let ways = self.0.store.ways(clock::now()).await?;
        let own: Vec<WaysRow> = ways.into_iter().filter(|row| row.unit == wanted.unit).collect();
        match wanted.channel {
            Channel::Push => self.push(wanted, own).await,
            Channel::Sms => Ok(self.ring(self.0.rule.sms.as_ref(), wanted, &own).await),
            Channel::Call => Ok(self.ring(self.0.rule.call.as_ref(), wanted, &own).await),
        }
    }

    async fn push(&self, wanted: NoticeWanted, own: Vec<WaysRow>) -> Result<Called, StoreError> {
        let subscriptions = own.into_iter().filter_map(|row| row.subscription);
        // At once: a service that hangs holds up none of the others.
        let called = join_all(subscriptions.map(|to| self.push_to(wanted, to))).await;
        let mut best = Called::NotThere;
        for called in called {
            best = best.max(called?);
        }
        Ok(best)
    }

    async fn push_to(&self, wanted: NoticeWanted, to: SubscriptionRow) -> Result<Called, StoreError> {
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
                timeout(PUSHED_WITHIN, called).await.unwrap_or(Called::Refused)
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

    async fn ring(&self, gateway: Option<&Gateway>, wanted: NoticeWanted, own: &[WaysRow]) -> Called {
        let numbers: BTreeSet<&String> = own.iter().filter_map(|row| row.number.as_ref()).collect();
        let mut best = Called::NotThere;
        let Some(gateway) = gateway else { return best };
        for number in numbers {
            let reference = self.0.references.write(wanted.into());
            let request = gateway.request(number, &reference);
            let called = match calling::call(&self.0.http, request, Again::Disturbs).await {
                // A gateway that is not where it should be says nothing of the number.
                Called::NotThere => Called::Refused,
                called => called,
            };
            best = best.max(called);
        }
        best
    }

    /// Tells the machine who can be told by what, where that changed.
    async fn tell_ways(&self, told: &mut BTreeMap<UnitId, BTreeSet<Channel>>) {
        let rows = match self.0.store.ways(clock::now()).await {
            Ok(rows) => rows,
            Err(error) => {
                return tracing::warn!(error = %error, "it cannot be looked up who can be told by what");
            }
        };
        let mut ways: BTreeMap<UnitId, BTreeSet<Channel>> = BTreeMap::new();
        for row in rows {
            let own = ways.entry(row.unit).or_default();
            own.extend(row.subscription.map(|_| Channel::Push));
            if row.number.is_some() {
                own.extend(self.0.rule.sms.as_ref().map(|_| Channel::Sms));
                own.extend(self.0.rule.call.as_ref().map(|_| Channel::Call));
            }
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

    fn count(&self, channel: Channel, outcome: &'static str) {
        let labels = vec![("channel", channel.name()), ("outcome", outcome)];
        self.0.counts.get_or_create(&labels).inc();
    }
}
