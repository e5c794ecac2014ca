//! Reading an OpenStreetMap extract in the PBF format.
//!
//! The crate that decodes it reports most faults, but trusts the numbers inside a block: a broken
//! file can overflow them. That ends here as an error too, so nobody else has to mind.

use std::panic::{AssertUnwindSafe, catch_unwind};

use osmpbf::ElementReader;
pub use osmpbf::{Element, RelMemberType};

/// Calls `seen` with each element of the extract `bytes`, in the order of the file.
///
/// Elements before a fault have been seen when the error returns.
pub fn for_each_element(bytes: &[u8], mut seen: impl FnMut(Element<'_>)) -> Result<(), ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let reader = ElementReader::new(bytes);
    match catch_unwind(AssertUnwindSafe(|| reader.for_each(&mut seen))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(fault)) => Err(ExtractError::Broken(fault.to_string())),
        Err(_) => Err(ExtractError::Broken("numbers out of range".to_owned())),
    }
}

/// The value of the tag `key`.
pub fn tag<'a>(mut tags: impl Iterator<Item = (&'a str, &'a str)>, key: &str) -> Option<&'a str> {
    tags.find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Why the bytes are no extract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// There are no bytes.
    #[error("the OpenStreetMap extract is empty")]
    Empty,
    /// The bytes are cut short, damaged, or of another format.
    #[error("not a whole OpenStreetMap PBF file: {0}")]
    Broken(String),
}

#[cfg(test)]
mod tests;
