//! What strangers who are slow or many get.

use std::net::Ipv4Addr;

use axum_server::accept::Accept as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

/// Longer than anything here takes.
const NEVER: Duration = Duration::from_mins(1);

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

#[tokio::test]
async fn a_head_that_does_not_end_is_hung_up_on() {
    let (listener, address) = listener();
    let handle = Handle::new();
    let served = serve(listener, None, Router::new(), handle.clone()).unwrap();
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: hall\r\nX-Slow: ")
        .await
        .unwrap();
    let mut heard = Vec::new();
    let ended = tokio::time::timeout(NEVER, slow.read_to_end(&mut heard)).await;
    assert!(ended.is_ok(), "it was left waiting");
    handle.shutdown();
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn one_too_many_is_turned_away_until_another_leaves() {
    let (listener, address) = listener();
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let capped = Capped::new(1);
    let mut guests = Vec::new();
    let mut come = async || {
        guests.push(TcpStream::connect(address).await.unwrap());
        let (stream, _) = listener.accept().await.unwrap();
        capped.accept(stream, ()).await
    };
    let first = come().await.unwrap();
    assert!(come().await.is_err());
    assert!(first.0.stream.nodelay().unwrap(), "what is said leaves at once");
    drop(first);
    assert!(come().await.is_ok());
}
