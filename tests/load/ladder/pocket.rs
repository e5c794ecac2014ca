//! An officer whose phone is in a pocket: the app behind a net that falls asleep, the page's push, a number.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::order::{Addressee, NoticeOutcome, OrderKind};
use domain::{Timestamp, TownId};
use futures_util::future::try_join_all;
use phone::Phone;
use protocol::api::{NewOrder, OrderView};
use serde_json::json;
use tests::desk::order_to;
use tests::district::scene;
use tests::pushes::{Browser, PushService};
use tests::relay::TcpRelay;
use tests::test_hall::{Officer, PASSWORD};
use tests::{Desk, TestHall};
use tokio::time::{Instant, sleep, timeout};

use super::nets::Nets;

/// An order that nothing confirmed is given up after so long.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(35);
/// How soon an app that wakes has its line.
const AWAKE_WITHIN: Duration = Duration::from_secs(20);
/// How often an order's record is looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(250);

/// One officer's pocket.
pub(super) struct Pocket {
    officer: Officer,
    phone: Phone,
    net: TcpRelay,
    browser: Arc<Browser>,
}

/// What came of one order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rang {
    pub(super) kind: OrderKind,
    /// After how many milliseconds the hall knew that the phone had rung; none if it never did.
    pub(super) after_ms: Option<f64>,
    /// By what.
    pub(super) by: &'static str,
}

/// Sends so many orders, to each officer one after the other.
pub(super) async fn send_all(
    pockets: &mut [Pocket],
    dispatcher: &Desk,
    nets: &Nets,
    orders: u32,
) -> anyhow::Result<Vec<Rang>> {
    let count = u32::try_from(pockets.len())?.max(1);
    let sending = pockets
        .iter()
        .zip(0..)
        .map(|(pocket, number): (_, u32)| async move {
            let mut rang = Vec::new();
            let mut kinds = OrderKind::ALL
                .iter()
                .cycle()
                .skip(number as usize % OrderKind::ALL.len());
            let mut order = number;
            while let Some(kind) = kinds.next().filter(|_| order < orders) {
                rang.push(pocket.order(dispatcher, nets, *kind).await?);
                order = order.saturating_add(count);
            }
            anyhow::Ok(rang)
        });
    Ok(try_join_all(sending).await?.concat())
}

impl Pocket {
    pub(super) async fn fill(
        hall: &TestHall,
        service: &PushService,
        town: TownId,
        number: u16,
    ) -> anyhow::Result<Self> {
        let officer = hall.officer(&format!("Vaduz {number}"), town).await;
        let page = Desk::sign_in(&hall.url(), &officer.name, PASSWORD).await;
        let browser = Arc::new(Browser::new(service, &format!("browser-{number}")));
        let telephone = json!({ "number": format!("+86138{number:08}") });
        for (path, body) in [
            ("/api/push", browser.subscription()),
            ("/api/telephone", telephone),
        ] {
            let status = page.put(path, &body).await;
            anyhow::ensure!(status.is_success(), "{path}: {status}");
        }
        let net = TcpRelay::to(hall.address).await;
        let phone = hall.online_phone(&officer, Some(net.address)).await;
        Ok(Self {
            officer,
            phone,
            net,
            browser,
        })
    }

    pub(super) fn browser(&self) -> Arc<Browser> {
        Arc::clone(&self.browser)
    }

    pub(super) async fn empty(self) {
        self.net.mend();
        self.phone.shutdown().await;
    }

    async fn order(&self, dispatcher: &Desk, nets: &Nets, kind: OrderKind) -> anyhow::Result<Rang> {
        if nets.is_awake() {
            self.wake().await?;
        } else {
            self.net.stall();
        }
        let order: OrderView = dispatcher
            .try_post(
                "/api/orders",
                &NewOrder {
                    kind: Some(kind),
                    ..order_to(Addressee::Unit(self.officer.unit), scene())
                },
            )
            .await
            .context("sending an order")?;
        let path = format!("/api/orders/{}", order.id);
        let given_up = Instant::now() + GIVEN_UP_AFTER;
        let mut rang = None;
        while rang.is_none() && Instant::now() < given_up {
            sleep(LOOKS_EVERY).await;
            rang = confirmed(&dispatcher.get::<OrderView>(&path).await);
        }
        let _: OrderView = dispatcher
            .try_post(&format!("{path}/close"), &json!({}))
            .await
            .context("closing an order")?;
        Ok(Rang {
            kind,
            after_ms: rang.map(|(after_ms, _)| after_ms),
            by: rang.map_or("nothing", |(_, by)| by),
        })
    }

    async fn wake(&self) -> anyhow::Result<()> {
        self.net.mend();
        self.phone.network_changed().await?;
        let online = self.phone.until(|snapshot| snapshot.online);
        timeout(AWAKE_WITHIN, online).await.context("waking an app")??;
        Ok(())
    }
}

/// After how many milliseconds the hall knew that the phone rang, with by what; by its own record.
fn confirmed(order: &OrderView) -> Option<(f64, &'static str)> {
    let asked = order.assignments.first()?;
    let notices = asked.notices.iter().filter_map(|notice| {
        let heard = notice
            .heard
            .filter(|heard| heard.outcome == NoticeOutcome::Rang)?;
        Some((heard.at, notice.channel.name()))
    });
    let line = asked.delivered.map(|delivered| (delivered.learnt_at, "line"));
    // A push that is shown counts as the phone's own receipt too, at the same moment.
    let (at, by): (Timestamp, _) = notices.chain(line).min_by_key(|(at, _)| *at)?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let after_ms = at.as_millis().saturating_sub(asked.offered_at.as_millis()) as f64;
    Some((after_ms, by))
}
