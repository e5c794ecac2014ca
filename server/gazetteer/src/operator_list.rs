//! The operator's own list of places: a CSV file.
//!
//! The header names the columns `name`, `lat`, `lon` and, if wished, `address` and `aliases`, in any
//! sequence; other columns are left alone. Coordinates are degrees in WGS-84; several aliases are parted by
//! semicolons. The file is UTF-8.

use domain::LatLon;
use domain::place::NotAPlace;

use crate::encoding::{EncodingFault, spreadsheet_text};
use crate::entry::HitKind;
use crate::sites::Site;

/// The columns there must be.
const NEEDED: [&str; 3] = ["name", "lat", "lon"];

/// Why a list is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvFault {
    /// There is no line in it.
    #[error("the list is empty; its first line must be name,lat,lon[,address][,aliases]")]
    Empty,
    /// It is not UTF-8.
    #[error(transparent)]
    Encoding(#[from] EncodingFault),
    /// The header lacks a column.
    #[error("line 1 has no column `{column}`; it must be name,lat,lon[,address][,aliases], parted by commas")]
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// A line has more or fewer fields than the header, or is otherwise no CSV.
    #[error("line {line}: {problem}")]
    Broken {
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// A field is no number.
    #[error("line {line}, column `{column}`: `{found}` is no number; write degrees such as 31.3901")]
    BadNumber {
        /// Counted from 1.
        line: u64,
        /// Its name.
        column: &'static str,
        /// What is there instead.
        found: String,
    },
    /// The numbers are no point on the earth.
    #[error("line {line}, column `{column}`: {problem}; are lat and lon swapped?")]
    NotAPlace {
        /// Counted from 1.
        line: u64,
        /// Its name.
        column: &'static str,
        /// What is wrong.
        problem: NotAPlace,
    },
    /// A place without a name cannot be found.
    #[error("line {line}, column `name`: the name is empty")]
    NoName {
        /// Counted from 1.
        line: u64,
    },
}

/// Reads the places of a list.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Site>, CsvFault> {
    let text = spreadsheet_text(bytes)?;
    if text.trim().is_empty() {
        return Err(CsvFault::Empty);
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|fault| broken(&fault))?.clone();
    let column = |name: &str| header.iter().position(|known| known.eq_ignore_ascii_case(name));
    let mut columns = [0; 3];
    for (place, name) in columns.iter_mut().zip(NEEDED) {
        *place = column(name).ok_or(CsvFault::MissingColumn { column: name })?;
    }
    let [name, lat, lon] = columns;
    let (address, aliases) = (column("address"), column("aliases"));
    let mut sites = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| broken(&fault))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default();
        if field(Some(name)).is_empty() {
            return Err(CsvFault::NoName { line });
        }
        let at = LatLon::new(
            number(line, "lat", field(Some(lat)))?,
            number(line, "lon", field(Some(lon)))?,
        );
        let aliases = field(aliases).split([';', '；', '、', '|']).map(str::trim);
        sites.push(Site {
            names: std::iter::once(field(Some(name)))
                .chain(aliases.filter(|alias| !alias.is_empty()))
                .map(str::to_owned)
                .collect(),
            kind: HitKind::Listed,
            at: at.map_err(|problem| CsvFault::NotAPlace {
                line,
                column: if problem == NotAPlace::Latitude {
                    "lat"
                } else {
                    "lon"
                },
                problem,
            })?,
            address: field(address).to_owned(),
        });
    }
    Ok(sites)
}

fn number(line: u64, column: &'static str, found: &str) -> Result<f64, CsvFault> {
    found.parse().map_err(|_| CsvFault::BadNumber {
        line,
        column,
        found: found.to_owned(),
    })
}

fn broken(fault: &csv::Error) -> CsvFault {
    let line = fault.position().map_or(1, csv::Position::line);
    let problem = match fault.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} fields, but the header has {expected_len}; put text with a comma into \"quotes\"")
        }
        _ => fault.to_string(),
    };
    CsvFault::Broken { line, problem }
}

#[cfg(test)]
mod tests;
