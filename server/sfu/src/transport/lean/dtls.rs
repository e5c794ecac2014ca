//! The DTLS handshake that makes the keys of whoever watches or sends (RFC 5764), by the WebRTC library's own implementation.

use std::time::{Duration, Instant};

use str0m::crypto::CryptoProvider;
use str0m::crypto::dtls::{DtlsCert, DtlsInstance, DtlsOutput, DtlsVersion, SrtpProfile};

use crate::peer::Broken;

/// More than any record of a handshake.
const LONGEST_RECORD: usize = 2_048;
/// How much one turn may have to say.
const MAX_OUTPUTS: usize = 64;
/// A wake-up later than this is none: the handshake is over.
const NEVER: Duration = Duration::from_hours(1);

/// The SHA-256 of the certificate that a peer promised in its offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PeerCertificate(pub(crate) [u8; 32]);

/// A handshake.
pub(super) struct Dtls {
    instance: Box<dyn DtlsInstance>,
    promised: PeerCertificate,
    is_proved: bool,
    has_begun: bool,
    wake_at: Option<Instant>,
    now: Instant,
}

/// What one turn of it had to say.
#[derive(Default)]
pub(super) struct Said {
    pub(super) datagrams: Vec<Vec<u8>>,
    pub(super) keys: Option<(SrtpProfile, Vec<u8>)>,
    pub(super) is_over: bool,
}

impl Dtls {
    /// Gets ready; `None` if the library cannot.
    pub(super) fn new(
        now: Instant,
        crypto: &CryptoProvider,
        certificate: &DtlsCert,
        promised: PeerCertificate,
        is_client: bool,
    ) -> Option<Self> {
        let provider = crypto.dtls_provider;
        let mut instance = provider
            .new_dtls(certificate, now, DtlsVersion::default(), None)
            .ok()?;
        instance.set_active(is_client);
        Some(Self {
            instance,
            promised,
            is_proved: false,
            has_begun: false,
            wake_at: None,
            now,
        })
    }

    pub(super) fn is_client(&self) -> bool {
        self.instance.is_active()
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.wake_at
    }

    /// Begins once the peer is there; tells whether it has anything to say.
    pub(super) fn begin(&mut self, now: Instant) -> Result<bool, Broken> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(false);
        }
        self.wake(now)?;
        Ok(true)
    }

    /// Lets time pass.
    pub(super) fn wake(&mut self, now: Instant) -> Result<(), Broken> {
        self.now = now;
        self.instance.handle_timeout(now).map_err(|_| Broken)
    }

    /// Takes in a record.
    pub(super) fn take_in(&mut self, now: Instant, bytes: &[u8]) -> Result<(), Broken> {
        self.wake(now)?;
        self.instance.handle_packet(bytes).map_err(|_| Broken)
    }

    /// Ends the association.
    pub(super) fn close(&mut self) -> Result<(), Broken> {
        self.instance.close().map_err(|_| Broken)
    }

    /// Takes out all it has to say. A peer with another certificate than it promised breaks.
    pub(super) fn drain(&mut self, crypto: &CryptoProvider) -> Result<Said, Broken> {
        let mut said = Said::default();
        let mut buffer = [0; LONGEST_RECORD];
        for _ in 0..MAX_OUTPUTS {
            match self.instance.poll_output(&mut buffer) {
                DtlsOutput::Packet(bytes) => said.datagrams.push(bytes.to_vec()),
                DtlsOutput::PeerCert(certificate) => {
                    let hash = crypto.sha256_provider.sha256(certificate);
                    if PeerCertificate(hash) != self.promised {
                        return Err(Broken);
                    }
                    self.is_proved = true;
                }
                DtlsOutput::KeyingMaterial(material, profile) => {
                    said.keys = Some((profile, material.to_vec()));
                }
                DtlsOutput::CloseNotify => said.is_over = true,
                DtlsOutput::Timeout(at) => {
                    let is_soon = at.saturating_duration_since(self.now) < NEVER;
                    self.wake_at = is_soon.then_some(at);
                    if said.keys.is_some() && !self.is_proved {
                        return Err(Broken);
                    }
                    return Ok(said);
                }
                DtlsOutput::BufferTooSmall { .. } => return Err(Broken),
                _ => {}
            }
        }
        Err(Broken)
    }
}
