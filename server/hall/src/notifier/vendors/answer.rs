//! What a push service answers, and what that means for one push.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use crate::notifier::calling::retry_after;

/// Bytes of an answer that are read at most.
const MOST: usize = 64 * 1024;

/// What comes of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is on its way.
    Taken,
    /// The token is nobody's any more: it is to be forgotten.
    Gone,
    /// The hall's access token does not hold any more: another is to be fetched.
    Stale,
    /// It may be taken later, after this long if the service says so.
    Later(Option<Duration>),
    /// It will not be taken until the operator mends something; what the service names as the reason.
    Never(String),
}

/// What a service answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    retry_after: Option<Duration>,
    body: Vec<u8>,
}

impl Answer {
    /// Calls a service once. One that does not answer may do so later: a push that comes twice is the same push.
    pub(super) async fn to(http: &Client, request: RequestBuilder) -> Result<Self, Verdict> {
        let unmade = |_| Verdict::Never("no request can be made".to_owned());
        let request = request.build().map_err(unmade)?;
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let answered = async {
            let mut answer = http.execute(request).await?;
            let (status, retry_after) = (answer.status(), retry_after(answer.headers()));
            let mut body = Vec::new();
            while let Some(chunk) = answer.chunk().await? {
                body.extend_from_slice(&chunk);
                if body.len() > MOST {
                    body.truncate(MOST);
                    break;
                }
            }
            Ok::<_, reqwest::Error>(Self {
                status,
                retry_after,
                body,
            })
        };
        answered.await.map_err(|error| {
            tracing::warn!(host, error = %error.without_url(), "a push service does not answer");
            Verdict::Later(None)
        })
    }

    /// The JSON of its body, if it is that.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What the status alone means where the body says nothing that is known; `code` is what it names, if anything.
    pub(super) fn by_status(&self, code: Option<&str>) -> Verdict {
        let busy = self.status == StatusCode::TOO_MANY_REQUESTS || self.status.is_server_error();
        if busy {
            return self.later();
        }
        let code = code.map(shown).unwrap_or_default();
        let named = if code.is_empty() { "" } else { " " };
        Verdict::Never(format!("it answers {}{named}{code}", self.status.as_u16()))
    }

    /// It may be taken when the service says, or soon.
    pub(super) const fn later(&self) -> Verdict {
        Verdict::Later(self.retry_after)
    }
}

/// As much of a service's own word as may stand in the log.
fn shown(code: &str) -> String {
    let plain = code
        .chars()
        .filter(|sign| sign.is_ascii_graphic() || *sign == ' ');
    plain.take(80).collect()
}
