//! The tables of what officers are told by when their app's own line is not there.
//!
//! Every row belongs to a session and ends with it. What a subscription or a number is, is decided in
//! [`crate::notifier`].

use domain::{Role, Timestamp, UnitId};
use protocol::api::{Language, NewAppPush, PushVendor};
use sqlx::{Row, sqlite::SqliteRow};
use uuid::Uuid;

use super::people::role;
use super::{Store, StoreError};

/// A subscription to pushes as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SubscriptionRow {
    pub(crate) endpoint: String,
    /// The uncompressed point on P-256 that pushes are encrypted for.
    pub(crate) p256dh: Vec<u8>,
    /// The secret of 16 bytes that goes with it.
    pub(crate) auth: Vec<u8>,
    pub(crate) language: Language,
}

/// What one signed-in officer can be told by.
#[derive(Clone)]
pub(crate) struct WaysRow {
    pub(crate) unit: UnitId,
    pub(crate) subscription: Option<SubscriptionRow>,
    pub(crate) app: Option<NewAppPush>,
    pub(crate) number: Option<String>,
}

/// The hall's own keys for notices as kept.
#[derive(Clone)]
pub(crate) struct NoticeKeyRow {
    /// PKCS #8 of an ECDSA key on P-256.
    pub(crate) vapid: Vec<u8>,
    pub(crate) reference: Vec<u8>,
}

impl Store {
    /// Keeps a session's subscription in place of the one it had; a browser has one, whoever is signed in.
    pub(crate) async fn keep_subscription(
        &self,
        session: Uuid,
        subscription: &SubscriptionRow,
    ) -> Result<(), StoreError> {
        let keep = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("DELETE FROM push_subscription WHERE session = $1 OR endpoint = $2")
                .bind(session)
                .bind(&subscription.endpoint)
                .execute(&mut *transaction)
                .await?;
            sqlx::query(
                "INSERT INTO push_subscription (session, endpoint, p256dh, auth, language)
                 SELECT id, $2, $3, $4, $5 FROM session WHERE id = $1",
            )
            .bind(session)
            .bind(&subscription.endpoint)
            .bind(&subscription.p256dh)
            .bind(&subscription.auth)
            .bind(language_name(subscription.language))
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await
        };
        keep.await.map_err(|error| self.fault(error))
    }

    /// Forgets a session's subscription.
    pub(crate) async fn remove_subscription(&self, session: Uuid) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM push_subscription WHERE session = $1")
            .bind(session)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| self.fault(error))
    }

    /// Forgets the subscription at an endpoint that is gone.
    pub(crate) async fn remove_endpoint(&self, endpoint: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM push_subscription WHERE endpoint = $1")
            .bind(endpoint)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| self.fault(error))
    }

    /// Keeps a session's telephone number in place of any that its officer had, here or in another session: a page
    /// that was closed without signing off leaves one behind. A telephone rings for one officer.
    pub(crate) async fn keep_telephone(&self, session: Uuid, number: &str) -> Result<(), StoreError> {
        let keep = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query(
                "DELETE FROM telephone WHERE number = $2 OR session IN
                 (SELECT id FROM session WHERE person = (SELECT person FROM session WHERE id = $1))",
            )
            .bind(session)
            .bind(number)
            .execute(&mut *transaction)
            .await?;
            sqlx::query("INSERT INTO telephone (session, number) SELECT id, $2 FROM session WHERE id = $1")
                .bind(session)
                .bind(number)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await
        };
        keep.await.map_err(|error| self.fault(error))
    }

    /// Forgets the telephone number of a session's officer.
    pub(crate) async fn remove_telephone(&self, session: Uuid) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM telephone WHERE session IN
             (SELECT id FROM session WHERE person = (SELECT person FROM session WHERE id = $1))",
        )
        .bind(session)
        .execute(&self.writer)
        .await
        .map(drop)
        .map_err(|error| self.fault(error))
    }

    /// What the officers can be told by whose sessions stand at `now`.
    pub(crate) async fn ways(&self, now: Timestamp) -> Result<Vec<WaysRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT person.role, endpoint, p256dh, auth, language, vendor, token, number
             FROM session JOIN person ON person.id = session.person
             LEFT JOIN push_subscription ON push_subscription.session = session.id
             LEFT JOIN app_push ON app_push.session = session.id
             LEFT JOIN telephone ON telephone.session = session.id
             WHERE session.expires_at > $1
             AND (endpoint IS NOT NULL OR app_push.token IS NOT NULL OR number IS NOT NULL)",
        )
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await;
        rows.and_then(|rows| rows.iter().filter_map(|row| ways(row).transpose()).collect())
            .map_err(|error| self.fault(error))
    }

    /// The hall's keys; `fresh` ones, if it has none.
    pub(crate) async fn notice_keys(&self, fresh: &NoticeKeyRow) -> Result<NoticeKeyRow, StoreError> {
        let keep = async {
            sqlx::query(
                "INSERT INTO notice_key (id, vapid, reference) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
            )
            .bind(&fresh.vapid)
            .bind(&fresh.reference)
            .execute(&self.writer)
            .await?;
            let row = sqlx::query("SELECT vapid, reference FROM notice_key WHERE id = 1")
                .fetch_one(&self.writer)
                .await?;
            Ok(NoticeKeyRow {
                vapid: row.try_get("vapid")?,
                reference: row.try_get("reference")?,
            })
        };
        keep.await.map_err(|error| self.fault(error))
    }
}

fn ways(row: &SqliteRow) -> Result<Option<WaysRow>, sqlx::Error> {
    let Role::Officer { unit } = role(row)? else {
        return Ok(None);
    };
    let endpoint: Option<String> = row.try_get("endpoint")?;
    let subscription = endpoint
        .map(|endpoint| {
            Ok::<_, sqlx::Error>(SubscriptionRow {
                endpoint,
                p256dh: row.try_get("p256dh")?,
                auth: row.try_get("auth")?,
                language: language(row.try_get("language")?),
            })
        })
        .transpose()?;
    let vendor: Option<String> = row.try_get("vendor")?;
    let app = match vendor.and_then(|name| PushVendor::named(&name)) {
        Some(vendor) => Some(NewAppPush {
            vendor,
            token: row.try_get("token")?,
        }),
        None => None,
    };
    Ok(Some(WaysRow {
        unit,
        subscription,
        app,
        number: row.try_get("number")?,
    }))
}

const fn language_name(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

fn language(name: &str) -> Language {
    if name == "en" { Language::En } else { Language::Zh }
}
