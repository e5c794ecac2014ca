//! Uploads go on where they stopped, are looked at when they are whole, and are bounded.

use std::path::Path;

use domain::PersonId;
use domain::order::{MOST_CLIP_BYTES, MOST_PHOTO_BYTES, MOST_SOUND_BYTES, MediaType};

use super::attachments::{name_of, read};
use super::*;
use crate::store::{AttachmentError, Sender, Upload, UploadError};

const SOUND: &[u8] = b"OggS\0\x02 and some words";

fn sender(number: u64) -> Sender {
    UnitId(IdSource::new(number).next(at(0))).into()
}

async fn begin(store: &Store, sender: Sender, bytes: &[u8], kind: MediaType) -> Result<u64, UploadError> {
    let name = name_of(bytes);
    let begun = store.begin_upload(at(0), sender, &name, (kind, bytes.len() as u64), false);
    begun.await.map(|upload| upload.offset)
}

async fn send(
    store: &Store,
    sender: Sender,
    name: &str,
    from: u64,
    bytes: &[u8],
) -> Result<u64, UploadError> {
    let mut upload = store.continue_upload(sender, name, from).await?;
    let appended = upload.append(bytes).await;
    let offset = upload.end().await?;
    appended.map(|()| offset)
}

fn files(folder: &Path, of: &str) -> usize {
    std::fs::read_dir(folder.join(of)).unwrap().count()
}

#[tokio::test]
async fn it_goes_on_where_it_stopped_even_in_another_hall() {
    let folder = TempDir::new().unwrap();
    let (name, who) = (name_of(SOUND), sender(1));
    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(begin(&store, who, SOUND, MediaType::Ogg).await.unwrap(), 0);
    assert_eq!(send(&store, who, &name, 0, &SOUND[..7]).await.unwrap(), 7);
    assert_eq!(read(&store, &name).await, None, "not before it is whole");
    store.close().await;

    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(begin(&store, who, SOUND, MediaType::Ogg).await.unwrap(), 7);
    for offset in [0, 6, 8] {
        let answer = send(&store, who, &name, offset, &SOUND[7..]).await;
        assert!(matches!(answer, Err(UploadError::WrongOffset(7))), "{answer:?}");
    }
    let length = SOUND.len() as u64;
    assert_eq!(send(&store, who, &name, 7, &SOUND[7..]).await.unwrap(), length);
    let whole = Upload {
        media_type: MediaType::Ogg,
        length,
        offset: length,
    };
    assert_eq!(store.upload(who, &name).await.unwrap(), whole);
    assert_eq!(begin(&store, who, SOUND, MediaType::Ogg).await.unwrap(), length);
    assert_eq!(send(&store, who, &name, length, b"").await.unwrap(), length);
    assert_eq!(read(&store, &name).await.as_deref(), Some(SOUND));
    assert_eq!(
        (files(folder.path(), "uploads"), files(folder.path(), "photos")),
        (0, 1)
    );
}

#[tokio::test]
async fn what_is_not_what_it_was_said_to_be_is_thrown_away() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (name, who) = (name_of(SOUND), sender(2));

    begin(&store, who, SOUND, MediaType::Ogg).await.unwrap();
    let mut other = SOUND.to_vec();
    other[9] ^= 1;
    let answer = send(&store, who, &name, 0, &other).await;
    assert!(
        matches!(answer, Err(UploadError::Attachment(AttachmentError::WrongHash))),
        "{answer:?}"
    );

    begin(&store, who, SOUND, MediaType::WebM).await.unwrap();
    let answer = send(&store, who, &name, 0, SOUND).await;
    let wrong = AttachmentError::WrongKind(MediaType::WebM).to_string();
    assert_eq!(answer.unwrap_err().to_string(), wrong);

    begin(&store, who, SOUND, MediaType::Ogg).await.unwrap();
    let answer = send(&store, who, &name, 0, &[SOUND, b"!"].concat()).await;
    assert!(matches!(answer, Err(UploadError::TooLong(_))), "{answer:?}");
    assert_eq!(
        read(&store, &name).await.as_deref(),
        Some(SOUND),
        "what belongs to it is kept"
    );
    assert_eq!(files(folder.path(), "uploads"), 0);
}

#[tokio::test]
async fn nobody_sends_it_for_another_or_beside_another_call() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (name, own, other) = (name_of(SOUND), sender(3), sender(4));
    begin(&store, own, SOUND, MediaType::Ogg).await.unwrap();
    let unknown = store.upload(other, &name).await;
    assert!(matches!(unknown, Err(UploadError::Unknown)), "{unknown:?}");

    let mut first = store.continue_upload(own, &name, 0).await.unwrap();
    let second = store.continue_upload(own, &name, 0).await.unwrap_err();
    assert!(matches!(second, UploadError::Busy), "{second}");
    first.append(SOUND).await.unwrap();
    first.end().await.unwrap();

    // Whoever may not read it has to send it; whoever may need not.
    assert_eq!(begin(&store, other, SOUND, MediaType::Ogg).await.unwrap(), 0);
    let seat = PersonId(IdSource::new(5).next(at(0))).into();
    let length = SOUND.len() as u64;
    let begun = store.begin_upload(at(0), seat, &name, (MediaType::Ogg, length), true);
    assert_eq!(begun.await.unwrap().offset, length);
    assert_eq!(store.attachment_senders(&name).await.unwrap(), [own, seat].into());
}

#[tokio::test]
async fn one_sender_has_so_many_on_their_way_and_none_too_big() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (who, other) = (sender(6), sender(7));
    begin(&store, other, b"another's", MediaType::Mp4).await.unwrap();
    let things: Vec<Vec<u8>> = (0..11_u8).map(|number| vec![number; 3]).collect();
    for (second, bytes) in (0..).zip(&things) {
        let of = (MediaType::Mp4, 3);
        store
            .begin_upload(at(second), who, &name_of(bytes), of, false)
            .await
            .unwrap();
    }
    let mut there = Vec::new();
    for bytes in &things {
        there.push(store.upload(who, &name_of(bytes)).await.is_ok());
    }
    assert!(!there[0] && there[1..].iter().all(|there| *there), "{there:?}");
    assert!(store.upload(other, &name_of(b"another's")).await.is_ok());
    assert_eq!(files(folder.path(), "uploads"), 11);

    for (kind, length) in [
        (MediaType::Jpeg, 0),
        (MediaType::Jpeg, u64::from(MOST_PHOTO_BYTES) + 1),
        (MediaType::Ogg, u64::from(MOST_SOUND_BYTES) + 1),
        (MediaType::Clip, u64::from(MOST_CLIP_BYTES) + 1),
    ] {
        let begun = store
            .begin_upload(at(0), who, &name_of(b""), (kind, length), false)
            .await;
        let bad = matches!(begun, Err(UploadError::Attachment(AttachmentError::BadSize(_))));
        assert!(bad, "{begun:?}");
    }
    for name in ["", "../yike.db", &name_of(b"")[1..], &name_of(b"").to_uppercase()] {
        let begun = store
            .begin_upload(at(0), who, name, (MediaType::Jpeg, 1), false)
            .await;
        let bad = matches!(begun, Err(UploadError::Attachment(AttachmentError::BadName)));
        assert!(bad, "{name}: {begun:?}");
        assert!(matches!(store.upload(who, name).await, Err(UploadError::Unknown)));
    }
}

#[tokio::test]
async fn what_came_whole_before_the_hall_was_killed_is_looked_at_when_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let (name, who) = (name_of(SOUND), UnitId(IdSource::new(8).next(at(0))));
    let file = folder.path().join(format!("uploads/{name}.{}", who.0.simple()));
    let store = Store::open(folder.path()).await.unwrap();
    let length = SOUND.len() as u64;
    begin(&store, who.into(), SOUND, MediaType::Ogg).await.unwrap();
    std::fs::write(&file, SOUND).unwrap();
    assert_eq!(store.upload(who.into(), &name).await.unwrap().offset, length);
    assert_eq!(read(&store, &name).await.as_deref(), Some(SOUND));

    let other = b"OggS\0\x02 and other words";
    let (name, file) = (
        name_of(other),
        file.with_file_name(format!("{}.{}", name_of(other), who.0.simple())),
    );
    begin(&store, who.into(), other, MediaType::Ogg).await.unwrap();
    std::fs::write(&file, vec![0; other.len()]).unwrap();
    let spoilt = begin(&store, who.into(), other, MediaType::Ogg).await;
    assert!(
        matches!(spoilt, Err(UploadError::Attachment(AttachmentError::WrongHash))),
        "{spoilt:?}"
    );
    assert_eq!(begin(&store, who.into(), other, MediaType::Ogg).await.unwrap(), 0);
    assert_eq!(read(&store, &name).await, None);
}
