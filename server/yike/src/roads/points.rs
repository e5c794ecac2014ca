//! Points from a CSV with the columns `id`, `lat`, `lon`, in degrees of WGS-84.

use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use csv::{ReaderBuilder, StringRecord};
use domain::LatLon;

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
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
        let line = before.split(|&byte| byte == b'\n').count();
        anyhow!(
            "line {line} is not UTF-8 (perhaps GBK, as spreadsheets write it); save the file as \"CSV UTF-8\""
        )
    })?;
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
            at: place(field(self.lat, "lat")?, field(self.lon, "lon")?)?,
            line,
        })
    }
}

/// A place by its degrees north and east.
pub(super) fn place(lat: &str, lon: &str) -> anyhow::Result<LatLon> {
    let degrees = |name: &str, text: &str| {
        let text = text.trim();
        text.parse::<f64>()
            .with_context(|| format!("{name} \"{text}\" is no number; write degrees, as in 31.40"))
    };
    let (north, east) = (degrees("lat", lat)?, degrees("lon", lon)?);
    LatLon::new(north, east).map_err(|fault| anyhow!("{fault}, not {lat},{lon}; lat comes first"))
}

#[cfg(test)]
mod tests;
