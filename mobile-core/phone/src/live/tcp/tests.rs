//! A connection and the hall's end of it.

use std::future::poll_fn;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::*;

/// A connection with its far end.
async fn pair() -> (Connection, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connection = Connection::open(listener.local_addr().unwrap()).await.unwrap();
    let (far, from) = listener.accept().await.unwrap();
    assert_eq!(connection.local(), from);
    (connection, far)
}

async fn hear(connection: &mut Connection) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 2_048];
    let mut datagram = ReadBuf::new(&mut buffer);
    let heard = poll_fn(|context| connection.poll(context, &mut datagram));
    timeout(Duration::from_secs(20), heard)
        .await
        .expect("something comes")?;
    Ok(datagram.filled().to_vec())
}

#[tokio::test]
async fn datagrams_go_both_ways_whole_and_in_order() {
    let (mut connection, mut far) = pair().await;
    far.write_all(&[0, 3, 1, 2, 3, 0, 0, 0, 2, 4]).await.unwrap();
    assert_eq!(hear(&mut connection).await.unwrap(), [1, 2, 3]);
    far.write_all(&[5, 0, 1, 6]).await.unwrap();
    assert_eq!(hear(&mut connection).await.unwrap(), [4, 5]);
    assert_eq!(hear(&mut connection).await.unwrap(), [6]);
    connection.push(Instant::now(), &[128, 7, 8]);
    connection.push(Instant::now(), &[1]);
    let mut read = [0; 8];
    far.read_exact(&mut read).await.unwrap();
    assert_eq!(read, [0, 3, 128, 7, 8, 0, 1, 1]);
}

#[tokio::test]
async fn what_is_no_frame_ends_it_and_so_does_the_hall() {
    let (mut connection, mut far) = pair().await;
    far.write_all(b"HTTP/1.1 400 Bad Request\r\n").await.unwrap();
    let ended = hear(&mut connection).await.unwrap_err();
    assert_eq!(ended.kind(), io::ErrorKind::InvalidData);
    let (mut connection, far) = pair().await;
    drop(far);
    let ended = hear(&mut connection).await.unwrap_err();
    assert_eq!(ended.kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn where_nothing_is_taken_media_are_dropped_checks_have_room_and_it_ends_soon() {
    let (mut connection, _far) = pair().await;
    // More than both systems hold.
    let media = [128; 1_200];
    while connection.unsent.is_empty() {
        connection.push(Instant::now(), &media);
        sleep(Duration::from_millis(1)).await;
        let full = poll_fn(|context| Poll::Ready(connection.send(context))).await;
        assert!(full.is_ok());
    }
    for _ in 0..1_000 {
        connection.push(Instant::now(), &media);
    }
    let held = connection.unsent.len();
    assert!(held <= MOST_WAITING, "{held}");
    assert!(
        held > MOST_WAITING - 1_300,
        "as much as there is room for: {held}"
    );
    connection.push(Instant::now(), &[0, 1, 2, 3]);
    assert_eq!(connection.unsent.len(), held + 6);
    let began = Instant::now();
    let waiting = async {
        loop {
            if let Err(error) = poll_fn(|context| Poll::Ready(connection.send(context))).await {
                return error;
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    let ended = timeout(STUCK_AFTER * 2, waiting).await.expect("it ends");
    assert_eq!(ended.kind(), io::ErrorKind::TimedOut);
    assert!(began.elapsed() >= STUCK_AFTER / 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn one_that_cannot_be_opened_is_an_error() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = closed.local_addr().unwrap();
    drop(closed);
    assert!(Connection::open(at).await.is_err());
}
