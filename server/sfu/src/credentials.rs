//! The ICE credentials a shard mints for its peers (RFC 8445 section 5.3, RFC 8839 section 5.4).
//!
//! They are minted here rather than by the WebRTC library, so that a connectivity check can be routed by its
//! username alone. It leaves checking the password to the ICE agent.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use str0m::IceCreds;

const UFRAG_LEN: usize = 12;
const PASSWORD_LEN: usize = 32;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A username fragment of ours: sixty bits of randomness, of a fixed length so that a look-up allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Ufrag([u8; UFRAG_LEN]);

impl Ufrag {
    /// Reads a fragment out of a check's username; anything of another length is none of ours.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// Mints credentials from a seed.
pub(crate) struct Mint(ChaCha20Rng);

impl Mint {
    /// Starts from a seed, which must be secret and used once.
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// Makes credentials nobody can guess.
    pub(crate) fn credentials(&mut self) -> (Ufrag, IceCreds) {
        let ufrag = self.letters::<UFRAG_LEN>();
        let password = self.letters::<PASSWORD_LEN>();
        let creds = IceCreds {
            ufrag: text(&ufrag),
            pass: text(&password),
        };
        (Ufrag(ufrag), creds)
    }

    /// Makes a random number, for the first sequence number and timestamp of a line (RFC 3550 section 5.1).
    pub(crate) fn number(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn letters<const N: usize>(&mut self) -> [u8; N] {
        let mut letters = [0; N];
        self.0.fill_bytes(&mut letters);
        letters.map(|byte| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'a'))
    }
}

fn text(ascii: &[u8]) -> String {
    ascii.iter().copied().map(char::from).collect()
}
