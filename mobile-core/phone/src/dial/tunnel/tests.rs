//! What proxies say, and what comes of it.

use std::time::Duration;

use tokio::time::timeout;

use super::*;

/// What the phone asks a proxy that answers so, and what comes of it.
async fn asked(authorization: Option<&str>, answer: &[u8]) -> (String, Result<(), DialError>) {
    let (mut phone, mut proxy) = tokio::io::duplex(64 * 1024);
    proxy.write_all(answer).await.unwrap();
    let opened = timeout(Duration::from_secs(5), async {
        let opening = open(&mut phone, "hall.example:8443", authorization);
        let (opened, ()) = tokio::join!(opening, async {
            if answer.is_empty() {
                proxy.shutdown().await.unwrap();
            }
        });
        opened
    });
    let opened = opened.await.expect("it ends by itself");
    drop(phone);
    let mut asked = String::new();
    proxy.read_to_string(&mut asked).await.unwrap();
    (asked, opened)
}

#[tokio::test]
async fn a_tunnel_is_asked_for_with_a_password_or_without() {
    let (asked_bare, opened) = asked(None, b"HTTP/1.1 200 Connection established\r\n\r\n").await;
    assert!(opened.is_ok(), "{opened:?}");
    let bare = "CONNECT hall.example:8443 HTTP/1.1\r\nHost: hall.example:8443\r\n\r\n";
    assert_eq!(asked_bare, bare);
    let (asked, opened) = asked(Some("Basic YTpi"), b"HTTP/1.0 200 OK\r\nVia: x\r\n\r\n").await;
    assert!(opened.is_ok(), "{opened:?}");
    let shown = "Host: hall.example:8443\r\nProxy-Authorization: Basic YTpi\r\n\r\n";
    assert!(asked.ends_with(shown), "{asked}");
}

#[tokio::test]
async fn a_refusal_is_told_from_a_proxy_that_makes_no_sense() {
    for (answer, status) in [
        (
            &b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 9000\r\n\r\n<html>"[..],
            Some(407),
        ),
        (b"HTTP/1.1 403 Forbidden\r\n", Some(403)),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", Some(502)),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", None),
        (b"HTTP/1.1 OK\r\n\r\n", None),
        (&[b'x'; MOST_HEAD + 1024], None),
        (b"", None),
    ] {
        let (_, opened) = asked(None, answer).await;
        let told = match opened {
            Err(DialError::Proxy(status)) => Some(status),
            Err(DialError::ProxyAway(_)) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(told, status);
    }
}
