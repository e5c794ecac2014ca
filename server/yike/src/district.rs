//! What a hall knows of its district's ground, read once at its start.
//!
//! The one place where the extract's bytes are read, away from the threads that serve. A file that is no good
//! ends the start with the name of its setting.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Context as _;
use domain::TravelMode;
use gazetteer::Gazetteer;
use roads::RoadNetwork;

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
        away_from_the_server(move || Self::read_files(roads.as_deref(), list.as_deref())).await
    }

    /// Reads the files themselves, here and now.
    pub(crate) fn read_files(roads: Option<&Path>, list: Option<&Path>) -> anyhow::Result<Self> {
        let extract = roads.map(|file| bytes(file, "roads")).transpose()?;
        let list = list.map(|file| bytes(file, "gazetteer_csv")).transpose()?;
        Self::of(extract.map(Cow::Owned), list.as_deref())
    }

    /// The district of an extract that the program holds.
    pub(crate) async fn embedded(extract: &'static [u8]) -> anyhow::Result<Self> {
        away_from_the_server(move || Self::of(Some(Cow::Borrowed(extract)), None)).await
    }

    fn of(extract: Option<Cow<'static, [u8]>>, list: Option<&[u8]>) -> anyhow::Result<Self> {
        let (roads, mut gazetteer) = match extract {
            Some(extract) => (
                Some(RoadNetwork::from_pbf(&extract).context("roads")?),
                Gazetteer::from_pbf(&extract).context("roads")?,
            ),
            None => (None, Gazetteer::empty()),
        };
        if let Some(roads) = &roads {
            roads.prepare(TravelMode::Car);
        }
        if let Some(list) = list {
            gazetteer = gazetteer.with_csv(list).context("gazetteer_csv")?;
        }
        tracing::info!(names = gazetteer.len(), "the gazetteer is ready");
        Ok(Self { roads, gazetteer })
    }
}

async fn away_from_the_server<T: Send + 'static>(
    read: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(read)
        .await
        .context("reading the district")?
}

fn bytes(file: &Path, setting: &str) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{setting}: reading {}", file.display()))
}

#[cfg(test)]
mod tests;
