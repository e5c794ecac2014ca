//! Photos and sound notes go with messages both ways, whatever the net does, and are shown to those whose they are.

use std::time::Duration;

use domain::order::{Addressee, Attachment, MediaType, Party};
use domain::{CommandId, Role};
use phone::{AttachmentError, NewAttachment, Phone};
use protocol::api::{Fault, NewMessage, OrderView, ReadMessages};
use reqwest::{Method, StatusCode};
use tests::district::scene;
use tests::relay::TcpRelay;
use tests::uploading::Parcel;
use tests::{Desk, TestHall, eventually};
use uuid::Uuid;

pub(super) fn new(text: &str, attachment: Option<Attachment>) -> NewMessage {
    NewMessage {
        id: CommandId(Uuid::new_v4()),
        text: text.to_owned(),
        attachment,
    }
}

pub(super) async fn write(
    desk: &Desk,
    order: &OrderView,
    message: &NewMessage,
) -> Result<OrderView, (StatusCode, Fault)> {
    let path = format!("/api/orders/{}/messages", order.id);
    desk.call(Method::POST, &path, Some(message)).await
}

async fn rings(phone: &Phone) {
    eventually("the phone rings", async || phone.orders().pop()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_go_both_ways_over_a_broken_net_and_nobody_else_sees_them() {
    let hall = TestHall::start().await;
    let (town, elsewhere) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", town).await;
    let stranger = hall.officer("Schaan 1", elsewhere).await;
    let dispatcher = hall.dispatcher().await;
    let relay = TcpRelay::to(hall.address).await;
    let phone = hall.online_phone(&officer, Some(relay.address)).await;
    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    rings(&phone).await;

    // The officer's photo, written off the net.
    relay.cut();
    let photo = Parcel::of(MediaType::Jpeg, 2_000_000, b'o');
    let sha256 = photo.attachment.sha256.clone();
    let attachment = NewAttachment {
        media_type: MediaType::Jpeg,
        bytes: photo.bytes.clone(),
    };
    phone
        .write_message(sent.id, String::new(), Some(attachment))
        .await
        .unwrap();
    assert_eq!(phone.attachment(&sha256).await.unwrap(), photo.bytes);
    relay.mend();
    let order = dispatcher
        .order_when("the message", sent.id, |order| order.messages.len() == 1)
        .await;
    assert_eq!(order.messages[0].attachment.as_ref(), Some(&photo.attachment));
    let shown = eventually("the photo", async || {
        let shown = dispatcher.shown(&photo).await;
        (shown.0 == StatusCode::OK).then_some(shown)
    })
    .await;
    assert_eq!(
        shown,
        (StatusCode::OK, "image/jpeg".to_owned(), photo.bytes.clone())
    );

    // The hall's sound note, written before it was sent.
    let note = Parcel::of(MediaType::WebM, 30_000, b'h');
    let message = new("listen", Some(note.attachment.clone()));
    for _ in 0..2 {
        let order = write(&dispatcher, &sent, &message).await.unwrap();
        assert_eq!(order.messages.len(), 2, "said again it counts once");
    }
    eventually("the officer hears of it", async || {
        phone
            .orders()
            .pop()
            .filter(|shown| shown.unread.contains(&message.id))
    })
    .await;
    let name = note.attachment.sha256.clone();
    assert_eq!(phone.attachment(&name).await, Err(AttachmentError::NotThere));
    dispatcher.send(&note).await;
    assert_eq!(phone.attachment(&name).await.unwrap(), note.bytes);
    relay.cut();
    assert_eq!(
        phone.attachment(&name).await.unwrap(),
        note.bytes,
        "off the net too"
    );
    relay.mend();

    // Whoever sees the order sees both, nobody else either.
    let seats = [
        (hall.seat("leader", Role::Leader).await, StatusCode::OK),
        (
            hall.seat("desk-vaduz", Role::TownDesk { town }).await,
            StatusCode::OK,
        ),
        (
            hall.seat("desk-schaan", Role::TownDesk { town: elsewhere }).await,
            StatusCode::NOT_FOUND,
        ),
        (
            Desk::sign_in(&hall.url(), &stranger.name, &stranger.password).await,
            StatusCode::NOT_FOUND,
        ),
        (
            Desk::sign_in(&hall.url(), &officer.name, &officer.password).await,
            StatusCode::OK,
        ),
    ];
    for (seat, status) in &seats {
        for parcel in [&photo, &note] {
            assert_eq!(seat.shown(parcel).await.0, *status, "{}", seat.session.name);
        }
    }
    // Naming in a message of one's own what somebody else sent opens it to nobody.
    let elsewhere = &seats[2].0;
    let own = elsewhere.order(Addressee::Unit(stranger.unit), scene()).await;
    let naming = new("mine", Some(photo.attachment.clone()));
    write(elsewhere, &own, &naming).await.unwrap();
    for (seat, _) in &seats[2..4] {
        assert_eq!(seat.shown(&photo).await.0, StatusCode::NOT_FOUND);
    }
    // Knowing its name is not having it: a stranger begins from nothing.
    assert_eq!(seats[3].0.begin(&photo).await, (StatusCode::CREATED, Some(0)));
    assert_eq!(seats[3].0.shown(&photo).await.0, StatusCode::NOT_FOUND);
    // Whoever may read it need not send it once more.
    let length = u64::from(photo.attachment.bytes);
    assert_eq!(
        dispatcher.begin(&photo).await,
        (StatusCode::CREATED, Some(length))
    );

    phone.read_messages(sent.id, vec![message.id]).await.unwrap();
    let messages = vec![order.messages[0].id];
    let path = format!("/api/orders/{}/messages/read", sent.id);
    let _: OrderView = dispatcher.post(&path, &ReadMessages { messages }).await;
    let read = dispatcher
        .order_when("both read", sent.id, |order| {
            order.messages.iter().all(|message| message.read.len() == 1)
        })
        .await;
    assert!(matches!(read.messages[0].read[0].by, Party::Hall { .. }));
    assert_eq!(read.messages[1].read[0].by, Party::Unit { unit: officer.unit });

    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_stops_in_the_middle_sends_the_rest_after_its_next_start() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    rings(&phone).await;
    let photo = Parcel::of(MediaType::Jpeg, 8 * 1024 * 1024, b's');
    let attachment = NewAttachment {
        media_type: MediaType::Jpeg,
        bytes: photo.bytes.clone(),
    };
    phone
        .write_message(sent.id, "see".to_owned(), Some(attachment))
        .await
        .unwrap();
    let own = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let before = eventually("some of it came", async || {
        own.how_far(&photo).await.filter(|here| *here > 0)
    })
    .await;
    phone.suspend().await.unwrap();
    phone.shutdown().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let here = own.how_far(&photo).await.unwrap();
    assert!(here >= before, "what came stays");

    let phone = hall.online_phone(&officer, None).await;
    let whole = eventually("the rest", async || {
        let (status, _, bytes) = dispatcher.shown(&photo).await;
        (status == StatusCode::OK).then_some(bytes)
    })
    .await;
    assert!(whole == photo.bytes);
    phone.shutdown().await;
    hall.stop().await;
}
