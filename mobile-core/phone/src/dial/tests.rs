//! Dialling a hall whose name has more addresses than one.

use tokio::net::TcpListener;

use super::*;

async fn reached(addresses: Vec<SocketAddr>) -> std::io::Result<SocketAddr> {
    timeout(DIAL_WITHIN, first(addresses)).await.unwrap()?.peer_addr()
}

#[tokio::test]
async fn an_address_that_leads_nowhere_holds_nobody_up() {
    let hall = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hall = hall.local_addr().unwrap();
    // Of a network for documentation (RFC 5737), which nobody answers from; and a port that nobody listens on.
    let silent = "192.0.2.1:443".parse().unwrap();
    let closed = "127.0.0.1:9".parse().unwrap();
    for addresses in [
        vec![hall],
        vec![silent, hall],
        vec![closed, hall],
        vec![silent, closed, hall],
    ] {
        assert_eq!(reached(addresses).await.unwrap(), hall);
    }
    assert!(reached(vec![closed]).await.is_err());
    assert!(reached(Vec::new()).await.is_err());
}
