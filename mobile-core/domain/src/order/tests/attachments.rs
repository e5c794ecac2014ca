//! What goes with a message beside its words.

use super::messages::{part, write};
use super::*;

fn offered() -> Order {
    let mut order = sent(to_team());
    tell(&mut order, at(1), offer(1, unit(1))).unwrap();
    order
}

fn with(number: u128, text: &str, attachment: Attachment) -> OrderCommand {
    let OrderCommand::Write(written) = write(number, part(1), text) else {
        unreachable!("it is written");
    };
    OrderCommand::Write(MessageWritten {
        attachment: Some(attachment),
        ..written
    })
}

fn photo() -> Attachment {
    Attachment {
        sha256: "0a".repeat(32),
        media_type: MediaType::Jpeg,
        bytes: MOST_PHOTO_BYTES,
    }
}

#[test]
fn a_photo_needs_no_words_but_a_name_and_a_size() {
    let mut order = offered();
    tell(&mut order, at(25), with(1, " ", photo())).unwrap();
    tell(&mut order, at(26), with(2, "here", photo())).unwrap();
    let texts: Vec<_> = order
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(texts, ["", "here"]);
    assert!(
        order
            .messages
            .iter()
            .all(|message| message.attachment == Some(photo()))
    );
    let named = |sha256: &str| Attachment {
        sha256: sha256.to_owned(),
        ..photo()
    };
    let sized = |media_type, bytes| Attachment {
        media_type,
        bytes,
        ..photo()
    };
    for attachment in [
        named(""),
        named(&"0A".repeat(32)),
        named(&"0g".repeat(32)),
        named(&"0a".repeat(31)),
        sized(MediaType::Jpeg, 0),
        sized(MediaType::Jpeg, MOST_PHOTO_BYTES + 1),
        sized(MediaType::WebM, MOST_SOUND_BYTES + 1),
        sized(MediaType::Clip, MOST_CLIP_BYTES + 1),
    ] {
        let answer = order.decide(at(30), with(3, "here", attachment.clone()));
        assert_eq!(answer, Err(OrderRefusal::AttachmentBad), "{attachment:?}");
    }
    let unreadable = order.decide(at(30), with(3, "a\u{7}", photo()));
    assert_eq!(unreadable, Err(OrderRefusal::MessageUnreadable));
}

#[test]
fn a_kind_is_known_by_its_name_and_its_first_bytes() {
    // Sound in MP4 begins as a clip does.
    let of_mp4: &[MediaType] = &[MediaType::Mp4, MediaType::Clip];
    let table: [(&[MediaType], &[u8]); 4] = [
        (&[MediaType::Jpeg], b"\xff\xd8\xff\xe0"),
        (&[MediaType::Ogg], b"OggS\0\x02"),
        (of_mp4, b"\0\0\0\x18ftypM4A "),
        (&[MediaType::WebM], b"\x1a\x45\xdf\xa3\x9f"),
    ];
    for (kinds, bytes) in table {
        let first = bytes.get(..MediaType::FIRST_BYTES).unwrap_or(bytes);
        let of: Vec<_> = MediaType::ALL
            .into_iter()
            .filter(|kind| kind.begins(first))
            .collect();
        assert_eq!(of, kinds);
    }
    for kind in MediaType::ALL {
        assert!(!kind.begins(&[]) && !kind.begins(b"<html>..."));
        assert_eq!(MediaType::named(&kind.name().to_uppercase()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    assert_eq!(MediaType::named("audio/webm; codecs=opus"), Some(MediaType::WebM));
    assert_eq!(MediaType::named("image/png"), None);
}
