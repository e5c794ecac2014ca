//! An order reaches an officer whose app is not there: by push, by message, by call, and nobody off duty.

use std::time::{Duration, Instant};

use domain::order::{Addressee, AssignmentState, Channel, NoticeOutcome};
use domain::{Role, UnitId};
use hall::USUAL_TEXT;
use phone::UnitNotice;
use protocol::api::{OrderView, PushKey};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::district;
use tests::pushes::sent_by;
use tests::test_hall::PASSWORD;
use tests::{Desk, TestHall, eventually};
use yike::gateways::Taken;

use self::scene::{SECRET, Scene, notices, outcomes, rang, report};

mod by_the_phones_own_pushes;
mod scene;

#[tokio::test(flavor = "multi_thread")]
async fn a_push_reaches_a_page_that_is_closed() {
    let story = Scene::new(None).await;
    let PushKey { key } = story.page.get("/api/push").await;
    let browser = story.subscribes("a-browser").await;
    let sent = Instant::now();
    let order = story.order().await;
    eventually("a push", async || {
        (!story.service.pushes().is_empty()).then_some(())
    })
    .await;
    assert!(sent.elapsed() < Duration::from_secs(5));
    let push = story.service.pushes().remove(0);
    sent_by(&push, &story.service, &key);
    for (name, value) in [
        ("urgency", "high"),
        ("ttl", "60"),
        ("content-encoding", "aes128gcm"),
    ] {
        assert_eq!(push.headers[name], value, "{name}");
    }
    let notice = browser.notices(&story.service).remove(0);
    assert_eq!(notice.order, order);
    // Only whoever can read it can say what became of it.
    let made_up = format!("{}A", &notice.reference[..notice.reference.len() - 1]);
    if made_up != notice.reference {
        assert_eq!(
            report(&story.hall, &made_up, "shown", None).await,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(
        report(&story.hall, &notice.reference, "answered", None).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        report(&story.hall, &notice.reference, "shown", None).await,
        StatusCode::NO_CONTENT
    );
    let view = story.when("it rang", order, rang).await;
    assert_eq!(view.assignments[0].state, AssignmentState::Delivered);
    assert!(
        view.started_at.is_some(),
        "the clock runs from the phone's receipt"
    );
    assert!(story.gateways.taken().is_empty());
    assert_eq!(
        report(&story.hall, &notice.reference, "shown", None).await,
        StatusCode::NO_CONTENT,
        "an answer that was lost is given again"
    );
    let figures = story.figures().await;
    assert!(
        figures.contains("yike_notices_total{channel=\"push\",outcome=\"rang\"} 1"),
        "{figures}"
    );
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_gone_is_forgotten_and_a_message_is_sent() {
    let story = Scene::new(Some(Duration::from_millis(100))).await;
    story.subscribes("a-browser").await;
    story.gives_number().await;
    story.service.answer([(StatusCode::GONE, None)]);
    let order = story.order().await;
    let view = story.when("the message arrived", order, rang).await;
    assert_eq!(
        outcomes(&view),
        [
            (Channel::Push, Some(NoticeOutcome::Gone)),
            (Channel::Sms, Some(NoticeOutcome::Rang)),
        ]
    );
    assert_eq!(
        view.assignments[0].state,
        AssignmentState::Offered,
        "the app has yet to be opened"
    );
    let taken = story.gateways.taken();
    let [Taken::Sms(message)] = taken.as_slice() else {
        panic!("{taken:?}")
    };
    assert_eq!(
        (message.number.as_str(), message.text.as_str()),
        ("+8613800138000", USUAL_TEXT)
    );
    assert_eq!(
        report(
            &story.hall,
            &message.reference,
            "delivered",
            Some("not the secret")
        )
        .await,
        StatusCode::UNAUTHORIZED
    );
    // The next order goes without a push.
    let next = story.order().await;
    let view = story.when("the message arrived", next, rang).await;
    assert_eq!(outcomes(&view), [(Channel::Sms, Some(NoticeOutcome::Rang))]);
    assert_eq!(story.service.pushes().len(), 1);
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_asks_to_wait_is_called_again_then() {
    let story = Scene::new(None).await;
    let browser = story.subscribes("a-browser").await;
    story.service.answer([(StatusCode::TOO_MANY_REQUESTS, Some(1))]);
    let order = story.order().await;
    eventually("it is called again", async || {
        (story.service.pushes().len() > 1).then_some(())
    })
    .await;
    let read = browser.notices(&story.service);
    assert_eq!(read[0], read[1], "the same notice again");
    let view: OrderView = story.dispatcher.get(&format!("/api/orders/{order}")).await;
    assert_eq!(outcomes(&view)[0], (Channel::Push, None));
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_push_and_no_message_the_phone_is_called() {
    let story = Scene::new(None).await;
    story.gives_number().await;
    let order = story.order().await;
    let view = story
        .when("a call", order, |notices| {
            notices.iter().any(|notice| notice.channel == Channel::Call)
        })
        .await;
    assert_eq!(outcomes(&view), [(Channel::Sms, None), (Channel::Call, None)]);
    let call = eventually("the gateway has it", async || {
        story.gateways.taken().into_iter().find_map(|taken| match taken {
            Taken::Call(message) => Some(message),
            Taken::Sms(_) => None,
        })
    })
    .await;
    assert_eq!(
        report(&story.hall, &call.reference, "ringing", Some(SECRET)).await,
        StatusCode::NO_CONTENT
    );
    let view = story.when("it rings", order, rang).await;
    assert_eq!(outcomes(&view)[1], (Channel::Call, Some(NoticeOutcome::Rang)));
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_off_duty_or_signed_off_is_told() {
    let story = Scene::new(None).await;
    story.subscribes("a-browser").await;
    story.gives_number().await;
    let administrator = story.hall.seat("administrator", Role::Administrator).await;
    let order = story.order().await;
    duty(&administrator, story.officer.unit, false).await;
    let pushes = story.service.pushes().len();
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(
        story.service.pushes().len() <= pushes + 1,
        "at most the one that was on its way"
    );
    assert!(story.gateways.taken().is_empty());
    let view: OrderView = story.dispatcher.get(&format!("/api/orders/{order}")).await;
    assert!(notices(&view).len() <= 1);

    duty(&administrator, story.officer.unit, true).await;
    story.hall.revoke(&story.officer.name).await;
    let pushes = story.service.pushes().len();
    let order = story.order().await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(story.service.pushes().len(), pushes);
    assert!(story.gateways.taken().is_empty());
    let view: OrderView = story.dispatcher.get(&format!("/api/orders/{order}")).await;
    assert!(!rang(&notices(&view)));
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_without_gateways_takes_no_number_that_it_would_never_use() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let page = Desk::sign_in(&hall.url(), &officer.name, PASSWORD).await;
    let number = json!({ "number": "+86 138 0013 8000" });
    assert_eq!(page.put("/api/telephone", &number).await, StatusCode::CONFLICT);
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connected_phone_rings_within_300_ms() {
    const ORDERS: usize = 100;
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let mut heard = phone.notices();
    let mut took = Vec::new();
    for _ in 0..ORDERS {
        let sent = Instant::now();
        let order = dispatcher
            .order(Addressee::Unit(officer.unit), district::scene())
            .await
            .id;
        let rings = async {
            let rang = phone::Notice::Unit(UnitNotice::OrderRang { order });
            while heard.next().await.unwrap() != rang {}
        };
        tokio::time::timeout(Duration::from_secs(10), rings)
            .await
            .unwrap();
        took.push(sent.elapsed());
        let _: OrderView = dispatcher
            .post(&format!("/api/orders/{order}/close"), &json!({}))
            .await;
    }
    took.sort_unstable();
    let p95 = took[ORDERS * 95 / 100];
    println!(
        "order sent to phone rung: p50 {:?}, p95 {p95:?}",
        took[ORDERS / 2]
    );
    assert!(p95 <= Duration::from_millis(300), "{p95:?}");
    phone.shutdown().await;
    hall.stop().await;
}

async fn duty(administrator: &Desk, unit: UnitId, on_duty: bool) {
    let path = format!("/api/units/{unit}/duty");
    let changed: Result<Value, _> = administrator
        .call(Method::PUT, &path, Some(&json!({ "on_duty": on_duty })))
        .await;
    changed.unwrap();
}
