//! Where HTTP comes in, so that strangers who are slow or many do not use the hall up.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum_server::tls_rustls::RustlsConfig;
use axum_server::{Handle, Server};
use tokio::task::JoinHandle;

mod capped;

use capped::Capped;

/// Connections at once: every seat and phone of a district, within the 1024 files that a process may open by default.
const CONNECTIONS: usize = 768;

/// How long the head of a request may take.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// Serves `router` on `listener` until `handle` says otherwise; plain HTTP without `tls`.
pub(crate) fn serve(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    router: Router,
    handle: Handle<SocketAddr>,
) -> anyhow::Result<JoinHandle<io::Result<()>>> {
    let capped = Capped::new(CONNECTIONS);
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let taken_over = "taking over the listener";
    Ok(match tls {
        None => {
            let server = axum_server::from_tcp(listener).context(taken_over)?;
            let server = impatient(server.acceptor(capped));
            tokio::spawn(server.handle(handle).serve(router))
        }
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(tls));
            let server = server.context(taken_over)?.map(|tls| tls.acceptor(capped));
            tokio::spawn(impatient(server).handle(handle).serve(router))
        }
    })
}

/// Bounds how long the head of a request may take: the first one's from the connection on, as it tells the
/// version too, and each later one's of HTTP/1.
fn impatient<Acceptor>(server: Server<SocketAddr, Acceptor>) -> Server<SocketAddr, Acceptor> {
    let mut server = server.first_request_timeout(HEAD_WITHIN);
    server.http_builder().http1().header_read_timeout(HEAD_WITHIN);
    server
}

#[cfg(test)]
mod tests;
