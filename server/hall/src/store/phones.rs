//! The tables of phones and of what enrols them.
//!
//! Rows go in and out as they are; what a code, a key or a proof is, is decided in [`crate::people`].

use std::collections::BTreeSet;

use domain::{PersonId, PhoneId, Role, Timestamp};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use super::people::{ids, role};
use super::{Store, StoreError};

/// A phone as kept, with its person.
#[derive(Clone, Debug)]
pub(crate) struct PhoneRow {
    pub(crate) id: PhoneId,
    pub(crate) name: String,
    pub(crate) person: PersonId,
    pub(crate) person_name: String,
    pub(crate) role: Role,
    /// The DER of its public key.
    pub(crate) key: Vec<u8>,
    /// The address it signs for.
    pub(crate) hall: String,
    pub(crate) enrolled_at: Timestamp,
    pub(crate) signed_in_at: Option<Timestamp>,
    pub(crate) revoked: bool,
}

/// What a code turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeState {
    /// It is good.
    Good,
    /// It enrolled this phone, of the same key, now or before, and is still in time.
    Taken(PhoneId),
    /// There is no such code.
    Unknown,
    /// It has enrolled another phone, or one that was put out.
    Used,
    /// It was not used in time.
    Expired,
}

/// A phone that is to be kept.
#[derive(Clone, Debug)]
pub(crate) struct NewPhoneRow<'a> {
    pub(crate) id: PhoneId,
    pub(crate) name: &'a str,
    pub(crate) key: &'a [u8],
}

const PHONES: &str = "SELECT phone.id, phone.name, phone.person, phone.key, phone.hall, phone.enrolled_at,
    phone.signed_in_at, phone.revoked, person.name AS person_name, person.role
    FROM phone JOIN person ON person.id = phone.person";

impl Store {
    /// Keeps a code for a person in place of those they had, unless they were revoked meanwhile; whether it was kept. Codes
    /// that ended before `forgotten` go.
    pub(crate) async fn add_enrolment(
        &self,
        code_hash: [u8; 32],
        (person, hall): (PersonId, &str),
        expires_at: Timestamp,
        forgotten: Timestamp,
    ) -> Result<bool, StoreError> {
        let add = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("DELETE FROM enrolment WHERE expires_at <= $1 OR (person = $2 AND used = 0)")
                .bind(forgotten.as_millis())
                .bind(person.0)
                .execute(&mut *transaction)
                .await?;
            let added = sqlx::query(
                "INSERT INTO enrolment (code_hash, person, hall, expires_at)
                 SELECT $1, id, $3, $4 FROM person WHERE id = $2 AND revoked = 0",
            )
            .bind(code_hash.as_slice())
            .bind(person.0)
            .bind(hall)
            .bind(expires_at.as_millis())
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await?;
            Ok(added.rows_affected() == 1)
        };
        add.await.map_err(|error| self.fault(error))
    }

    /// What a code is at `now` to whoever has this key; nobody who writes is waited for.
    pub(crate) async fn code_state(
        &self,
        code_hash: [u8; 32],
        key: &[u8],
        now: Timestamp,
    ) -> Result<CodeState, StoreError> {
        let looked = async {
            let mut reader = self.readers.acquire().await?;
            look_at(&mut reader, code_hash, key, now).await
        };
        looked.await.map_err(|error| self.fault(error))
    }

    /// Keeps a phone if the code is good at `now`, and spends the code.
    pub(crate) async fn enrol_phone(
        &self,
        code_hash: [u8; 32],
        phone: &NewPhoneRow<'_>,
        now: Timestamp,
    ) -> Result<CodeState, StoreError> {
        let enrol = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let code = look_at(&mut transaction, code_hash, phone.key, now).await?;
            if code != CodeState::Good {
                return Ok(code);
            }
            let added = sqlx::query(
                "INSERT INTO phone (id, person, name, key, hall, enrolled_at)
                 SELECT $1, person.id, $2, $3, enrolment.hall, $4
                 FROM enrolment JOIN person ON person.id = enrolment.person AND person.revoked = 0
                 WHERE enrolment.code_hash = $5",
            )
            .bind(phone.id.0)
            .bind(phone.name)
            .bind(phone.key)
            .bind(now.as_millis())
            .bind(code_hash.as_slice())
            .execute(&mut *transaction)
            .await?;
            if added.rows_affected() == 0 {
                return Ok(CodeState::Unknown);
            }
            sqlx::query("UPDATE enrolment SET used = 1, phone = $1 WHERE code_hash = $2")
                .bind(phone.id.0)
                .bind(code_hash.as_slice())
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(CodeState::Taken(phone.id))
        };
        enrol.await.map_err(|error| self.fault(error))
    }

    /// The phone of this id, revoked or not.
    pub(crate) async fn phone(&self, id: PhoneId) -> Result<Option<PhoneRow>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{PHONES} WHERE phone.id = $1")))
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await;
        row.and_then(|row| row.as_ref().map(phone).transpose())
            .map_err(|error| self.fault(error))
    }

    /// The phones that may sign in, by their person's name and then by age.
    pub(crate) async fn phones(&self) -> Result<Vec<PhoneRow>, StoreError> {
        let sql = format!("{PHONES} WHERE phone.revoked = 0 ORDER BY person.name, phone.enrolled_at");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.readers)
            .await;
        rows.and_then(|rows| rows.iter().map(phone).collect())
            .map_err(|error| self.fault(error))
    }

    /// Notes that a phone has proved itself.
    pub(crate) async fn phone_signed_in(&self, id: PhoneId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE phone SET signed_in_at = $1 WHERE id = $2")
            .bind(now.as_millis())
            .bind(id.0)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| self.fault(error))
    }

    /// Has a phone's session last until `expires_at`, if it stands at `now`; whether it did.
    pub(crate) async fn renew_session(
        &self,
        session: Uuid,
        phone: PhoneId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let renewed = sqlx::query(
            "UPDATE session SET expires_at = $1 WHERE id = $2 AND phone = $3 AND expires_at > $4
             AND EXISTS (SELECT 1 FROM phone WHERE phone.id = $3 AND phone.revoked = 0)",
        )
        .bind(expires_at.as_millis())
        .bind(session)
        .bind(phone.0)
        .bind(now.as_millis())
        .execute(&self.writer)
        .await;
        renewed
            .map(|done| done.rows_affected() == 1)
            .map_err(|error| self.fault(error))
    }

    /// Bars a phone from signing in and ends its sessions; which they were, if there was such a phone.
    pub(crate) async fn revoke_phone(&self, id: PhoneId) -> Result<Option<BTreeSet<Uuid>>, StoreError> {
        let revoke = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let known = sqlx::query("UPDATE phone SET revoked = 1 WHERE id = $1 AND revoked = 0")
                .bind(id.0)
                .execute(&mut *transaction)
                .await?;
            if known.rows_affected() == 0 {
                return Ok(None);
            }
            let ended = sqlx::query("DELETE FROM session WHERE phone = $1 RETURNING id")
                .bind(id.0)
                .fetch_all(&mut *transaction)
                .await?;
            transaction.commit().await?;
            ids(&ended).map(Some)
        };
        revoke.await.map_err(|error| self.fault(error))
    }
}

async fn look_at(
    connection: &mut SqliteConnection,
    code_hash: [u8; 32],
    key: &[u8],
    now: Timestamp,
) -> Result<CodeState, sqlx::Error> {
    let code = sqlx::query(
        "SELECT enrolment.expires_at, enrolment.used, own.id AS own
         FROM enrolment LEFT JOIN phone AS own
         ON own.id = enrolment.phone AND own.key = $2 AND own.revoked = 0
         WHERE enrolment.code_hash = $1",
    )
    .bind(code_hash.as_slice())
    .bind(key)
    .fetch_optional(connection)
    .await?;
    let Some(code) = code else {
        return Ok(CodeState::Unknown);
    };
    let in_time = code.try_get::<i64, _>("expires_at")? > now.as_millis();
    let own = code.try_get::<Option<_>, _>("own")?.map(PhoneId);
    Ok(match (code.try_get("used")?, own) {
        (true, Some(own)) if in_time => CodeState::Taken(own),
        (true, _) => CodeState::Used,
        (false, _) if in_time => CodeState::Good,
        (false, _) => CodeState::Expired,
    })
}

fn phone(row: &SqliteRow) -> Result<PhoneRow, sqlx::Error> {
    Ok(PhoneRow {
        id: PhoneId(row.try_get("id")?),
        name: row.try_get("name")?,
        person: PersonId(row.try_get("person")?),
        person_name: row.try_get("person_name")?,
        role: role(row)?,
        key: row.try_get("key")?,
        hall: row.try_get("hall")?,
        enrolled_at: Timestamp::from_millis(row.try_get("enrolled_at")?),
        signed_in_at: row
            .try_get::<Option<_>, _>("signed_in_at")?
            .map(Timestamp::from_millis),
        revoked: row.try_get("revoked")?,
    })
}
