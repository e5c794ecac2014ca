//! Some of a stream's layers, by number.

/// A set of layers; one beyond the eighth is in none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LayerSet(u8);

impl LayerSet {
    /// Those in either.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a layer is in it.
    pub(crate) fn has(self, layer: usize) -> bool {
        self.0 & bit(layer) != 0
    }

    /// Whether no layer is in it.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<usize> for LayerSet {
    fn from_iter<I: IntoIterator<Item = usize>>(layers: I) -> Self {
        Self(layers.into_iter().fold(0, |set, layer| set | bit(layer)))
    }
}

fn bit(layer: usize) -> u8 {
    let shift = u32::try_from(layer).unwrap_or(u32::MAX);
    1_u8.checked_shl(shift).unwrap_or(0)
}
