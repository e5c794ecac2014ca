//! A hall that can tell by everything, with what carries it.

use std::time::Duration;

use domain::OrderId;
use domain::order::{Addressee, Channel, Notice, NoticeOutcome};
use protocol::api::OrderView;
use reqwest::{Client, StatusCode};
use serde_json::json;
use tests::district::scene;
use tests::pushes::{Browser, PushService};
use tests::recorded_pushes::Fcm;
pub(super) use tests::telling_hall::SECRET;
use tests::telling_hall::TellingHall;
use tests::test_hall::{Officer, PASSWORD};
use tests::{Desk, TestHall};
use yike::gateways::Gateways;

/// A hall that can tell by everything, with an officer on duty whose app is not there.
pub(super) struct Scene {
    pub(super) hall: TestHall,
    pub(super) service: PushService,
    pub(super) fcm: Fcm,
    pub(super) gateways: Gateways,
    pub(super) dispatcher: Desk,
    pub(super) officer: Officer,
    pub(super) page: Desk,
}

impl Scene {
    /// `after` is how long a message or call takes; for ever, if none.
    pub(super) async fn new(after: Option<Duration>) -> Self {
        let TellingHall {
            hall,
            service,
            fcm,
            gateways,
            ..
        } = TellingHall::start(after).await;
        let town = hall.town("Vaduz").await;
        let officer = hall.officer("Vaduz 1", town).await;
        let dispatcher = hall.dispatcher().await;
        let page = Desk::sign_in(&hall.url(), &officer.name, PASSWORD).await;
        Self {
            hall,
            service,
            fcm,
            gateways,
            dispatcher,
            officer,
            page,
        }
    }

    pub(super) async fn subscribes(&self, name: &str) -> Browser {
        let browser = Browser::new(&self.service, name);
        let put = self.page.put("/api/push", &browser.subscription()).await;
        assert_eq!(put, StatusCode::NO_CONTENT);
        browser
    }

    pub(super) async fn gives_number(&self) {
        let number = json!({ "number": "+86 138 0013 8000" });
        assert_eq!(
            self.page.put("/api/telephone", &number).await,
            StatusCode::NO_CONTENT
        );
    }

    pub(super) async fn order(&self) -> OrderId {
        // The hall looks every second who can be told by what, and at once when somebody says so.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let to = Addressee::Unit(self.officer.unit);
        self.dispatcher.order(to, scene()).await.id
    }

    pub(super) async fn figures(&self) -> String {
        let figures = reqwest::get(format!("{}/metrics", self.hall.url()))
            .await
            .unwrap();
        figures.text().await.unwrap()
    }

    pub(super) async fn when(
        &self,
        what: &str,
        order: OrderId,
        wished: impl Fn(&[Notice]) -> bool,
    ) -> OrderView {
        let wished = |view: &OrderView| wished(&notices(view));
        self.dispatcher.order_when(what, order, wished).await
    }
}

pub(super) fn notices(order: &OrderView) -> Vec<Notice> {
    order.assignments[0].notices.clone()
}

pub(super) fn outcomes(order: &OrderView) -> Vec<(Channel, Option<NoticeOutcome>)> {
    let of = |notice: &Notice| (notice.channel, notice.heard.map(|heard| heard.outcome));
    notices(order).iter().map(of).collect()
}

pub(super) fn rang(notices: &[Notice]) -> bool {
    let heard = notices.iter().filter_map(|notice| notice.heard);
    heard
        .map(|heard| heard.outcome)
        .any(|outcome| outcome == NoticeOutcome::Rang)
}

/// Says what became of a notice.
pub(super) async fn report(
    hall: &TestHall,
    reference: &str,
    status: &str,
    secret: Option<&str>,
) -> StatusCode {
    let mut post = Client::new()
        .post(format!("{}/api/notices/{reference}", hall.url()))
        .json(&json!({ "status": status }));
    if let Some(secret) = secret {
        post = post.bearer_auth(secret);
    }
    post.send().await.unwrap().status()
}
