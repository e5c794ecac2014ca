//! An app whose line is gone is woken by its phone's push service.

use std::time::Duration;

use domain::order::{AssignmentState, Channel, NoticeOutcome};
use phone::{Phone, PushVendor};
use protocol::api::OrderView;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::eventually;
use tests::relay::TcpRelay;

use super::scene::{Scene, notices, outcomes, rang, report};

/// The officer's app over a net that can be cut, known to the hall by its push service's token.
async fn app(story: &Scene, net: &TcpRelay) -> Phone {
    let phone = story.hall.online_phone(&story.officer, Some(net.address)).await;
    let token = "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1".to_owned();
    phone.push_token(PushVendor::Fcm, token).await.unwrap();
    phone
}

/// The message that FCM was sent last, once there are so many.
async fn message(story: &Scene, count: usize) -> Value {
    eventually("a message", async || {
        let messages = story.fcm.messages();
        (messages.len() >= count).then(|| messages.last().cloned().unwrap())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_without_a_line_is_woken_and_has_the_order() {
    let story = Scene::new(None).await;
    let net = TcpRelay::to(story.hall.address).await;
    let phone = app(&story, &net).await;
    // The hall is told within the session, beside the line.
    tokio::time::sleep(Duration::from_secs(1)).await;
    net.cut();
    eventually("off the net", async || (!phone.snapshot().online).then_some(())).await;
    let order = story.order().await;
    let sent = message(&story, 1).await;
    let reference = sent["message"]["data"]["reference"].as_str().unwrap().to_owned();
    let expected = json!({ "message": {
        "token": "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1",
        "data": { "reference": reference },
        "android": { "priority": "HIGH", "ttl": "60s" },
    } });
    assert_eq!(sent, expected, "nothing of whom or where");

    net.mend();
    phone.pushed(reference.clone(), true).await.unwrap();
    let view = story.when("it rang", order, rang).await;
    assert_eq!(outcomes(&view)[0], (Channel::Push, Some(NoticeOutcome::Rang)));
    eventually("the order is on the phone", async || {
        phone
            .orders()
            .iter()
            .any(|shown| shown.order.id == order)
            .then_some(())
    })
    .await;
    phone.accept(order).await.unwrap();
    let accepted = |view: &OrderView| view.assignments[0].state == AssignmentState::Accepted;
    let view = story.dispatcher.order_when("accepted", order, accepted).await;
    assert_eq!(outcomes(&view).len(), 1, "nothing else was tried");
    assert_eq!(
        report(&story.hall, &reference, "shown", None).await,
        StatusCode::NO_CONTENT
    );
    let figures = story.figures().await;
    for figure in [
        "yike_notices_total{channel=\"push\",outcome=\"rang\"} 1",
        "yike_push_service_fault{vendor=\"fcm\"} 0",
    ] {
        assert!(figures.contains(figure), "{figures}");
    }
    phone.shutdown().await;
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_gone_is_forgotten_and_a_message_is_sent() {
    let story = Scene::new(Some(Duration::from_millis(100))).await;
    let net = TcpRelay::to(story.hall.address).await;
    let phone = app(&story, &net).await;
    phone
        .telephone(Some("+86 138 0013 8000".to_owned()))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    net.cut();
    eventually("off the net", async || (!phone.snapshot().online).then_some(())).await;
    story.fcm.answer("token_gone");
    let order = story.order().await;
    let view = story.when("the message arrived", order, rang).await;
    assert_eq!(
        outcomes(&view),
        [
            (Channel::Push, Some(NoticeOutcome::Gone)),
            (Channel::Sms, Some(NoticeOutcome::Rang)),
        ]
    );
    // The next order goes without a push, until the app is known again.
    let later = story.order().await;
    let view = story.when("the message arrived", later, rang).await;
    assert_eq!(outcomes(&view), [(Channel::Sms, Some(NoticeOutcome::Rang))]);
    assert_eq!(story.fcm.messages().len(), 1);
    phone.shutdown().await;
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_says_how_it_is_reached_in_each_session_until_it_signs_off() {
    let story = Scene::new(None).await;
    let net = TcpRelay::to(story.hall.address).await;
    let phone = app(&story, &net).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    story.hall.revoke(&story.officer.name).await;
    // What the hall knew of the phone went with its session.
    tokio::time::sleep(Duration::from_secs(3)).await;
    eventually("signed in anew", async || phone.snapshot().online.then_some(())).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    phone.shutdown().await;
    let order = story.order().await;
    message(&story, 1).await;
    let view: OrderView = story.dispatcher.get(&format!("/api/orders/{order}")).await;
    assert_eq!(notices(&view)[0].channel, Channel::Push);

    // Started anew, it knows what the app said before.
    let phone = story.hall.online_phone(&story.officer, Some(net.address)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(phone.sign_off().await);
    story.hall.revoke(&story.officer.name).await;
    let before = story.fcm.messages().len();
    let order = story.order().await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(
        story.fcm.messages().len(),
        before,
        "whoever signed off is told of nothing"
    );
    let view: OrderView = story.dispatcher.get(&format!("/api/orders/{order}")).await;
    assert_eq!(notices(&view), []);
    story.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_token_or_of_a_service_that_is_not_set_up_is_refused() {
    let story = Scene::new(None).await;
    let named = async |vendor: &str, token: &str| {
        let body = json!({ "vendor": vendor, "token": token });
        story.page.put("/api/push/app", &body).await
    };
    assert_eq!(named("fcm", "a-token").await, StatusCode::NO_CONTENT);
    assert_eq!(named("hms", "a-token").await, StatusCode::CONFLICT);
    for (vendor, token) in [
        ("fcm", ""),
        ("fcm", "two words"),
        ("fcm", "标记"),
        ("fcm", "x".repeat(4_097).as_str()),
        ("apns", "a-token"),
    ] {
        let refused = named(vendor, token).await;
        assert_eq!(refused, StatusCode::BAD_REQUEST, "{vendor} {token:.10}");
    }
    story.hall.stop().await;
}
