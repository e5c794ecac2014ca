//! A hall that can tell by everything, with what carries it.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use domain::OrderId;
use domain::order::{Addressee, Channel, Notice, NoticeOutcome};
use hall::{AppPushes, Gateway, NoticeRule, PushServices, USUAL_BODY, USUAL_TEXT};
use protocol::api::OrderView;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tests::district::scene;
use tests::pushes::{Browser, PushService};
use tests::recorded_pushes::Fcm;
use tests::test_hall::{Officer, PASSWORD};
use tests::{Desk, TestHall};
use yike::gateways::{Behaviour, Gateways};

/// What the gateways share with the hall.
pub(super) const SECRET: &str = "a-secret-of-both-of-them";

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
        let service = PushService::start().await;
        let fcm = Fcm::start().await;
        // The gateways report to a hall, so its address is chosen first.
        let port = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let bind = port.local_addr().unwrap();
        drop(port);
        let behaviour = Behaviour {
            hall: format!("http://{bind}"),
            secret: SECRET.to_owned(),
            after,
        };
        tests::choose_cryptography();
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (gateways, _) = Gateways::start(here, behaviour).await.unwrap();
        let gateway = |path: &str| {
            let url = format!("http://{}/{path}", gateways.address);
            Gateway::new(&url, SECRET.into(), USUAL_BODY, USUAL_TEXT).unwrap()
        };
        let notices = NoticeRule {
            services: PushServices::new(&service.url).unwrap(),
            contact: Some("mailto:hall@example.org".to_owned()),
            apps: AppPushes {
                fcm: Some(fcm.account()),
                ..AppPushes::default()
            },
            sms: Some(gateway("sms")),
            call: Some(gateway("call")),
        };
        let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
            options.bind = bind;
            options.notices = notices;
        })
        .await;
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
        let put = put(&self.page, "/api/push", &browser.subscription()).await;
        assert_eq!(put, StatusCode::NO_CONTENT);
        browser
    }

    pub(super) async fn gives_number(&self) {
        let number = json!({ "number": "+86 138 0013 8000" });
        assert_eq!(
            put(&self.page, "/api/telephone", &number).await,
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

pub(super) async fn put(desk: &Desk, path: &str, body: &Value) -> StatusCode {
    let put = Client::new()
        .put(format!("{}{path}", desk.url))
        .bearer_auth(&desk.token);
    put.json(body).send().await.unwrap().status()
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
