//! One question to the hall over HTTP/1.1, each on a line of its own.
//!
//! A line that lay idle may be of a network that the phone has left, so none is kept. Each question has a deadline, which
//! holds until the last byte of the answer; no answer is followed elsewhere.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::handshake;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::dial::{DialError, Dialler};

/// A question may take this long, if it names no other time.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// An answer that is read whole has at most so many bytes.
const MOST_BYTES: usize = 1024 * 1024;

/// A question to the hall.
pub(crate) struct Call<'a> {
    dialler: &'a Dialler,
    path: String,
    head: hyper::http::request::Builder,
    body: Result<Bytes, serde_json::Error>,
    within: Duration,
}

/// What the hall answered; its body may still be on its way.
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    path: String,
    body: Incoming,
    until: Instant,
    _carried: Carried,
}

/// What carries a question and its answer, as long as somebody waits for it.
struct Carried(JoinHandle<()>);

impl Drop for Carried {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// There is no line.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// It did not come in time.
    #[error("the answer did not come in time")]
    Late,
    /// The line broke, or who is at its end does not speak HTTP.
    #[error("the line broke")]
    Line(#[from] hyper::Error),
    /// It cannot be asked so.
    #[error("this cannot be asked")]
    Question(#[source] hyper::http::Error),
    /// It is longer than any that makes sense.
    #[error("the answer is too long")]
    TooLong,
    /// It is not what was asked for.
    #[error("the answer makes no sense")]
    Unreadable(#[from] serde_json::Error),
}

impl<'a> Call<'a> {
    pub(crate) fn new(dialler: &'a Dialler, method: Method, url: &Url) -> Self {
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        };
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        let asked = format!("{}{query}", url.path());
        Self {
            dialler,
            path: url.path().to_owned(),
            head: Request::builder().method(method).uri(asked).header(HOST, host),
            body: Ok(Bytes::new()),
            within: ANSWER_WITHIN,
        }
    }

    pub(crate) fn header<Value>(mut self, name: HeaderName, value: Value) -> Self
    where
        Value: TryInto<HeaderValue>,
        Value::Error: Into<hyper::http::Error>,
    {
        self.head = self.head.header(name, value);
        self
    }

    pub(crate) fn bearer_auth(self, token: &str) -> Self {
        let bearer = HeaderValue::try_from(format!("Bearer {token}")).map(|mut bearer| {
            bearer.set_sensitive(true);
            bearer
        });
        match bearer {
            Ok(bearer) => self.header(AUTHORIZATION, bearer),
            // The hall gave none like it, and refuses whoever shows none.
            Err(_) => self,
        }
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Ok(body.into());
        self
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).map(Into::into);
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    /// The answer is to be there within this, its last byte too.
    pub(crate) fn timeout(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    pub(crate) async fn send(self) -> Result<Answer, CallError> {
        let until = Instant::now() + self.within;
        let request = self
            .head
            .body(Full::new(self.body?))
            .map_err(CallError::Question)?;
        let (dialler, path) = (self.dialler, self.path);
        let asking = async {
            let line = TokioIo::new(dialler.dial().await?);
            let (mut sender, carrying) = handshake(line).await?;
            // What breaks it, the one who waits for the answer hears.
            let carried = Carried(tokio::spawn(async move { drop(carrying.await) }));
            let (head, body) = sender.send_request(request).await?.into_parts();
            Ok(Answer {
                status: head.status,
                headers: head.headers,
                path,
                body,
                until,
                _carried: carried,
            })
        };
        timeout_at(until, asking).await.unwrap_or(Err(CallError::Late))
    }
}

impl Answer {
    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What was asked.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The next bytes of the body, until there are no more.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, CallError> {
        loop {
            let frame = timeout_at(self.until, self.body.frame());
            let Some(frame) = frame.await.map_err(|_| CallError::Late)?.transpose()? else {
                return Ok(None);
            };
            if let Ok(bytes) = frame.into_data() {
                return Ok(Some(bytes));
            }
        }
    }

    /// The whole body.
    pub(crate) async fn bytes(mut self) -> Result<Vec<u8>, CallError> {
        let mut whole = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            whole.extend_from_slice(&chunk);
            if whole.len() > MOST_BYTES {
                return Err(CallError::TooLong);
            }
        }
        Ok(whole)
    }

    pub(crate) async fn text(self) -> Result<String, CallError> {
        let whole = self.bytes().await?;
        Ok(String::from_utf8_lossy(&whole).into_owned())
    }

    pub(crate) async fn json<T: DeserializeOwned>(self) -> Result<T, CallError> {
        Ok(serde_json::from_slice(&self.bytes().await?)?)
    }
}
