//! The phone's side of a recording, played to a hall of today.
//!
//! It sends what was sent, and reads every message by the rules of then: one that cannot be read so fails the story.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method};
use tests::SOON;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::old_words::ToUnit;
use super::recording::{Answered, Call, Names};

/// Where the recorded phone opened its socket.
const SOCKET: &str = "/ws/unit";

/// A phone that knows only what it said once.
pub(super) struct OldPhone {
    hall: String,
    http: Client,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    /// Heard, and not yet asked for.
    heard: Vec<ToUnit>,
    /// How many messages of kinds that it does not know it passed over.
    pub(super) passed_over: usize,
}

impl OldPhone {
    /// One that has not called yet.
    pub(super) fn new(hall: String) -> Self {
        Self {
            hall,
            http: Client::builder()
                .timeout(Duration::from_secs(10))
                .build()
                .unwrap(),
            socket: None,
            heard: Vec::new(),
            passed_over: 0,
        }
    }

    /// Calls the hall as it did then: what is answered, with the headers that `recorded` names.
    pub(super) async fn call(&mut self, call: &Call, names: &mut Names, recorded: &Answered) -> Answered {
        let path = names.fill(&call.path);
        let headers = call
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), names.fill(value)));
        let headers: BTreeMap<String, String> = headers.collect();
        if call.path == SOCKET {
            return self.open(&path, headers, recorded).await;
        }
        let method: Method = call.method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.hall));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(body) = &call.body {
            request = request.body(names.fill(&body.to_string()));
        }
        if let Some(body) = &call.base64 {
            request = request.body(STANDARD.decode(body).unwrap());
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        Answered {
            status: status.as_u16(),
            headers: looked_at(recorded, |name| headers.get(name)?.to_str().ok()),
            body: serde_json::from_str(&text).ok(),
        }
    }

    /// Says something on the socket.
    pub(super) async fn say(&mut self, text: String) {
        let socket = self.socket.as_mut().expect("the socket was opened before");
        socket.send(Message::text(text)).await.unwrap();
    }

    /// Hears what was heard then, beside whatever else a hall of today says.
    pub(super) async fn hear(&mut self, wished: &ToUnit) {
        let deadline = tokio::time::Instant::now() + SOON;
        loop {
            if let Some(at) = self.heard.iter().position(|heard| heard == wished) {
                self.heard.remove(at);
                return;
            }
            match tokio::time::timeout_at(deadline, self.next()).await {
                Ok(Some(heard)) => self.heard.push(heard),
                Ok(None) => panic!("the hall hung up before {wished:?}; heard {:#?}", self.heard),
                Err(late) => panic!(
                    "did not come in time ({late}): {wished:#?}; heard {:#?}",
                    self.heard
                ),
            }
        }
    }

    /// Closes the socket, and hears what was still on its way.
    pub(super) async fn hang_up(&mut self) {
        let socket = self.socket.as_mut().expect("the socket was opened before");
        socket.close(None).await.unwrap();
        tokio::time::timeout(SOON, async { while self.next().await.is_some() {} })
            .await
            .expect("the hall hangs up too");
    }

    async fn open(&mut self, path: &str, headers: BTreeMap<String, String>, recorded: &Answered) -> Answered {
        let url = self.hall.replacen("http", "ws", 1) + path;
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            request
                .headers_mut()
                .insert(name, HeaderValue::from_str(&value).unwrap());
        }
        let (socket, answer) = connect_async(request).await.unwrap();
        self.socket = Some(socket);
        let headers = answer.headers();
        Answered {
            status: answer.status().as_u16(),
            headers: looked_at(recorded, |name| headers.get(name)?.to_str().ok()),
            body: None,
        }
    }

    /// The next message it understands; none once the socket is closed.
    async fn next(&mut self) -> Option<ToUnit> {
        loop {
            match self.socket.as_mut()?.next().await {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(ToUnit::Unknown) => self.passed_over += 1,
                    Ok(known) => {
                        let counted = known
                            .orders()
                            .iter()
                            .all(|order| order.view.counts_to_the_limit());
                        assert!(counted, "its clock is not the limit's: {text}");
                        return Some(known);
                    }
                    Err(error) => panic!("the old phone cannot read this: {error}\n{text}"),
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

/// Those headers of an answer that were recorded, as they are now.
fn looked_at<'a>(recorded: &Answered, now: impl Fn(&str) -> Option<&'a str>) -> BTreeMap<String, String> {
    let names = recorded.headers.keys();
    names
        .filter_map(|name| Some((name.clone(), now(name)?.to_owned())))
        .collect()
}
