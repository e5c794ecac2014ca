//! Tells officers of offers beside the lines that their apps hold.
//!
//! ```text
//! dispatch loop ── wanted ── notifier ──┬── web_push ── the browser's push service ── /field's worker ──┐
//!      ▲                                ├── vendors ── the phone's push service ──── the app ──────────┤
//!      │                                └── gateway ── the operator's SMS and voice ── the phone ──┐    │
//!      └───────────── heard ────────────────────────────── POST /api/notices/{reference} ──────────┴────┘
//! ```
//!
//! Who is told when, and by what, the machine decides; each notice is on record before it comes here, and so
//! is what becomes of it before anybody is told that it was heard. Queues are bounded, each call has a
//! deadline, and what hangs holds nothing else up. Who can be told by what is looked up on the disk every
//! time: whoever has signed off is told of nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dispatch::NoticeWanted;
use domain::order::{Channel, NoticeOutcome};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::desk::{AskFault, Desk, Noted};
use crate::flag::raised;
use crate::store::Store;

mod calling;
mod carrying;
mod gateway;
mod reference;
mod rule;
mod vendors;
mod ways;
mod web_push;

pub use self::gateway::{BadGateway, Gateway, USUAL_BODY, USUAL_TEXT};
pub use self::rule::{BadPushService, NoticeRule, PushServices};
pub use self::vendors::{
    AppPushes, BadFcmAccount, FcmAccount, HmsApp, MiApp, USUAL_FCM_URL, USUAL_HMS_TOKEN_URL, USUAL_HMS_URL,
    USUAL_MI_URL,
};

use self::carrying::Room;
use self::reference::References;
pub(crate) use self::vendors::address as push_address;
use self::vendors::{VendorFaults, Vendors};
use self::web_push::WebPush;

pub(crate) use self::reference::Referred;
pub(crate) use self::web_push::is_subscription;

/// Notices of one channel that may wait to be carried.
const QUEUE: usize = 512;

/// How long a service keeps a push for a phone that is away: by then the offer is somebody else's.
const KEPT: Duration = Duration::from_mins(1);

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
    vendors: Vendors,
    room: Room,
    /// Places for notices of each channel: one that hangs takes none of another's.
    places: BTreeMap<Channel, Arc<Semaphore>>,
    counts: NoticeCounts,
}

impl Notifier {
    /// With the keys that the store holds, or fresh ones.
    pub(crate) async fn new(store: Store, desk: Desk, rule: NoticeRule) -> anyhow::Result<Self> {
        let fresh = web_push::fresh_keys()?;
        let keys = store.notice_keys(&fresh).await?;
        let push = WebPush::new(&keys.vapid, rule.contact.clone())?;
        if rule.contact.is_none() && rule.services.has_apple() {
            tracing::warn!(
                "push_contact is not set: Apple's push service takes no push of a hall that it cannot turn to"
            );
        }
        Ok(Self(Arc::new(Parts {
            store,
            desk,
            references: References::new(&keys.reference),
            push,
            http: calling::client()?,
            vendors: Vendors::new(&rule.apps),
            rule,
            changed: Notify::new(),
            room: Room::default(),
            places: Channel::ALL
                .into_iter()
                .map(|channel| (channel, Arc::new(Semaphore::new(QUEUE))))
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

    /// What push services for apps have against the hall.
    pub(crate) fn faults(&self) -> VendorFaults {
        self.0.vendors.faults()
    }

    /// Somebody can be told by something else from now on.
    pub(crate) fn ways_changed(&self) {
        self.0.changed.notify_one();
    }

    /// Which notice a reference is of; none if the hall never gave it.
    pub(crate) fn referred(&self, reference: &str) -> Option<Referred> {
        self.0.references.read(reference)
    }

    /// Takes in what became of a notice; what is heard once more counts for nothing. It is on record when this is done.
    pub(crate) async fn heard(&self, of: Referred, outcome: NoticeOutcome) -> Result<Noted, AskFault> {
        let noted = self.0.desk.note(of.heard(outcome)).await?;
        if noted == Noted::News {
            self.count(of.channel, outcome.name());
        }
        Ok(noted)
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
                Some(wanted) = wanted.recv() => match self.place(wanted.channel) {
                    Some(place) => drop(carrying.spawn(self.clone().carry(wanted, place))),
                    None => self.has_no_place(wanted).await,
                },
                Some(_) = carrying.join_next(), if !carrying.is_empty() => {}
                _ = look.tick() => self.tell_ways(&mut told).await,
                () = self.0.changed.notified() => self.tell_ways(&mut told).await,
                () = raised(&mut stopping) => return,
            }
        }
    }

    /// A place for one more notice of the channel.
    fn place(&self, channel: Channel) -> Option<OwnedSemaphorePermit> {
        Arc::clone(self.0.places.get(&channel)?).try_acquire_owned().ok()
    }

    async fn has_no_place(&self, wanted: NoticeWanted) {
        self.count(wanted.channel, NoticeOutcome::Failed.name());
        let heard = Referred::from(wanted).heard(NoticeOutcome::Failed);
        self.0.desk.tell(heard).await;
    }

    fn count(&self, channel: Channel, outcome: &'static str) {
        let labels = vec![("channel", channel.name()), ("outcome", outcome)];
        self.0.counts.get_or_create(&labels).inc();
    }
}
