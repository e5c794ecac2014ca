//! The table of what push services call the apps of officers who are signed in.
//!
//! Every row belongs to a session and ends with it; a phone is of whoever signed in on it last.

use protocol::api::NewAppPush;
use uuid::Uuid;

use super::{Store, StoreError};

impl Store {
    /// Keeps what a session's app is called in place of what it was called, and of whom it belonged to.
    pub(crate) async fn keep_app_push(&self, session: Uuid, push: &NewAppPush) -> Result<(), StoreError> {
        let keep = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("DELETE FROM app_push WHERE session = $1 OR (vendor = $2 AND token = $3)")
                .bind(session)
                .bind(push.vendor.name())
                .bind(&push.token)
                .execute(&mut *transaction)
                .await?;
            sqlx::query(
                "INSERT INTO app_push (session, vendor, token) SELECT id, $2, $3 FROM session WHERE id = $1",
            )
            .bind(session)
            .bind(push.vendor.name())
            .bind(&push.token)
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await
        };
        keep.await.map_err(|error| self.fault(error))
    }

    /// Forgets what a session's app is called.
    pub(crate) async fn remove_app_push(&self, session: Uuid) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM app_push WHERE session = $1")
            .bind(session)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| self.fault(error))
    }

    /// Forgets an app that its push service does not know any more.
    pub(crate) async fn remove_app(&self, push: &NewAppPush) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM app_push WHERE vendor = $1 AND token = $2")
            .bind(push.vendor.name())
            .bind(&push.token)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| self.fault(error))
    }
}
