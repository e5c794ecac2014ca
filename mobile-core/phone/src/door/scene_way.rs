//! Asking the hall for the way to a scene.

use domain::OrderId;
use field_unit::WAY_WITHIN;
use hyper::{Method, StatusCode};
use protocol::api::{Fault, WayView};

use super::Door;
use crate::WayError;
use crate::call::Answer;

/// The hall writes a way into some 60 KB; what is longer is none.
const MOST_BYTES: usize = 256 * 1024;

impl Door {
    /// The way from where the hall knows the officer last to the scene of an order, with the streets around if they are wanted.
    pub(crate) async fn scene_way(&self, order: OrderId, streets: bool) -> Result<WayView, WayError> {
        let mut url = self.at(&format!("/api/orders/{order}/way"));
        url.set_query((!streets).then_some("streets=false"));
        let asking = async {
            let request = || self.request(Method::GET, &url);
            let response = self.authorised(request).await.map_err(|error| {
                tracing::debug!(%error, "the hall was not reached for a way");
                WayError::Away
            })?;
            answered(order, response).await
        };
        let answer = tokio::time::timeout(WAY_WITHIN, asking).await;
        answer.unwrap_or(Err(WayError::Away))
    }
}

async fn answered(order: OrderId, mut response: Answer) -> Result<WayView, WayError> {
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| WayError::Away)? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES {
            return Err(WayError::Unreadable);
        }
    }
    if status != StatusCode::OK {
        let fault: Option<Fault> = serde_json::from_slice(&body).ok();
        let reason = fault.map_or_else(|| "it does not say why".to_owned(), |fault| fault.message);
        return Err(WayError::Refused {
            status: status.as_u16(),
            reason,
        });
    }
    let way: Option<WayView> = serde_json::from_slice(&body).ok();
    way.filter(|way| way.order == order).ok_or(WayError::Unreadable)
}

#[cfg(test)]
mod tests;
