//! A photo that is sent in parts, over lines that break, is stored once; what is no photo is refused by name.

use domain::Role;
use domain::order::{Addressee, Attachment, MediaType};
use protocol::api::{Fault, NewMessage};
use reqwest::{Method, StatusCode};
use tests::district::scene;
use tests::uploading::Parcel;
use tests::{Desk, TestHall, eventually};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::photos_and_sounds_go_with_messages::{new, write};

fn files(hall: &TestHall, folder: &str) -> usize {
    std::fs::read_dir(hall.folder().join(folder)).unwrap().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_upload_goes_on_where_it_stopped_and_is_stored_once() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let sender = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let photo = Parcel::of(MediaType::Jpeg, 3_000_000, b'.');
    let length = u64::from(photo.attachment.bytes);
    assert_eq!(sender.begin(&photo).await, (StatusCode::CREATED, Some(0)));

    // The line goes dead in the middle of a part.
    let mut line = TcpStream::connect(hall.address).await.unwrap();
    let head = format!(
        "PATCH {} HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer {}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n",
        photo.path(),
        sender.token,
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&photo.bytes[..1_000_000]).await.unwrap();
    drop(line);
    let here = eventually("what came is kept", async || {
        sender.how_far(&photo).await.filter(|here| *here == 1_000_000)
    })
    .await;
    let here = usize::try_from(here).unwrap();

    assert_eq!(sender.begin(&photo).await, (StatusCode::CREATED, Some(1_000_000)));
    let (answer, _) = sender.send_part(&photo, here - 1, &photo.bytes[here - 1..]).await;
    assert_eq!(answer, StatusCode::CONFLICT);
    // Not before the broken call has let go of it.
    let whole = eventually("it goes on", async || {
        let sent = sender.send_part(&photo, here, &photo.bytes[here..]).await;
        (sent.0 != StatusCode::LOCKED).then_some(sent)
    });
    assert_eq!(whole.await, (StatusCode::NO_CONTENT, Some(length)));
    assert_eq!(sender.how_far(&photo).await, Some(length));
    assert_eq!(sender.begin(&photo).await, (StatusCode::CREATED, Some(length)));
    assert_eq!(
        sender.shown(&photo).await,
        (StatusCode::OK, "image/jpeg".to_owned(), photo.bytes.clone())
    );
    assert_eq!((files(&hall, "uploads"), files(&hall, "photos")), (0, 1));

    let part = [("Range", "bytes=10-19".to_owned())];
    let shown = sender.tus(Method::GET, &photo.path(), &part, Vec::new()).await;
    assert_eq!(shown.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(shown.headers()["Content-Range"], format!("bytes 10-19/{length}"));
    assert_eq!(shown.headers()["X-Content-Type-Options"], "nosniff");
    assert_eq!(shown.bytes().await.unwrap(), photo.bytes[10..20]);
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_or_no_tus_is_refused_by_name() {
    let hall = TestHall::start().await;
    let desk = hall.dispatcher().await;
    let leader = hall.seat("leader", Role::Leader).await;
    let note = Parcel::of(MediaType::WebM, 1000, b'.');
    assert_eq!(leader.begin(&note).await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.how_far(&note).await, None);
    assert_eq!(
        desk.send_part(&note, 0, &note.bytes).await.0,
        StatusCode::NOT_FOUND
    );

    let told = desk
        .tus(Method::OPTIONS, "/api/attachments", &[], Vec::new())
        .await;
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    for (name, value) in [
        ("Tus-Resumable", "1.0.0"),
        ("Tus-Version", "1.0.0"),
        ("Tus-Extension", "creation"),
    ] {
        assert_eq!(told.headers()[name], value);
    }
    let [length, metadata] = note.headers();
    let begin = async |headers: &[(&'static str, String)]| {
        let answer = desk
            .tus(Method::POST, "/api/attachments", headers, Vec::new())
            .await;
        let status = answer.status().as_u16();
        let fault: Fault = answer.json().await.unwrap();
        (status, fault.code, fault.field)
    };
    let named = |status, code: &str, field: &str| (status, code.to_owned(), Some(field.to_owned()));
    let long = ("Upload-Length", (8 * 1024 * 1024 + 1).to_string());
    assert_eq!(
        begin(std::slice::from_ref(&length)).await,
        named(400, "bad_request", "Upload-Metadata")
    );
    assert_eq!(
        begin(std::slice::from_ref(&metadata)).await,
        named(400, "bad_request", "upload-length")
    );
    assert_eq!(
        begin(&[long, metadata.clone()]).await,
        named(413, "too_large", "Upload-Length")
    );
    let empty = ("Upload-Length", "0".to_owned());
    assert_eq!(
        begin(&[empty, metadata]).await,
        named(400, "bad_request", "Upload-Length")
    );

    desk.begin(&note).await;
    let other = Parcel::of(MediaType::WebM, 1000, b'!');
    assert_eq!(
        desk.send_part(&note, 0, &other.bytes).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.how_far(&note).await, None, "it is thrown away");
    desk.begin(&note).await;
    let (more, _) = desk.send_part(&note, 0, &vec![0; 1001]).await;
    assert_eq!(more, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(desk.how_far(&note).await, Some(0));
    let text = [
        ("Upload-Offset", "0".to_owned()),
        ("Content-Type", "text/plain".to_owned()),
    ];
    let text = desk
        .tus(Method::PATCH, &note.path(), &text, note.bytes.clone())
        .await;
    assert_eq!(text.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        desk.send_part(&note, 0, &note.bytes).await.0,
        StatusCode::NO_CONTENT
    );

    let officer = hall.officer("Vaduz 1", hall.town("Vaduz").await).await;
    let sent = desk.order(Addressee::Unit(officer.unit), scene()).await;
    let bad = Attachment {
        bytes: 3_000_000,
        ..note.attachment.clone()
    };
    let (status, fault) = write(&desk, &sent, &new("hear", Some(bad))).await.unwrap_err();
    let field = fault.field.as_deref();
    assert_eq!(
        (status, fault.code.as_str(), field),
        (StatusCode::BAD_REQUEST, "attachment_bad", Some("attachment"))
    );
    let message = new("", Some(note.attachment.clone()));
    write(&desk, &sent, &message).await.unwrap();
    let again = NewMessage {
        attachment: None,
        text: "other".to_owned(),
        ..message
    };
    assert_eq!(write(&desk, &sent, &again).await.unwrap_err().1.code, "id_taken");
    hall.stop().await;
}
