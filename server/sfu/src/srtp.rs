//! SRTP (RFC 3711) in its three WebRTC profiles: AES-GCM with 128 or 256 bits (RFC 7714), AES-CM with HMAC-SHA1.
//!
//! Seals and opens RTP as well as RTCP. Which number a packet has, and whether it came before, is known to whoever keeps
//! its source. The ciphers are the WebRTC library's; what is
//! here is what the RFCs put around them. It leaves the handshake that makes the keys to `transport::lean::dtls`.
#![expect(
    clippy::indexing_slicing,
    reason = "its arithmetic is its point, and lengths are checked before"
)]

mod cipher;
mod keys;
mod replay;

use str0m::crypto::CryptoProvider;
use str0m::crypto::dtls::SrtpProfile;

use self::cipher::Cipher;
use self::keys::{Label, Master};
use self::replay::Replay;

/// What no RTCP packet is shorter than: its header with the sender's SSRC.
const RTCP_HEADER: usize = 8;
/// The highest SRTCP index; there are 31 bits of it.
const LAST_INDEX: u32 = (1 << 31) - 1;

/// Something could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsealed;

/// The keys of one peer.
pub(crate) struct Srtp {
    rtp: Cipher,
    rtcp: Cipher,
    rtp_from_peer: Cipher,
    rtcp_from_peer: Cipher,
    next_index: u32,
    seen: Replay,
}

impl Srtp {
    /// Derives the keys from a handshake's material; `is_client` tells whether we were its client. `None` for a profile
    /// that is not one of the three.
    pub(crate) fn new(
        crypto: &CryptoProvider,
        profile: SrtpProfile,
        material: &[u8],
        is_client: bool,
    ) -> Option<Self> {
        let ours = Master::read(profile, material, is_client)?;
        let theirs = Master::read(profile, material, !is_client)?;
        Some(Self {
            rtp: Cipher::new(crypto, profile, &ours, Label::Rtp)?,
            rtcp: Cipher::new(crypto, profile, &ours, Label::Rtcp)?,
            rtp_from_peer: Cipher::new(crypto, profile, &theirs, Label::Rtp)?,
            rtcp_from_peer: Cipher::new(crypto, profile, &theirs, Label::Rtcp)?,
            next_index: 1,
            seen: Replay::default(),
        })
    }

    /// Appends a sealed payload to an RTP header; `seq` counts on past 65,535.
    pub(crate) fn seal_rtp(
        &mut self,
        packet: &mut Vec<u8>,
        ssrc: u32,
        seq: u64,
        payload: &[u8],
    ) -> Result<(), Unsealed> {
        self.rtp.seal_rtp(packet, ssrc, seq, payload)
    }

    /// Seals an RTCP packet, compound or not.
    pub(crate) fn seal_rtcp(&mut self, packet: &[u8]) -> Result<Vec<u8>, Unsealed> {
        let index = self.next_index;
        // Two billion reports are sixty years of them.
        if packet.len() < RTCP_HEADER || index > LAST_INDEX {
            return Err(Unsealed);
        }
        self.next_index += 1;
        self.rtcp.seal_rtcp(packet, index)
    }

    /// Opens what is behind an RTP packet's header of so many octets, into `opened`; tells whether it is authentic.
    /// `index` is its number, counted on past 65,535.
    pub(crate) fn open_rtp(
        &mut self,
        packet: &[u8],
        header: usize,
        ssrc: u32,
        index: u64,
        opened: &mut Vec<u8>,
    ) -> bool {
        self.rtp_from_peer.open_rtp(packet, header, ssrc, index, opened)
    }

    /// Opens an RTCP packet; `None` if it is not authentic, or came before.
    pub(crate) fn open_rtcp(&mut self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (index, packet) = self.rtcp_from_peer.open_rtcp(sealed)?;
        let source = u32::from_be_bytes(*packet.get(4..)?.first_chunk()?);
        self.seen.is_new(source, index).then_some(packet)
    }
}

#[cfg(test)]
pub(crate) mod tests;
