//! Points from a CSV with the columns `id`, `lat`, `lon`, in degrees of WGS-84.

use std::path::Path;

use anyhow::{Context as _, bail};
use csv::{ReaderBuilder, StringRecord};
use domain::LatLon;
use gazetteer::spreadsheet_text;

use crate::degrees;

/// A row of the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) id: String,
    pub(super) at: LatLon,
    pub(super) line: u64,
}

/// The points of `file`; a fault is told with its line, field and cure.
pub(super) fn read_points(file: &Path) -> anyhow::Result<Vec<Point>> {
    let name = file.display();
    let bytes =
        std::fs::read(file).with_context(|| format!("cannot read {name}; it should be a CSV: id,lat,lon"))?;
    parse(&bytes).with_context(|| format!("{name}"))
}

fn parse(bytes: &[u8]) -> anyhow::Result<Vec<Point>> {
    let text = spreadsheet_text(bytes)?;
    if text.trim().is_empty() {
        bail!("the file is empty; its first line should be id,lat,lon");
    }
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .context("line 1: the header cannot be read")?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|title| title.eq_ignore_ascii_case(name))
            .with_context(|| {
                format!("line 1: there is no column {name}; the first line should be id,lat,lon")
            })
    };
    let columns = Columns {
        id: column("id")?,
        lat: column("lat")?,
        lon: column("lon")?,
    };
    let mut points = Vec::new();
    for record in reader.records() {
        let record = record.context("a line cannot be read; check its quotes")?;
        let line = record.position().map_or(0, csv::Position::line);
        points.push(
            columns
                .point(&record, line)
                .with_context(|| format!("line {line}"))?,
        );
    }
    Ok(points)
}

struct Columns {
    id: usize,
    lat: usize,
    lon: usize,
}

impl Columns {
    fn point(&self, record: &StringRecord, line: u64) -> anyhow::Result<Point> {
        let field = |place: usize, name: &str| {
            let value = record.get(place).filter(|value| !value.is_empty());
            value.with_context(|| format!("{name} is missing; a line should be id,lat,lon"))
        };
        Ok(Point {
            id: field(self.id, "id")?.to_owned(),
            at: degrees::place(field(self.lat, "lat")?, field(self.lon, "lon")?)?,
            line,
        })
    }
}

#[cfg(test)]
mod tests;
