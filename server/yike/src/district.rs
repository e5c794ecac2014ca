//! What a hall knows of its district's ground, read once at its start.
//!
//! Read away from the threads that serve. A file that is no good ends the start with the name of its setting.

use std::path::Path;

use anyhow::Context as _;
use domain::TravelMode;
use gazetteer::Gazetteer;
use roads::RoadNetwork;

use crate::extract_file::ExtractFile;

/// What is known of the ground.
#[derive(Debug)]
pub(crate) struct District {
    /// The roads, if there is an extract.
    pub(crate) roads: Option<RoadNetwork>,
    /// What places are called.
    pub(crate) gazetteer: Gazetteer,
}

impl District {
    /// Reads what the settings `roads` and `gazetteer_csv` name; without either, coordinates are understood.
    pub(crate) async fn read(config: &hall::config::Config) -> anyhow::Result<Self> {
        let (roads, list) = (config.roads.clone(), config.gazetteer_csv.clone());
        away_from_the_server(move || Self::of_files(Names::SETTINGS, roads.as_deref(), list.as_deref())).await
    }

    /// Reads the files that the flags `--roads` and `--gazetteer-csv` name, here and now.
    pub(crate) fn of_flags(roads: Option<&Path>, list: Option<&Path>) -> anyhow::Result<Self> {
        Self::of_files(Names::FLAGS, roads, list)
    }

    fn of_files(names: Names, roads: Option<&Path>, list: Option<&Path>) -> anyhow::Result<Self> {
        let extract = roads
            .map(|file| ExtractFile::read(names.roads, file))
            .transpose()?;
        let mut district = Self::of(extract.as_ref())?;
        if let Some(file) = list {
            district = district.with_list(names.list, file)?;
        }
        tracing::info!(names = district.gazetteer.len(), "the gazetteer is ready");
        Ok(district)
    }

    /// The district of an extract that the program holds.
    pub(crate) async fn embedded(extract: &'static [u8]) -> anyhow::Result<Self> {
        away_from_the_server(move || Self::of(Some(&ExtractFile::embedded(extract)))).await
    }

    fn of(extract: Option<&ExtractFile>) -> anyhow::Result<Self> {
        let (roads, gazetteer) = match extract {
            Some(extract) => (Some(extract.roads()?), extract.gazetteer()?),
            None => (None, Gazetteer::empty()),
        };
        if let Some(roads) = &roads {
            roads.prepare(TravelMode::Car);
        }
        Ok(Self { roads, gazetteer })
    }

    fn with_list(mut self, named: &str, file: &Path) -> anyhow::Result<Self> {
        let name = || format!("{named} {}", file.display());
        let list = std::fs::read(file).with_context(|| format!("{}: cannot be read", name()))?;
        self.gazetteer = self.gazetteer.with_csv(&list).with_context(name)?;
        Ok(self)
    }
}

/// What the files are named by.
#[derive(Clone, Copy)]
struct Names {
    roads: &'static str,
    list: &'static str,
}

impl Names {
    const SETTINGS: Self = Self {
        roads: "roads",
        list: "gazetteer_csv",
    };
    const FLAGS: Self = Self {
        roads: "--roads",
        list: "--gazetteer-csv",
    };
}

async fn away_from_the_server<T: Send + 'static>(
    read: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(read)
        .await
        .context("reading the district")?
}

#[cfg(test)]
mod tests;
