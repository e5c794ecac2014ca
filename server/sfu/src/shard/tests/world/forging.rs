//! Authentic RTCP of a peer of the pretend world that its own library would never send.
//!
//! A client's library keeps its keys to itself, but makes its handshake by whatever it is given for that: here by the real
//! thing, with an ear at the keys.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Instant;

use str0m::crypto::dtls::{
    DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, ProtocolVersion,
};
use str0m::crypto::{CryptoError, CryptoProvider, from_feature_flags};

use super::World;
use crate::srtp::Srtp;
use crate::{Input, PeerId};

thread_local! {
    /// What was overheard last.
    static OVERHEARD: RefCell<Option<Srtp>> = const { RefCell::new(None) };
}

/// The cryptography of clients.
pub(super) fn crypto() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        dtls_provider: &Ear,
        ..from_feature_flags()
    })
}

/// The keys of a client that was polled just now, if it has just come by them.
pub(super) fn overheard() -> Option<Srtp> {
    OVERHEARD.take()
}

impl World {
    /// Gives the shard a compound packet, sealed by a client's keys.
    pub(in crate::shard::tests) fn forge(&mut self, peer: u64, compound: &[u8]) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        let (keys, from) = (client.keys.as_mut().expect("connected"), client.address);
        let bytes = &keys.seal_rtcp(compound).unwrap();
        self.sfu.handle_input(self.now, Input::Datagram { from, bytes });
        self.drain_sfu();
    }

    /// How many RTP packets were handed out for a client.
    pub(in crate::shard::tests) fn sent_to(&self, peer: u64) -> usize {
        let address = self.clients[&PeerId(peer)].address;
        self.rtp_sent.get(&address).copied().unwrap_or_default()
    }
}

#[derive(Debug)]
struct Ear;

#[derive(Debug)]
struct Listening(Box<dyn DtlsInstance>);

impl DtlsProvider for Ear {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        from_feature_flags().dtls_provider.generate_certificate()
    }

    fn new_dtls(
        &self,
        certificate: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let real = from_feature_flags()
            .dtls_provider
            .new_dtls(certificate, now, version, mtu)?;
        Ok(Box::new(Listening(real)))
    }
}

impl DtlsInstance for Listening {
    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        let is_client = self.0.is_active();
        let output = self.0.poll_output(buffer);
        if let DtlsOutput::KeyingMaterial(material, profile) = &output {
            OVERHEARD.set(Srtp::new(&from_feature_flags(), *profile, material, is_client));
        }
        output
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.0.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.0.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.0.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.0.close()
    }
}
