//! Short messages on an order go both ways, once, with who has read them, whatever the net does.

use domain::order::{Addressee, Party};
use domain::{CommandId, Role};
use protocol::api::{NewMessage, OrderView, ReadMessages};
use reqwest::{Method, StatusCode};
use tests::district::scene;
use tests::relay::TcpRelay;
use tests::{Desk, TestHall, eventually};
use uuid::Uuid;

fn new(text: &str) -> NewMessage {
    NewMessage {
        id: CommandId(Uuid::new_v4()),
        text: text.to_owned(),
        attachment: None,
    }
}

/// What a desk is answered for a message, by the code if it is refused.
async fn written(
    desk: &Desk,
    order: &OrderView,
    message: &NewMessage,
) -> Result<OrderView, (StatusCode, String)> {
    let path = format!("/api/orders/{}/messages", order.id);
    let answer = desk.call(Method::POST, &path, Some(message)).await;
    answer.map_err(|(status, fault)| (status, fault.code))
}

#[tokio::test(flavor = "multi_thread")]
async fn hall_and_officer_write_each_other() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let relay = TcpRelay::to(hall.address).await;
    let phone = hall.online_phone(&officer, Some(relay.address)).await;
    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    eventually("the phone rings", async || phone.orders().pop()).await;

    // The answer got lost, so it is sent again.
    let first = new("back door, code 4711 后门");
    for _ in 0..2 {
        let order = written(&dispatcher, &sent, &first).await.unwrap();
        assert_eq!(order.messages.len(), 1);
    }
    let shown = eventually("the message", async || {
        phone.orders().pop().filter(|shown| !shown.unread.is_empty())
    })
    .await;
    assert_eq!(shown.order.messages[0].text, first.text);
    phone.read_messages(sent.id, vec![first.id]).await.unwrap();
    let read = dispatcher
        .order_when("read", sent.id, |order| !order.messages[0].read.is_empty())
        .await;
    assert_eq!(read.messages[0].read[0].by, Party::Unit { unit: officer.unit });

    // Off the net both sides go on writing.
    relay.cut();
    phone
        .write_message(sent.id, "门锁着".to_owned(), None)
        .await
        .unwrap();
    phone
        .write_message(sent.id, "at the gate".to_owned(), None)
        .await
        .unwrap();
    assert_eq!(phone.orders()[0].unsent.len(), 2);
    written(&dispatcher, &sent, &new("the key is under the mat"))
        .await
        .unwrap();
    let mended_at = hall::now();
    relay.mend();
    let all = dispatcher
        .order_when("all four", sent.id, |order| order.messages.len() == 4)
        .await;
    let texts: Vec<_> = all.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts[1..], ["the key is under the mat", "门锁着", "at the gate"]);
    assert!(
        all.messages[2..]
            .iter()
            .all(|own| own.at < mended_at && own.learnt_at >= mended_at)
    );
    eventually("both agree", async || {
        let shown = phone.orders().pop()?;
        (shown.unsent.is_empty() && shown.order.messages == all.messages).then_some(())
    })
    .await;

    let messages = all.messages.iter().map(|message| message.id).collect();
    let path = format!("/api/orders/{}/messages/read", sent.id);
    let _: OrderView = dispatcher.post(&path, &ReadMessages { messages }).await;
    eventually("the officer sees that the hall has read", async || {
        let shown = phone.orders().pop()?;
        let read = shown.order.messages.last()?.read.first()?.by;
        matches!(read, Party::Hall { .. }).then_some(())
    })
    .await;
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_and_what_is_no_message_is_refused() {
    let hall = TestHall::start().await;
    let (town, elsewhere) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    let own = hall.seat("desk-vaduz", Role::TownDesk { town }).await;
    let other = hall.seat("desk-schaan", Role::TownDesk { town: elsewhere }).await;
    let leader = hall.seat("leader", Role::Leader).await;
    assert!(written(&own, &sent, &new("we are coming")).await.is_ok());
    for (desk, status) in [(&other, StatusCode::NOT_FOUND), (&leader, StatusCode::FORBIDDEN)] {
        let refused = written(desk, &sent, &new("hello")).await.unwrap_err();
        assert_eq!(refused.0, status);
    }
    let seen: OrderView = leader.get(&format!("/api/orders/{}", sent.id)).await;
    assert_eq!(seen.messages.len(), 1, "a leader reads it all the same");
    let long = "字".repeat(domain::order::MOST_MESSAGE_CHARS + 1);
    for (text, code) in [
        (" ", "message_empty"),
        ("a\u{7}", "message_unreadable"),
        (&long, "message_too_long"),
    ] {
        let refused = written(&dispatcher, &sent, &new(text)).await.unwrap_err();
        assert_eq!(refused, (StatusCode::BAD_REQUEST, code.to_owned()));
    }
    let _: OrderView = dispatcher
        .post(&format!("/api/orders/{}/close", sent.id), &())
        .await;
    let refused = written(&dispatcher, &sent, &new("still there?"))
        .await
        .unwrap_err();
    assert_eq!(refused, (StatusCode::CONFLICT, "order_ended".to_owned()));
    phone.shutdown().await;
    hall.stop().await;
}
