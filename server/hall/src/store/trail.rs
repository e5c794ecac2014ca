//! Where the units were.

use domain::{CommandId, Fix, Timestamp, UnitId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// Positions that are forgotten at a time, so that no order waits long to be written.
const FORGOTTEN_AT_ONCE: u32 = 2_000;

impl Store {
    /// Forgets every position measured before `before`; how many there were.
    pub async fn forget_fixes_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut all = 0;
        loop {
            let forgotten = sqlx::query(
                "DELETE FROM trail WHERE command IN (SELECT command FROM trail WHERE taken_at < $1 LIMIT $2)",
            )
            .bind(before.as_millis())
            .bind(FORGOTTEN_AT_ONCE)
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?
            .rows_affected();
            all += forgotten;
            if forgotten < u64::from(FORGOTTEN_AT_ONCE) {
                return Ok(all);
            }
        }
    }
}

/// Keeps a position within a transaction; the same command twice is one row.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    unit: UnitId,
    command: CommandId,
    fix: &Fix,
) -> Result<(), sqlx::Error> {
    let json = serde_json::to_string(fix).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query(
        "INSERT INTO trail (command, unit, taken_at, fix) VALUES ($1, $2, $3, $4)
         ON CONFLICT (command) DO NOTHING",
    )
    .bind(command.0)
    .bind(unit.0)
    .bind(fix.taken_at.as_millis())
    .bind(json)
    .execute(connection)
    .await?;
    Ok(())
}

/// The latest position of each unit.
pub(super) async fn latest(connection: &mut SqliteConnection) -> Result<Vec<(UnitId, Fix)>, sqlx::Error> {
    // Steps from unit to unit along the index; a GROUP BY would read all of it.
    let rows = sqlx::query(
        "WITH RECURSIVE units (unit) AS (
             SELECT * FROM (SELECT unit FROM trail ORDER BY unit LIMIT 1)
             UNION ALL
             SELECT (SELECT unit FROM trail WHERE unit > units.unit ORDER BY unit LIMIT 1)
             FROM units WHERE units.unit IS NOT NULL
         )
         SELECT unit, (SELECT fix FROM trail WHERE trail.unit = units.unit ORDER BY taken_at DESC LIMIT 1) AS fix
         FROM units WHERE unit IS NOT NULL",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(decode).collect()
}

/// A unit with its position, from a row's `unit` and `fix`.
pub(super) fn decode(row: &SqliteRow) -> Result<(UnitId, Fix), sqlx::Error> {
    let fix =
        serde_json::from_str(row.try_get("fix")?).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    Ok((UnitId(row.try_get("unit")?), fix))
}
