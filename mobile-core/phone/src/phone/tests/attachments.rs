//! Photos and sound notes on messages, over a net that breaks.

use std::collections::BTreeMap;

use domain::order::{Attachment, Correspondent, MediaType, MessageWritten, OrderCommand};
use domain::{CommandId, PersonId};
use protocol::api::OrderView;
use protocol::to_unit::UnitOrder;
use uuid::Uuid;

use super::*;
use crate::{AttachmentError, NewAttachment, WriteError};

/// A name, a kind and all bytes.
type Whole = (String, String, Vec<u8>);

/// How the small hall takes photos and sound notes.
#[derive(Default)]
pub(super) struct Uploads {
    /// Whether it is one of before there were uploads.
    pub(super) old: bool,
    /// After so many pieces it hangs up, having kept half of the next one.
    pub(super) breaks_after: Option<usize>,
    /// What has come in part, with its kind and its length.
    begun: BTreeMap<String, (String, usize, Vec<u8>)>,
    pub(super) whole: Vec<Whole>,
    /// What was asked, by method and offset.
    pub(super) asked: Vec<String>,
}

impl Uploads {
    /// Status with headers, and body; no status hangs up.
    pub(super) fn answer(
        &mut self,
        head: &str,
        header: impl Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> (String, String) {
        let mut words = head.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let name = path.rsplit('/').next().unwrap().to_owned();
        if path.starts_with("/api/photos/") {
            let kind = header("content-type:").unwrap();
            self.whole.push((name, kind, body.to_vec()));
            return ("204 No Content".to_owned(), String::new());
        }
        if method == "GET" {
            // Sent as text: what is asked for in these stories is.
            let whole = self.whole.iter().find(|(known, ..)| *known == name);
            self.asked.push("GET".to_owned());
            return match whole {
                Some((.., bytes)) => ("200 OK".to_owned(), String::from_utf8(bytes.clone()).unwrap()),
                None => ("404 Not Found".to_owned(), "{}".to_owned()),
            };
        }
        if self.old {
            return ("404 Not Found".to_owned(), "{}".to_owned());
        }
        assert_eq!(header("tus-resumable:").as_deref(), Some("1.0.0"));
        if method == "POST" {
            let said = header("upload-metadata:").unwrap();
            let (name, kind) = said
                .strip_prefix("sha256 ")
                .unwrap()
                .split_once(",filetype ")
                .unwrap();
            let kind = match kind {
                "aW1hZ2UvanBlZw==" => "image/jpeg",
                "YXVkaW8vb2dn" => "audio/ogg",
                other => panic!("{other}"),
            };
            let length = header("upload-length:").unwrap().parse().unwrap();
            let name = from_base64(name);
            let begun = self
                .begun
                .entry(name)
                .or_insert((kind.to_owned(), length, Vec::new()));
            let offset = begun.2.len();
            self.asked.push(format!("POST {offset}"));
            return (format!("201 Created\r\nupload-offset: {offset}"), String::new());
        }
        assert_eq!(method, "PATCH");
        let offset: usize = header("upload-offset:").unwrap().parse().unwrap();
        self.asked.push(format!("PATCH {offset}"));
        let (kind, length, here) = self.begun.get_mut(&name).unwrap();
        assert_eq!(here.len(), offset);
        if self.breaks_after == Some(0) {
            self.breaks_after = None;
            here.extend_from_slice(&body[..body.len() / 2]);
            return (String::new(), String::new());
        }
        self.breaks_after = self.breaks_after.map(|left| left - 1);
        here.extend_from_slice(body);
        let offset = here.len();
        if offset == *length {
            self.whole.push((name, kind.clone(), here.clone()));
        }
        (
            format!("204 No Content\r\nupload-offset: {offset}"),
            String::new(),
        )
    }
}

/// A name out of Base64: its letters are hex digits.
fn from_base64(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let mut bytes = Vec::new();
    for (place, letter) in text.trim_end_matches('=').bytes().enumerate() {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        if place % 4 > 0 {
            bytes.push(u8::try_from(bits >> (6 - 2 * (place % 4)) & 0xff).unwrap());
        }
    }
    String::from_utf8(bytes).unwrap()
}

impl SmallHall {
    pub(super) async fn until_whole(&self, count: usize) -> Vec<Whole> {
        loop {
            let whole = self.uploads(|uploads| uploads.whole.clone());
            if whole.len() >= count {
                return whole;
            }
            sleep(Duration::from_millis(10)).await;
        }
    }
}

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
    let note = sound(2 * piece + 100);
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
    let half = piece + piece / 2;
    let expected = [
        "POST 0".to_owned(),
        "PATCH 0".to_owned(),
        format!("PATCH {piece}"),
        format!("POST {half}"),
        format!("PATCH {half}"),
        format!("PATCH {}", half + piece),
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
            .push((sha256.clone(), "audio/ogg".to_owned(), note.bytes.clone()))
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
            .push((sha256.clone(), "audio/ogg".to_owned(), b"another".to_vec()))
    });
    assert_eq!(phone.attachment(&sha256).await, Err(AttachmentError::Unreadable));
    phone.shutdown().await;
}
