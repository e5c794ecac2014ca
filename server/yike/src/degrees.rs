//! Places as people type them: degrees north and east of WGS-84.

use anyhow::{Context as _, anyhow};
use domain::LatLon;

/// A place given as `LAT,LON`.
pub(crate) fn pair(text: &str) -> anyhow::Result<LatLon> {
    let (lat, lon) = text
        .split_once(',')
        .context("is no place; write degrees north and east with a comma between, as in 31.40,121.49")?;
    place(lat, lon)
}

/// A place by its degrees north and its degrees east.
pub(crate) fn place(lat: &str, lon: &str) -> anyhow::Result<LatLon> {
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
