//! What was learnt from the trails, which outlives them.

use domain::{Fix, Timestamp, UnitId};
use roads::SpeedLearner;
use sqlx::Row;

use super::{Store, StoreError};

/// What the trails have shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Learnt {
    /// Trails were looked at up to this moment.
    pub(crate) to: Timestamp,
    /// How many stretches of trail showed something, in all.
    pub(crate) sightings: u64,
    /// What they showed.
    pub(crate) speeds: Box<SpeedLearner>,
}

impl Store {
    /// What was learnt so far; nothing if that is not to be read, since it is learnt anew.
    pub(crate) async fn learnt(&self) -> Result<Option<Learnt>, StoreError> {
        let row = sqlx::query("SELECT learnt_to, sightings, body FROM learnt_speeds WHERE id = 1")
            .fetch_optional(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let Some(row) = row else { return Ok(None) };
        let decode = || -> Result<Learnt, sqlx::Error> {
            let sightings: i64 = row.try_get("sightings")?;
            let body: &str = row.try_get("body")?;
            Ok(Learnt {
                to: Timestamp::from_millis(row.try_get("learnt_to")?),
                sightings: u64::try_from(sightings).unwrap_or(0),
                speeds: serde_json::from_str(body).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            })
        };
        Ok(decode()
            .inspect_err(|_| tracing::warn!("the learnt speeds do not decode; they are learnt anew"))
            .ok())
    }

    /// Keeps what was learnt in place of what was kept before.
    pub(crate) async fn keep_learnt(&self, learnt: &Learnt) -> Result<(), StoreError> {
        let body =
            serde_json::to_string(&learnt.speeds).map_err(|error| StoreError::Other(Box::new(error)))?;
        sqlx::query(
            "INSERT INTO learnt_speeds (id, learnt_to, sightings, body) VALUES (1, $1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET learnt_to = excluded.learnt_to, sightings = excluded.sightings, body = excluded.body",
        )
        .bind(learnt.to.as_millis())
        .bind(i64::try_from(learnt.sightings).unwrap_or(i64::MAX))
        .bind(body)
        .execute(&self.writer)
        .await
        .map_err(|error| self.fault(error))?;
        Ok(())
    }

    /// The positions measured from `from` on and before `to`, each unit's in sequence.
    pub(crate) async fn fixes_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(UnitId, Fix)>, StoreError> {
        let rows = sqlx::query(
            "SELECT unit, fix FROM trail WHERE taken_at >= $1 AND taken_at < $2 ORDER BY unit, taken_at",
        )
        .bind(from.as_millis())
        .bind(to.as_millis())
        .fetch_all(&self.readers)
        .await
        .map_err(|error| self.fault(error))?;
        let decode = super::trail::decode;
        let fixes = rows.iter().map(decode).collect::<Result<Vec<_>, _>>();
        fixes.map_err(|error| self.fault(error))
    }
}
