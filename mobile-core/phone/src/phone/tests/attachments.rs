//! Photos and sound notes on messages, over a net that breaks.

use domain::order::{Attachment, Correspondent, MediaType, MessageWritten, OrderCommand};
use domain::{CommandId, PersonId};
use protocol::api::OrderView;
use protocol::to_unit::UnitOrder;
use uuid::Uuid;

use super::*;
use crate::{AttachmentError, NewAttachment, WriteError};

fn sound(bytes: usize) -> NewAttachment {
    let mut sound = b"OggS\0\x02".to_vec();
    sound.resize(bytes, b'.');
    NewAttachment {
        media_type: MediaType::Ogg,
        bytes: sound,
    }
}

async fn with_order(hall: &SmallHall, folder: &TempDir) -> (Phone, OrderId) {
    let phone = Phone::start(config(hall, folder)).unwrap();
    let order = hall.give_order();
    soon(phone.until(|known| !known.orders.is_empty())).await.unwrap();
    (phone, order)
}

#[tokio::test]
async fn a_message_goes_at_once_and_what_goes_with_it_goes_on_where_it_stopped() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let piece = 256 * 1024;
    hall.uploads(|uploads| uploads.breaks_after = Some(1));
    let (phone, order) = with_order(&hall, &folder).await;
    let note = sound(3 * piece);
    phone
        .write_message(order, String::new(), Some(note.clone()))
        .await
        .unwrap();
    let sha256 = files::name(&note.bytes);
    soon(hall.until(|told| {
        told.iter().any(|told| match told {
            Told::Message { attachment, .. } => {
                attachment.as_ref().is_some_and(|named| named.sha256 == sha256)
            }
            _ => false,
        })
    }))
    .await;
    assert_eq!(
        phone.attachment(&sha256).await.unwrap(),
        note.bytes,
        "one's own is heard at once"
    );
    let asked = async || hall.uploads(|uploads| uploads.asked.clone());
    soon(async {
        while asked().await.len() < 3 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    // The net is back: the phone calls anew and need not wait for its next try.
    phone.network_changed().await.unwrap();
    let whole = soon(hall.until_whole(1)).await;
    assert_eq!(
        whole,
        [(sha256.clone(), "audio/ogg".to_owned(), note.bytes.clone())]
    );
    let middle = piece + piece / 2;
    let expected = [
        "POST 0".to_owned(),
        "PATCH 0".to_owned(),
        format!("PATCH {piece}"),
        format!("POST {middle}"),
        format!("PATCH {middle}"),
        format!("PATCH {}", middle + piece),
    ];
    assert_eq!(asked().await, expected);
    phone.shutdown().await;
}

#[tokio::test]
async fn an_older_hall_is_put_a_photo_whole_and_takes_no_sound() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.uploads(|uploads| uploads.old = true);
    let (phone, order) = with_order(&hall, &folder).await;
    let mut notices = phone.notices();
    let photo = NewAttachment {
        media_type: MediaType::Jpeg,
        bytes: vec![0xff, 0xd8, 0xff, 0xe0, 7],
    };
    phone
        .write_message(order, "look".to_owned(), Some(photo.clone()))
        .await
        .unwrap();
    let whole = soon(hall.until_whole(1)).await;
    assert_eq!(
        whole,
        [(files::name(&photo.bytes), "image/jpeg".to_owned(), photo.bytes)]
    );
    let note = sound(20);
    let sha256 = files::name(&note.bytes);
    phone
        .write_message(order, String::new(), Some(note))
        .await
        .unwrap();
    let refused = Notice::PhotoRefused {
        photo: sha256,
        status: 415,
    };
    while soon(notices.next()).await.as_ref() != Some(&refused) {}
    phone.shutdown().await;
}

#[tokio::test]
async fn what_the_hall_would_throw_away_is_refused_at_the_door() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let write = async |attachment| {
        let order = OrderId(Uuid::nil());
        phone.write_message(order, String::new(), Some(attachment)).await
    };
    let too_big = write(sound(2 * 1024 * 1024 + 1)).await;
    assert!(
        matches!(too_big, Err(WriteError::TooBig(MediaType::Ogg))),
        "{too_big:?}"
    );
    let other = NewAttachment {
        media_type: MediaType::WebM,
        ..sound(20)
    };
    let other = write(other).await;
    assert!(
        matches!(other, Err(WriteError::NotOfItsKind(MediaType::WebM))),
        "{other:?}"
    );
    match write(sound(20)).await {
        Err(WriteError::Tap(TapError::Refused { code, .. })) => assert_eq!(code, "order_ended"),
        other => panic!("{other:?}"),
    }
    let sha256 = files::name(&sound(20).bytes);
    assert_eq!(
        phone.attachment(&sha256).await,
        Err(AttachmentError::NotThere),
        "nothing is left of it"
    );
    phone.shutdown().await;
}

#[tokio::test]
async fn a_clip_and_a_photo_are_sent_and_kept_without_what_their_cameras_told() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let (phone, order) = with_order(&hall, &folder).await;
    let place = b"+47.1410+009.5209/";
    let photo = [&b"\xff\xd8\xff\xe1\0\x14"[..], place, b"\xff\xd9"].concat();
    let clip = include_bytes!("../../../../../bindings/clip/filmed.mp4");
    let write = async |media_type, bytes: &[u8]| {
        let bytes = bytes.to_vec();
        let attachment = Some(NewAttachment { media_type, bytes });
        phone.write_message(order, String::new(), attachment).await
    };
    write(MediaType::Jpeg, &photo).await.unwrap();
    write(MediaType::Clip, clip).await.unwrap();
    let text = "seen".to_owned();
    let reported = [&photo[..2], b"\xff\xfe\0\x02", &photo[2..]].concat();
    phone.report(order, text, Some(reported.clone())).await.unwrap();
    let whole = soon(hall.until_whole(3)).await;
    for given in [&photo[..], clip, &reported] {
        let (sha256, kind, bytes) = whole
            .iter()
            .find(|(_, _, bytes)| bytes.len() == given.len())
            .unwrap();
        assert!(given.windows(place.len()).any(|window| window == place), "{kind}");
        assert!(
            !bytes.windows(place.len()).any(|window| window == place),
            "{kind}"
        );
        assert_eq!((bytes.len(), sha256), (given.len(), &files::name(bytes)));
        assert_eq!(&phone.attachment(sha256).await.unwrap(), bytes);
    }
    let codec = clip.windows(5).position(|name| name == b"avc1\0").unwrap();
    let apple = [&clip[..codec], b"hvc1", &clip[codec + 4..]].concat();
    let refused = write(MediaType::Clip, &apple).await;
    assert!(
        matches!(refused, Err(WriteError::NotPlayedByAll(MediaType::Clip))),
        "{refused:?}"
    );
    let refused = write(MediaType::Clip, &clip[..3_000]).await;
    assert!(
        matches!(refused, Err(WriteError::NotOfItsKind(MediaType::Clip))),
        "{refused:?}"
    );
    phone.shutdown().await;
}

/// The hall writes a message with this attachment on the phone's order.
fn hall_writes(hall: &SmallHall, shown: &ShownOrder, attachment: Attachment) {
    let mut order = shown.order.clone();
    let now = boot_time::wall_clock();
    let written = MessageWritten {
        id: CommandId(Uuid::from_u128(9)),
        from: Correspondent::Seat(PersonId(Uuid::nil())),
        at: now,
        error_ms: 0,
        text: String::new(),
        attachment: Some(attachment),
    };
    let event = order.decide(now, OrderCommand::Write(written)).unwrap();
    order.apply(&event);
    let view = OrderView::new(&order, now);
    hall.say(ToUnit::OrderChanged {
        order: UnitOrder { view, order },
    });
}

#[tokio::test]
async fn what_the_hall_sent_can_be_heard_again_off_the_net_and_after_a_restart() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let (phone, _) = with_order(&hall, &folder).await;
    let note = sound(5000);
    let sha256 = files::name(&note.bytes);
    assert_eq!(phone.attachment(&sha256).await, Err(AttachmentError::NotThere));
    assert_eq!(
        phone.attachment("../phone.db").await,
        Err(AttachmentError::BadName)
    );
    hall.uploads(|uploads| {
        uploads
            .whole
            .push((sha256.clone(), "audio/ogg".to_owned(), note.bytes.clone()));
    });
    let named = Attachment {
        sha256: sha256.clone(),
        media_type: MediaType::Ogg,
        bytes: 5000,
    };
    hall_writes(&hall, &phone.orders()[0], named);
    soon(phone.until(|known| !known.orders[0].unread.is_empty()))
        .await
        .unwrap();
    let asked = || hall.uploads(|uploads| uploads.asked.iter().filter(|asked| *asked == "GET").count());
    let before = asked();
    for _ in 0..2 {
        assert_eq!(phone.attachment(&sha256).await.unwrap(), note.bytes);
    }
    assert_eq!(asked(), before + 1, "the second time it is on the disk");
    phone.suspend().await.unwrap();
    assert_eq!(phone.attachment(&sha256).await.unwrap(), note.bytes);
    phone.shutdown().await;

    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    assert_eq!(phone.attachment(&sha256).await.unwrap(), note.bytes);
    let other = files::name(b"another");
    assert_eq!(phone.attachment(&other).await, Err(AttachmentError::Away));
    phone.shutdown().await;
}

#[tokio::test]
async fn what_is_other_than_the_message_names_is_not_shown() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let sha256 = files::name(b"what was meant");
    hall.uploads(|uploads| {
        uploads
            .whole
            .push((sha256.clone(), "audio/ogg".to_owned(), b"another".to_vec()));
    });
    assert_eq!(phone.attachment(&sha256).await, Err(AttachmentError::Unreadable));
    phone.shutdown().await;
}
