//! The tables of people and sessions.
//!
//! Rows go in and out as they are; what a password or a token is, and when a session ends, is decided
//! in [`crate::people`].

use std::collections::BTreeSet;

use domain::{PersonId, PhoneId, Role, Timestamp};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::{Store, StoreError};

/// Sessions of one phone at most: it uses one, and loses sight of one whenever it is switched off or an answer is lost.
const SESSIONS_OF_A_PHONE: i64 = 4;

/// A person as kept.
#[derive(Clone, Debug)]
pub(crate) struct PersonRow {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    /// The PHC string of the password's hash.
    pub(crate) password: String,
    pub(crate) role: Role,
    pub(crate) revoked: bool,
}

/// A session as kept, with its person.
#[derive(Clone, Debug)]
pub(crate) struct SessionRow {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The phone that proved itself for it.
    pub(crate) phone: Option<PhoneId>,
    pub(crate) expires_at: Timestamp,
}

/// Somebody has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameTaken;

impl Store {
    /// Adds a person, or readmits one who was revoked; the identity they have.
    pub(crate) async fn add_person(
        &self,
        person: &PersonRow,
    ) -> Result<Result<PersonId, NameTaken>, StoreError> {
        let role = serde_json::to_string(&person.role).map_err(|error| StoreError::Other(Box::new(error)))?;
        let added = sqlx::query(
            "INSERT INTO person (id, name, password, role, revoked) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (name) DO UPDATE SET password = excluded.password, role = excluded.role, revoked = 0
             WHERE person.revoked = 1
             RETURNING id",
        )
        .bind(person.id.0)
        .bind(&person.name)
        .bind(&person.password)
        .bind(role)
        .fetch_optional(&self.writer)
        .await
        .map_err(|error| self.fault(error))?;
        let Some(row) = added else {
            return Ok(Err(NameTaken));
        };
        Ok(Ok(PersonId(
            row.try_get("id").map_err(|error| self.fault(error))?,
        )))
    }

    pub(crate) async fn person_named(&self, name: &str) -> Result<Option<PersonRow>, StoreError> {
        let row = sqlx::query("SELECT id, name, password, role, revoked FROM person WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await;
        row.and_then(|row| row.as_ref().map(person).transpose())
            .map_err(|error| self.fault(error))
    }

    /// Everybody, by name.
    pub(crate) async fn people(&self) -> Result<Vec<PersonRow>, StoreError> {
        let rows = sqlx::query("SELECT id, name, password, role, revoked FROM person ORDER BY name")
            .fetch_all(&self.readers)
            .await;
        rows.and_then(|rows| rows.iter().map(person).collect())
            .map_err(|error| self.fault(error))
    }

    /// Keeps a session, unless its person or phone was revoked meanwhile; whether it was kept. Expired ones go, and the
    /// oldest of a phone that has many.
    pub(crate) async fn add_session(
        &self,
        token_hash: [u8; 32],
        session: &SessionRow,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let add = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("DELETE FROM session WHERE expires_at <= $1")
                .bind(now.as_millis())
                .execute(&mut *transaction)
                .await?;
            let added = sqlx::query(
                "INSERT INTO session (token_hash, id, person, expires_at, phone)
                 SELECT $1, $2, id, $3, $5 FROM person WHERE id = $4 AND revoked = 0
                 AND ($5 IS NULL OR EXISTS (SELECT 1 FROM phone WHERE phone.id = $5 AND phone.revoked = 0))",
            )
            .bind(token_hash.as_slice())
            .bind(session.id)
            .bind(session.expires_at.as_millis())
            .bind(session.person.0)
            .bind(session.phone.map(|phone| phone.0))
            .execute(&mut *transaction)
            .await?;
            if let Some(phone) = session.phone {
                drop_oldest_sessions(&mut transaction, phone).await?;
            }
            transaction.commit().await?;
            Ok(added.rows_affected() == 1)
        };
        add.await.map_err(|error| self.fault(error))
    }

    pub(crate) async fn session_of(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        let row = sqlx::query(
            "SELECT session.id, session.person, session.expires_at, session.phone, person.name, person.role
             FROM session JOIN person ON person.id = session.person
             WHERE session.token_hash = $1",
        )
        .bind(token_hash.as_slice())
        .fetch_optional(&self.readers)
        .await;
        row.and_then(|row| row.as_ref().map(session).transpose())
            .map_err(|error| self.fault(error))
    }

    /// The sessions that have not ended by `now`.
    pub(crate) async fn standing_sessions(&self, now: Timestamp) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows = sqlx::query("SELECT id FROM session WHERE expires_at > $1")
            .bind(now.as_millis())
            .fetch_all(&self.readers)
            .await;
        rows.and_then(|rows| ids(&rows))
            .map_err(|error| self.fault(error))
    }

    /// Ends a session; whether there was one.
    pub(crate) async fn remove_session(&self, id: Uuid) -> Result<bool, StoreError> {
        let removed = sqlx::query("DELETE FROM session WHERE id = $1")
            .bind(id)
            .execute(&self.writer)
            .await;
        removed
            .map(|done| done.rows_affected() > 0)
            .map_err(|error| self.fault(error))
    }

    /// Ends every session of a person; which they were.
    pub(crate) async fn remove_sessions_of(&self, person: PersonId) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows = sqlx::query("DELETE FROM session WHERE person = $1 RETURNING id")
            .bind(person.0)
            .fetch_all(&self.writer)
            .await;
        rows.and_then(|rows| ids(&rows))
            .map_err(|error| self.fault(error))
    }

    /// Whether there is, or was, such a person.
    pub(crate) async fn has_person(&self, person: PersonId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM person WHERE id = $1")
            .bind(person.0)
            .fetch_optional(&self.readers)
            .await;
        row.map(|row| row.is_some()).map_err(|error| self.fault(error))
    }

    /// Bars a person and their phones from signing in, with every session ended; which they were.
    pub(crate) async fn revoke_person(&self, person: PersonId) -> Result<BTreeSet<Uuid>, StoreError> {
        let revoke = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("UPDATE person SET revoked = 1 WHERE id = $1")
                .bind(person.0)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("UPDATE phone SET revoked = 1 WHERE person = $1")
                .bind(person.0)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("DELETE FROM enrolment WHERE person = $1")
                .bind(person.0)
                .execute(&mut *transaction)
                .await?;
            let ended = sqlx::query("DELETE FROM session WHERE person = $1 RETURNING id")
                .bind(person.0)
                .fetch_all(&mut *transaction)
                .await?;
            transaction.commit().await?;
            ids(&ended)
        };
        revoke.await.map_err(|error| self.fault(error))
    }
}

/// Ends the sessions of a phone beyond the newest, by when they were opened or renewed.
async fn drop_oldest_sessions(connection: &mut SqliteConnection, phone: PhoneId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM session WHERE phone = $1 AND id NOT IN
         (SELECT id FROM session WHERE phone = $1 ORDER BY expires_at DESC, id DESC LIMIT $2)",
    )
    .bind(phone.0)
    .bind(SESSIONS_OF_A_PHONE)
    .execute(connection)
    .await
    .map(drop)
}

fn person(row: &SqliteRow) -> Result<PersonRow, sqlx::Error> {
    Ok(PersonRow {
        id: PersonId(row.try_get("id")?),
        name: row.try_get("name")?,
        password: row.try_get("password")?,
        role: role(row)?,
        revoked: row.try_get("revoked")?,
    })
}

fn session(row: &SqliteRow) -> Result<SessionRow, sqlx::Error> {
    Ok(SessionRow {
        id: row.try_get("id")?,
        person: PersonId(row.try_get("person")?),
        name: row.try_get("name")?,
        role: role(row)?,
        phone: row.try_get::<Option<_>, _>("phone")?.map(PhoneId),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
    })
}

pub(super) fn role(row: &SqliteRow) -> Result<Role, sqlx::Error> {
    serde_json::from_str(row.try_get("role")?).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

pub(super) fn ids(rows: &[SqliteRow]) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    rows.iter().map(|row| row.try_get("id")).collect()
}
