//! Whether the log is what was written.
//!
//! The chain shows any change, gap or swap; the head shows a tail that was cut off. Somebody who can
//! rewrite the whole file can rewrite both: against that helps only a head written down elsewhere.

use dispatch::Recorded;
use futures_util::TryStreamExt;
use sqlx::{Row, sqlite::SqliteRow};

use super::{LogHash, Store, StoreError, log};

/// The end of a sound log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// How many entries there are.
    pub entries: u64,
    /// The hash of the last, which stands for them all.
    pub hash: LogHash,
}

/// The first thing that is wrong with the log.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// The entry is not what was written.
    #[error("entry {seq} was changed: its hash does not match")]
    Changed {
        /// Which.
        seq: u64,
    },
    /// The entry is not there.
    #[error("entry {seq} is missing")]
    Missing {
        /// Which.
        seq: u64,
    },
    /// The entry stands in another's place.
    #[error("entry {seq} is out of sequence: it was written as entry {written_as}")]
    OutOfSequence {
        /// Where it stands.
        seq: u64,
        /// Where it belongs.
        written_as: u64,
    },
    /// The entry is what was written, but nobody can read it.
    #[error("entry {seq} cannot be read: {why}")]
    Undecodable {
        /// Which.
        seq: u64,
        /// What the reader says.
        why: String,
    },
    /// The head names another last entry than the log has.
    #[error("the log ends at entry {seq}, which is not the one its head names")]
    WrongHead {
        /// The last entry.
        seq: u64,
    },
    /// The log could not be looked at.
    #[error("the log could not be looked at")]
    Unreadable(#[from] StoreError),
}

impl LogFault {
    /// The entry at fault.
    pub const fn seq(&self) -> Option<u64> {
        match self {
            Self::Changed { seq }
            | Self::Missing { seq }
            | Self::OutOfSequence { seq, .. }
            | Self::Undecodable { seq, .. }
            | Self::WrongHead { seq } => Some(*seq),
            Self::Unreadable(_) => None,
        }
    }
}

impl Store {
    /// Checks every entry of the log, beside whatever is being written.
    pub async fn verify_log(&self) -> Result<LogHead, LogFault> {
        let fault = |error| LogFault::Unreadable(self.fault(error));
        let mut transaction = self.readers.begin().await.map_err(fault)?;
        let head = log::head(&mut transaction).await;
        let last = head.as_ref().map_or(0, |(seq, _)| *seq);
        let mut at = (0, LogHash::default());
        {
            let mut rows = sqlx::query("SELECT seq, at, cause, body, prev, hash FROM log ORDER BY seq")
                .fetch(&mut *transaction);
            while let Some(row) = rows.try_next().await.map_err(fault)? {
                at = follow(at, &row, last)?;
            }
        }
        let entries = number(at.0);
        match head {
            Ok((seq, _)) if seq > at.0 => Err(LogFault::Missing {
                seq: entries.saturating_add(1),
            }),
            Ok(head) if head == at => Ok(LogHead { entries, hash: at.1 }),
            Ok(_) | Err(sqlx::Error::RowNotFound | sqlx::Error::Decode(_)) => {
                Err(LogFault::WrongHead { seq: entries })
            }
            Err(error) => Err(fault(error)),
        }
    }
}

/// Takes the step to the next entry of a log that ends at `end`.
fn follow((last, last_hash): (i64, LogHash), row: &SqliteRow, end: i64) -> Result<(i64, LogHash), LogFault> {
    let expected = last.saturating_add(1);
    let undecodable = |error: sqlx::Error| LogFault::Undecodable {
        seq: number(expected),
        why: error.to_string(),
    };
    let stored: i64 = row.try_get("seq").map_err(undecodable)?;
    let body: &str = row.try_get("body").map_err(undecodable)?;
    let prev: &[u8] = row.try_get("prev").map_err(undecodable)?;
    let hash: &[u8] = row.try_get("hash").map_err(undecodable)?;
    let seq = number(stored);
    if stored > expected {
        return Err(LogFault::Missing {
            seq: number(expected),
        });
    }
    let computed = last_hash.next(stored, body);
    if stored != expected || prev != last_hash.0 || hash != computed.0 {
        let prev = LogHash::from_column(prev);
        let written_as = prev.and_then(|prev| (1..=end).find(|&other| prev.next(other, body).0 == hash));
        return Err(match written_as.map(number) {
            Some(written_as) if written_as != seq => LogFault::OutOfSequence { seq, written_as },
            _ => LogFault::Changed { seq },
        });
    }
    let recorded: Recorded = serde_json::from_str(body).map_err(|error| LogFault::Undecodable {
        seq,
        why: error.to_string(),
    })?;
    let at: i64 = row.try_get("at").map_err(undecodable)?;
    let cause: Option<uuid::Uuid> = row.try_get("cause").map_err(undecodable)?;
    if at != recorded.at.as_millis() || cause != recorded.cause.map(|cause| cause.0) {
        return Err(LogFault::Changed { seq });
    }
    Ok((stored, computed))
}

fn number(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or_default()
}
