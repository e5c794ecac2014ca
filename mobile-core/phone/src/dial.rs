//! How the hall is dialled: straight, or through the proxy of the network that the phone is on.
//!
//! Everything that is said to the hall goes over a line that was opened here. A proxy carries bytes (`CONNECT`, RFC 9110 section
//! 9.3.6), to a hall without encryption too, since few hand a WebSocket on otherwise: TLS is agreed upon with the hall
//! itself, so that a proxy that answers in its place is a stranger like any other. Media do not go this way; see `live`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

pub(crate) use self::proxy::Proxy;
use crate::NotAProxy;

mod proxy;
mod tunnel;

/// Opening a line may take this long.
const DIAL_WITHIN: Duration = Duration::from_secs(10);

/// So long an address is waited for before the next one is tried beside it (RFC 8305 section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// A proxy that has said nothing for so long is not waited for alone.
const TUNNEL_WITHIN: Duration = Duration::from_secs(6);

/// So long the hall's name is looked up on a network with a proxy, which may be the only one there that knows it.
const KNOWN_WITHIN: Duration = Duration::from_secs(1);

/// An open line to the hall.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}
pub(crate) type Line = Box<dyn Wire>;

/// Opens lines to one hall.
pub(crate) struct Dialler {
    /// As it is written in an address: a name, an IPv4 address, or an IPv6 address in brackets.
    host: String,
    port: u16,
    /// Dial this instead.
    dial: Option<SocketAddr>,
    /// Whom to take for the hall, if it is spoken to with encryption.
    tls: Option<TlsConnector>,
    proxy: Mutex<Option<Arc<Proxy>>>,
}

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DialError {
    /// Nobody answered in time.
    #[error("nobody answered in time")]
    Late,
    /// The network does not lead to the hall.
    #[error("the network does not lead to the hall")]
    Network(#[source] std::io::Error),
    /// Whoever answered is not the hall, or does not speak TLS.
    #[error("no encryption was agreed upon")]
    Tls(#[source] std::io::Error),
    /// The network does not lead to its proxy.
    #[error("the network does not lead to its proxy")]
    ProxyAway(#[source] std::io::Error),
    /// The proxy answered with this status.
    #[error("the proxy answered {0}")]
    Proxy(u16),
}

impl DialError {
    /// Whether it was the proxy that did not let the phone through: for want of a password, or by its rules.
    pub(crate) const fn is_proxys_no(&self) -> bool {
        matches!(self, Self::Proxy(403 | 407))
    }
}

impl Dialler {
    /// For the hall at this address; `tls` says whom to trust.
    pub(crate) fn new(
        hall: &Url,
        dial: Option<SocketAddr>,
        tls: Arc<ClientConfig>,
        proxy: Option<&str>,
    ) -> Result<Self, NotAProxy> {
        let encrypted = hall.scheme() == "https";
        Ok(Self {
            host: hall.host_str().unwrap_or_default().to_owned(),
            port: hall.port_or_known_default().unwrap_or(443),
            dial,
            tls: encrypted.then(|| TlsConnector::from(tls)),
            proxy: Mutex::new(proxy.map(Proxy::read).transpose()?.map(Arc::new)),
        })
    }

    /// Goes through this proxy from now on, or straight; whether that is another way than before.
    pub(crate) fn go_through(&self, proxy: Option<&str>) -> Result<bool, NotAProxy> {
        let proxy = proxy.map(Proxy::read).transpose()?.map(Arc::new);
        let mut before = self.proxy.lock().unwrap_or_else(PoisonError::into_inner);
        let is_other = *before != proxy;
        *before = proxy;
        Ok(is_other)
    }

    /// Where the hall is, or its proxy if only that knows, which is soon found out.
    pub(crate) async fn addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        let Some(proxy) = self.proxy() else {
            return self.hall().await;
        };
        match timeout(KNOWN_WITHIN, self.hall()).await {
            Ok(Ok(hall)) => Ok(hall),
            Ok(Err(_)) | Err(_) => look_up(proxy.host(), proxy.port()).await,
        }
    }

    /// Opens a line.
    pub(crate) async fn dial(&self) -> Result<Line, DialError> {
        let opened = timeout(DIAL_WITHIN, self.open()).await;
        opened.map_err(|_| DialError::Late)?
    }

    async fn open(&self) -> Result<Line, DialError> {
        let stream = self.carrier().await?;
        let Some(tls) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let name = ServerName::try_from(self.name().to_owned())
            .map_err(|no_name| DialError::Tls(std::io::Error::other(no_name)))?;
        let encrypted = tls.connect(name, stream).await.map_err(DialError::Tls)?;
        Ok(Box::new(encrypted))
    }

    /// What carries bytes to the hall and back: the proxy, or none where it is not to be had or does not know the hall, as one
    /// of the hall's own network is reached.
    async fn carrier(&self) -> Result<TcpStream, DialError> {
        let Some(proxy) = self.proxy() else {
            return self.straight().await;
        };
        let failed = match timeout(TUNNEL_WITHIN, self.tunnel(&proxy)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(failed)) => failed,
            Err(_) => DialError::Late,
        };
        self.straight().await.map_err(|_| failed)
    }

    async fn straight(&self) -> Result<TcpStream, DialError> {
        let reach = async { first(self.hall().await?).await };
        reach.await.map_err(DialError::Network)
    }

    async fn tunnel(&self, proxy: &Proxy) -> Result<TcpStream, DialError> {
        let reach = async { first(look_up(proxy.host(), proxy.port()).await?).await };
        let mut stream = reach.await.map_err(DialError::ProxyAway)?;
        let hall = match self.dial {
            Some(dial) => dial.to_string(),
            None => format!("{}:{}", self.host, self.port),
        };
        tunnel::open(&mut stream, &hall, proxy.authorization()).await?;
        Ok(stream)
    }

    async fn hall(&self) -> std::io::Result<Vec<SocketAddr>> {
        match self.dial {
            Some(dial) => Ok(vec![dial]),
            None => look_up(self.name(), self.port).await,
        }
    }

    fn proxy(&self) -> Option<Arc<Proxy>> {
        self.proxy.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The host without the brackets that an IPv6 address has.
    fn name(&self) -> &str {
        self.host.trim_matches(['[', ']'])
    }
}

async fn look_up(name: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((name, port)).await?.collect())
}

/// The first of these that answers: a network may have addresses of which one leads nowhere.
async fn first(addresses: Vec<SocketAddr>) -> std::io::Result<TcpStream> {
    let mut failed = std::io::Error::new(std::io::ErrorKind::NotFound, "the name has no address");
    let mut under_way = FuturesUnordered::new();
    let mut left = addresses.into_iter();
    loop {
        if let Some(address) = left.next() {
            under_way.push(TcpStream::connect(address));
        } else if under_way.is_empty() {
            return Err(failed);
        }
        tokio::select! {
            Some(tried) = under_way.next() => match tried {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => failed = error,
            },
            () = tokio::time::sleep(HEAD_START), if left.len() > 0 => {}
        }
    }
}

#[cfg(test)]
mod tests;
