//! A session of Janus: requests go out one by one, what comes of them is polled for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;

use crate::http;

/// How many events one poll may bring.
const AT_ONCE: usize = 10;
/// How long a poll may take; the server ends one with nothing to tell after 30 seconds.
const POLL: Duration = Duration::from_secs(45);
/// How soon a poll is tried again that has failed.
const AGAIN: Duration = Duration::from_millis(200);
/// Events that a client may have waiting; letting it in takes three or four.
const WAITING: usize = 16;

/// Who waits for the events of which handle.
type Inboxes = Arc<Mutex<BTreeMap<u64, Sender<Value>>>>;

/// A session; the polling ends with it.
pub(super) struct Session {
    http: reqwest::Client,
    url: String,
    inboxes: Inboxes,
    requests: AtomicU64,
    polling: JoinSet<()>,
}

/// A client's place in it.
pub(super) struct Handle<'a> {
    session: &'a Session,
    id: u64,
    inbox: Receiver<Value>,
}

impl Session {
    /// Begins one.
    pub(super) async fn begin(url: &str) -> anyhow::Result<Self> {
        let mut session = Self {
            http: http::client()?,
            url: url.to_owned(),
            inboxes: Arc::default(),
            requests: AtomicU64::new(0),
            polling: JoinSet::new(),
        };
        let begun = session.post("", json!({ "janus": "create" })).await?;
        session.url = format!("{url}/{}", id(&begun)?);
        let poll = poll(
            session.http.clone(),
            session.url.clone(),
            Arc::clone(&session.inboxes),
        );
        session.polling.spawn(poll);
        Ok(session)
    }

    /// Adds a client to the video room.
    pub(super) async fn attach(&self) -> anyhow::Result<Handle<'_>> {
        let attach = json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" });
        let id = id(&self.post("", attach).await?)?;
        let (sender, inbox) = channel(WAITING);
        let mut inboxes = self.inboxes.lock().unwrap_or_else(PoisonError::into_inner);
        inboxes.insert(id, sender);
        Ok(Handle {
            session: self,
            id,
            inbox,
        })
    }

    /// Ends it, with all its clients.
    pub(super) async fn end(self) -> anyhow::Result<()> {
        self.post("", json!({ "janus": "destroy" })).await.map(drop)
    }

    async fn post(&self, path: &str, mut request: Value) -> anyhow::Result<Value> {
        let transaction = self.requests.fetch_add(1, Ordering::Relaxed).to_string();
        if let Some(request) = request.as_object_mut() {
            request.insert("transaction".to_owned(), transaction.into());
        }
        let url = format!("{}{path}", self.url);
        let response = self.http.post(&url).json(&request).send().await;
        let response = response.with_context(|| format!("asking {url}; is --url right, and janus up?"))?;
        let said: Value = response.error_for_status()?.json().await?;
        let is_refused = said.get("janus").and_then(Value::as_str) == Some("error");
        anyhow::ensure!(!is_refused, "janus refuses: {said}");
        Ok(said)
    }
}

impl Handle<'_> {
    /// Asks the room for something; what comes of it is heard.
    pub(super) async fn ask(&self, body: Value, sdp: Option<(&str, &str)>) -> anyhow::Result<Value> {
        let mut request = json!({ "janus": "message", "body": body });
        if let Some(((kind, sdp), request)) = sdp.zip(request.as_object_mut()) {
            request.insert("jsep".to_owned(), json!({ "type": kind, "sdp": sdp }));
        }
        self.session.post(&format!("/{}", self.id), request).await
    }

    /// Waits for the event in which something is found.
    pub(super) async fn hear<T>(&mut self, find: impl Fn(&Value) -> Option<T>) -> anyhow::Result<T> {
        loop {
            let event = self
                .inbox
                .recv()
                .await
                .context("the session with janus has ended")?;
            let is_refused = event.pointer("/plugindata/data/error").is_some();
            anyhow::ensure!(!is_refused, "janus's room refuses: {event}");
            if let Some(found) = find(&event) {
                return Ok(found);
            }
        }
    }
}

impl Drop for Handle<'_> {
    fn drop(&mut self) {
        let mut inboxes = self
            .session
            .inboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        inboxes.remove(&self.id);
    }
}

/// Polls for events, by which the session is kept as well.
async fn poll(http: reqwest::Client, url: String, inboxes: Inboxes) {
    let url = format!("{url}?maxev={AT_ONCE}");
    loop {
        let Ok(events) = events(&http, &url).await else {
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        let inboxes = inboxes.lock().unwrap_or_else(PoisonError::into_inner);
        for event in events {
            let sender = event.get("sender").and_then(Value::as_u64);
            if let Some(inbox) = sender.and_then(|sender| inboxes.get(&sender)) {
                // A client with so many waiting no longer listens.
                let _ = inbox.try_send(event);
            }
        }
    }
}

async fn events(http: &reqwest::Client, url: &str) -> anyhow::Result<Vec<Value>> {
    let response = http.get(url).timeout(POLL).send().await?;
    Ok(response.error_for_status()?.json().await?)
}

fn id(said: &Value) -> anyhow::Result<u64> {
    let id = said.pointer("/data/id").and_then(Value::as_u64);
    id.with_context(|| format!("janus gives no number in {said}"))
}
