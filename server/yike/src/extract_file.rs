//! The OpenStreetMap extract that a flag or a setting names.
//!
//! The one place where its bytes are read, so that a file that is no good is told alike by every command: with
//! the name that it was given by, the file and the cure.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use gazetteer::Gazetteer;
use roads::{RoadNetwork, RoadsError};

/// The bytes of an extract.
pub(crate) struct ExtractFile {
    bytes: Cow<'static, [u8]>,
    /// What named it, with its path.
    name: String,
}

impl ExtractFile {
    /// Reads `file`, which the flag or the setting `named` names.
    pub(crate) fn read(named: &str, file: &Path) -> anyhow::Result<Self> {
        let name = format!("{named} {}", file.display());
        let bytes = std::fs::read(file).with_context(|| {
            format!("{name}: cannot be read; give the path of an OpenStreetMap extract (.osm.pbf)")
        })?;
        Ok(Self {
            bytes: Cow::Owned(bytes),
            name,
        })
    }

    /// The extract that the program holds.
    pub(crate) fn embedded(bytes: &'static [u8]) -> Self {
        Self {
            bytes: Cow::Borrowed(bytes),
            name: "the demonstration's district".to_owned(),
        }
    }

    /// Its roads.
    pub(crate) fn roads(&self) -> anyhow::Result<RoadNetwork> {
        RoadNetwork::from_pbf(&self.bytes).map_err(|fault| {
            let cure = match fault {
                RoadsError::Extract(_) => "download the extract again",
                RoadsError::NoRoads => "choose a larger area",
            };
            anyhow!("{}: {fault}; {cure}", self.name)
        })
    }

    /// What its places are called.
    pub(crate) fn gazetteer(&self) -> anyhow::Result<Gazetteer> {
        Gazetteer::from_pbf(&self.bytes)
            .map_err(|fault| anyhow!("{}: {fault}; download the extract again", self.name))
    }
}

#[cfg(test)]
mod tests;
