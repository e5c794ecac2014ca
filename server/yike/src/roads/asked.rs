//! The network that `yike roads` asks, and whether a place is on it.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use domain::{LatLon, TravelMode};
use roads::RoadNetwork;

use super::points::read_points;
use super::{ModeName, RoadsArgs};
use crate::extract_file::ExtractFile;

/// A place further than this from every road is on no map of ours.
const OFF_THE_MAP_M: f64 = 2_000.0;

/// So many points off the map are told one by one.
const MOST_WARNINGS: usize = 10;

/// A row of a CSV, as far as it is asked about.
pub(super) struct AskedPoint {
    pub(super) id: String,
    pub(super) at: LatLon,
    pub(super) is_on_the_map: bool,
}

/// The network that is asked, and how.
pub(super) struct Asked {
    pub(super) network: RoadNetwork,
    pub(super) mode: TravelMode,
    pub(super) name: &'static str,
    pub(super) load_s: f64,
}

impl Asked {
    pub(super) fn read(args: &RoadsArgs) -> anyhow::Result<Self> {
        let began = Instant::now();
        let network = ExtractFile::read("--roads", &args.roads)?.roads()?;
        let (mode, name) = match args.mode {
            ModeName::Car => (TravelMode::Car, "car"),
            ModeName::EBike => (TravelMode::EBike, "e-bike"),
            ModeName::Foot => (TravelMode::Foot, "foot"),
        };
        // As a hall does that has begun to serve.
        network.prepare(mode);
        Ok(Self {
            network,
            mode,
            name,
            load_s: began.elapsed().as_secs_f64(),
        })
    }

    /// The points of a CSV, each with whether it is on the map; those that are not are told to `warnings`.
    ///
    /// One row with its numbers swapped does not take the answer from all others; a file without any
    /// good row does.
    pub(super) fn points(&self, file: &Path, warnings: &mut impl Write) -> anyhow::Result<Vec<AskedPoint>> {
        let points = read_points(file)?;
        let mut asked = Vec::with_capacity(points.len());
        let mut off = Vec::new();
        for point in points {
            let fault = self.must_be_on_the_map(
                point.at,
                format_args!("{}, line {}: {}", file.display(), point.line, point.id),
            );
            asked.push(AskedPoint {
                id: point.id,
                at: point.at,
                is_on_the_map: fault.is_ok(),
            });
            off.extend(fault.err());
        }
        if off.len() == asked.len()
            && let Some(first) = off.first()
        {
            bail!("{first}; and no other point of the file is on it either");
        }
        for fault in off.iter().take(MOST_WARNINGS) {
            writeln!(warnings, "yike: {fault}; it gets no answer")?;
        }
        if let Some(more @ 1..) = off.len().checked_sub(MOST_WARNINGS) {
            writeln!(warnings, "yike: {}: {more} more are off the map", file.display())?;
        }
        Ok(asked)
    }

    /// Refuses a place that is far from every road; `what` names it.
    pub(super) fn must_be_on_the_map(&self, at: LatLon, what: impl Display) -> anyhow::Result<()> {
        match self.network.snap(self.mode, at, None) {
            None => bail!("{what}: the extract has no road for {}", self.name),
            Some(snap) if snap.metres > OFF_THE_MAP_M => bail!(
                "{what} is off the map: the nearest road for {} is {:.1} km away; check lat and lon (which come in this order), or take an extract that has the place",
                self.name,
                snap.metres / 1000.0
            ),
            Some(_) => Ok(()),
        }
    }
}
