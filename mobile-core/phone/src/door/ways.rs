//! Telling the hall how the officer can be reached when the link is gone, and that a push came.

use std::sync::Arc;
use std::time::Duration;

use hyper::{Method, StatusCode};
use protocol::api::{NoticeReport, NoticeStatus};

use super::{Door, DoorError};
use crate::call::Call;
use crate::store::{Number, Ways};

/// How often a receipt is posted at most.
const TRIES: u32 = 5;

/// The first wait before it is posted again, doubled each time.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Bytes of a receipt's name at most.
const MOST_REFERENCE: usize = 256;

impl Door {
    /// The token of the session that stands, if one does.
    pub(crate) fn standing_token(&self) -> Option<Arc<str>> {
        self.session.token()
    }

    /// Tells the hall everything that the app said.
    ///
    /// Whether it has all of it: what it will not have, because it has not set the service up or takes the number for none,
    /// is worth telling again only once it may have been started anew.
    pub(crate) async fn tell_ways(&self, ways: &Ways) -> Result<bool, DoorError> {
        let mut all = true;
        if let Some(push) = &ways.push {
            all &= self
                .told(|| self.request(Method::PUT, &self.at("/api/push/app")).json(push))
                .await?;
        }
        match &ways.telephone {
            None => {}
            Some(Number::Forgotten) => {
                all &= self
                    .told(|| self.request(Method::DELETE, &self.at("/api/telephone")))
                    .await?;
            }
            Some(Number::Is(telephone)) => {
                all &= self
                    .told(|| {
                        self.request(Method::PUT, &self.at("/api/telephone"))
                            .json(telephone)
                    })
                    .await?;
            }
        }
        Ok(all)
    }

    /// Whether the hall has it.
    async fn told<'a>(&'a self, request: impl Fn() -> Call<'a>) -> Result<bool, DoorError> {
        let response = self.authorised(request).await?;
        match response.status() {
            status if status.is_success() => Ok(true),
            status @ (StatusCode::BAD_REQUEST
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT) => {
                let path = response.path();
                tracing::warn!(
                    path,
                    status = status.as_u16(),
                    "the hall will not have how the officer can be reached"
                );
                Ok(false)
            }
            status => Err(DoorError::Status(status)),
        }
    }

    /// Says that the push of this reference is on the phone, again and again until the hall has it or will not.
    pub(crate) async fn receive_push(&self, reference: &str) {
        let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !(1..=MOST_REFERENCE).contains(&reference.len()) || !reference.bytes().all(named) {
            return tracing::warn!("a push names nothing that a receipt could be posted to");
        }
        let url = self.at(&format!("/api/notices/{reference}"));
        let status = NoticeStatus::Shown;
        let mut wait = AGAIN_AFTER;
        for left in (0..TRIES).rev() {
            let receipt = self.request(Method::POST, &url);
            match receipt.json(&NoticeReport { status }).send().await {
                Ok(answer) if !answer.status().is_server_error() => return,
                Ok(_) | Err(_) if left == 0 => {
                    return tracing::debug!("the hall was not told that a push came");
                }
                Ok(_) | Err(_) => tokio::time::sleep(wait).await,
            }
            wait *= 2;
        }
    }
}
