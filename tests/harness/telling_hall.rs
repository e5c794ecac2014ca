//! A hall that can tell officers of an order by everything, with what carries it.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use hall::{AppPushes, Gateway, NoticeRule, PushServices, USUAL_BODY, USUAL_TEXT};
use tokio::sync::mpsc::UnboundedReceiver;
use yike::gateways::{Behaviour, Gateways, Taken};

use crate::TestHall;
use crate::pushes::PushService;
use crate::recorded_pushes::Fcm;

/// What the gateways share with the hall.
pub const SECRET: &str = "a-secret-of-both-of-them";

/// The hall with its push services and gateways, all on loopback.
pub struct TellingHall {
    /// The hall.
    pub hall: TestHall,
    /// What pushes to pages go through.
    pub service: PushService,
    /// What pushes to apps go through.
    pub fcm: Fcm,
    /// What short messages and calls go through.
    pub gateways: Gateways,
    /// What the gateways take, one by one.
    pub taken: UnboundedReceiver<Taken>,
}

impl TellingHall {
    /// Starts them; `after` is how long a message or call takes: for ever, if none.
    pub async fn start(after: Option<Duration>) -> Self {
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
        crate::choose_cryptography();
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (gateways, taken) = Gateways::start(here, behaviour).await.unwrap();
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
        Self {
            hall,
            service,
            fcm,
            gateways,
            taken,
        }
    }
}
