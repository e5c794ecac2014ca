//! What a phone is started with.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::Enrolled;
use crate::store::StoreError;

/// What a phone is started with.
#[derive(Clone)]
pub struct PhoneConfig {
    /// The hall's address, `https://hall.example` or `http://127.0.0.1:8080`.
    pub hall: String,
    /// The name to sign in with.
    pub name: String,
    /// The password; not looked at by an enrolled phone.
    pub password: String,
    /// What an enrolled phone signs in with, instead of a password.
    pub enrolled: Option<Enrolled>,
    /// The file that keeps what the hall has yet to be told; made if absent.
    pub store: PathBuf,
    /// Name and version of the app, for the hall's log.
    pub app: String,
    /// Dial this address instead of the hall's own, as through a tunnel.
    pub connect_to: Option<SocketAddr>,
    /// Go through this proxy, `http://host:port` or `http://user:password@host:port`: everything but media does.
    pub proxy: Option<String>,
    /// Certificates in PEM to trust beside the system's.
    pub ca: Option<Vec<u8>>,
}

/// The address is none of a proxy; it is not repeated, since it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("proxy must be http://host:port, with user:password@ before the host if it asks for them")]
pub struct NotAProxy;

/// Why a phone does not start.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// The hall's address is no `http` or `https` URL with a host.
    #[error("hall must be an http or https address")]
    HallAddress,
    /// The proxy's address is none.
    #[error(transparent)]
    ProxyAddress(#[from] NotAProxy),
    /// A key is to be looked for at a hall that shows none.
    #[error("a hall whose key is known beforehand must have an https address")]
    PinUnencrypted,
    /// The certificates to trust cannot be read.
    #[error("ca must be certificates in PEM")]
    Certificates,
    /// The machine lacks what encrypted connections need.
    #[error("encrypted connections cannot be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness,
    /// The store cannot be opened, not even afresh.
    #[error("the store cannot be opened")]
    Store(#[source] StoreError),
}
