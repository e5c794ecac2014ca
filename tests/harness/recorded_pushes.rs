//! Google's push service as its documents show it, on this machine.
//!
//! It gives access tokens, takes messages and answers with what is recorded in the hall's tree; what comes of a
//! message on the phone, a story plays by itself.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::RsaKeyPair;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hall::FcmAccount;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What was recorded of FCM, by name.
const RECORDED: &str = "../server/hall/src/notifier/recorded/fcm";

/// FCM on loopback.
#[derive(Clone, Debug)]
pub struct Fcm {
    /// Where it is.
    pub url: String,
    messages: Arc<Mutex<Vec<Value>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Fcm {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .unwrap();
        let fcm = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            messages: Arc::default(),
            answers: Arc::default(),
        };
        let router = Router::new()
            .route("/token", post(give))
            .fallback(post(take))
            .with_state(fcm.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fcm
    }

    /// An account that it knows.
    pub fn account(&self) -> FcmAccount {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
        let key = STANDARD.encode(der.as_ref());
        let file = json!({
            "type": "service_account",
            "project_id": "myproject-b5ae1",
            "private_key_id": "key-1",
            "private_key": format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n"),
            "client_email": "hall@myproject-b5ae1.iam.gserviceaccount.com",
            "token_uri": format!("{}/token", self.url),
        });
        FcmAccount::new(&file.to_string(), &self.url).unwrap()
    }

    /// Has the next message answered by the last answer of this recorded exchange.
    pub fn answer(&self, recorded: &'static str) {
        self.answers.lock().unwrap().push_back(recorded);
    }

    /// The messages that it was sent so far, taken or not.
    pub fn messages(&self) -> Vec<Value> {
        self.messages.lock().unwrap().clone()
    }
}

/// The answer of this place in a recorded exchange.
fn recorded(name: &str, place: impl FnOnce(&[Value]) -> Option<&Value>) -> (StatusCode, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(RECORDED)
        .join(format!("{name}.json"));
    let recorded: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let answer = &place(recorded["exchange"].as_array().unwrap()).unwrap()["response"];
    let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
    (StatusCode::from_u16(status).unwrap(), answer["body"].to_string())
}

async fn give() -> (StatusCode, String) {
    recorded("success", <[Value]>::first)
}

async fn take(State(fcm): State<Fcm>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    assert_eq!(uri.path(), "/v1/projects/myproject-b5ae1/messages:send");
    assert!(
        headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("Bearer 1/8xb")
    );
    let message = serde_json::from_slice(&body).unwrap();
    fcm.messages.lock().unwrap().push(message);
    let name = fcm.answers.lock().unwrap().pop_front().unwrap_or("success");
    recorded(name, <[Value]>::last)
}
