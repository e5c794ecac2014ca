//! How a publisher names a layer of its video: its RID (RFC 8852).
//!
//! A name is kept in place, so that a packet carries it without an allocation. It leaves numbering to `publisher`.

/// The longest name that is told from others.
const LONGEST: usize = 16;

/// A name; a longer one is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LayerName([u8; LONGEST]);

impl LayerName {
    /// A name as it is sent.
    pub(crate) fn new(name: &[u8]) -> Self {
        let mut cut = [0; LONGEST];
        for (to, from) in cut.iter_mut().zip(name) {
            *to = *from;
        }
        Self(cut)
    }
}
