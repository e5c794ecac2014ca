//! The network that `yike roads` asks, and whether a place is on it.

use std::fmt::Display;
use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use domain::{LatLon, TravelMode};
use roads::RoadNetwork;

use super::points::{Point, read_points};
use super::{ModeName, RoadsArgs};
use crate::extract_file::ExtractFile;

/// A place further than this from every road is on no map of ours.
const OFF_THE_MAP_M: f64 = 2_000.0;

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

    /// The points of a CSV, all of them on the map.
    pub(super) fn points(&self, file: &Path) -> anyhow::Result<Vec<Point>> {
        let points = read_points(file)?;
        for point in &points {
            let what = format_args!("{}, line {}: {}", file.display(), point.line, point.id);
            self.must_be_on_the_map(point.at, what)?;
        }
        Ok(points)
    }

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
