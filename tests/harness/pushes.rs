//! A push service (RFC 8030) with the browsers that it serves.
//!
//! The service keeps what it is sent and checks what a real one would; a browser has the keys to read it
//! (RFC 8291), and says that it shows it.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use aws_lc_rs::signature;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::api::PushNotice;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A push as the service got it.
#[derive(Clone, Debug)]
pub struct Push {
    /// Of which browser.
    pub browser: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// What is said, encrypted.
    pub body: Vec<u8>,
}

/// What the service answers, with how many seconds it asks to wait.
pub type PushAnswer = (StatusCode, Option<u32>);

/// A push service on loopback.
#[derive(Clone, Debug)]
pub struct PushService {
    /// Where it is.
    pub url: String,
    pushes: Arc<Mutex<Vec<Push>>>,
    answers: Arc<Mutex<VecDeque<PushAnswer>>>,
    listener: Arc<Mutex<Option<mpsc::UnboundedSender<Push>>>>,
}

impl PushService {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .unwrap();
        let service = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            pushes: Arc::default(),
            answers: Arc::default(),
            listener: Arc::default(),
        };
        let router = Router::new()
            .route("/push/{browser}", post(take))
            .with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        service
    }

    /// Has the next pushes answered like this, one each.
    pub fn answer(&self, answers: impl IntoIterator<Item = PushAnswer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Hands on what it is sent from now on, to whoever asked last.
    pub fn listen(&self) -> mpsc::UnboundedReceiver<Push> {
        let (told, telling) = mpsc::unbounded_channel();
        *self.listener.lock().unwrap() = Some(told);
        telling
    }

    /// What it was sent so far, taken or not.
    pub fn pushes(&self) -> Vec<Push> {
        self.pushes.lock().unwrap().clone()
    }
}

async fn take(
    State(service): State<PushService>,
    Path(browser): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap) {
    let push = Push {
        browser,
        headers,
        body: body.to_vec(),
    };
    service.pushes.lock().unwrap().push(push.clone());
    if let Some(listener) = service.listener.lock().unwrap().as_ref() {
        // Nobody may listen any more.
        let _ = listener.send(push);
    }
    let answer = service.answers.lock().unwrap().pop_front();
    let (status, wait) = answer.unwrap_or((StatusCode::CREATED, None));
    let wait = wait.map(|seconds| ("retry-after".parse().unwrap(), seconds.into()));
    (status, wait.into_iter().collect())
}

/// A browser that is subscribed to a service.
#[derive(Debug)]
pub struct Browser {
    name: String,
    endpoint: String,
    key: PrivateKey,
    auth: [u8; 16],
}

impl Browser {
    /// One of this name.
    pub fn new(service: &PushService, name: &str) -> Self {
        let mut auth = [0; 16];
        getrandom::fill(&mut auth).unwrap();
        Self {
            name: name.to_owned(),
            endpoint: format!("{}/push/{name}", service.url),
            key: PrivateKey::generate(&ECDH_P256).unwrap(),
            auth,
        }
    }

    /// Its name at the service.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its page posts to the hall.
    pub fn subscription(&self) -> Value {
        let keys = json!({
            "p256dh": URL_SAFE_NO_PAD.encode(self.public()),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
        });
        json!({ "endpoint": self.endpoint, "keys": keys, "language": "zh" })
    }

    /// The pushes for it, read; panics at one that it cannot read.
    pub fn notices(&self, service: &PushService) -> Vec<PushNotice> {
        let own = service
            .pushes()
            .into_iter()
            .filter(|push| push.browser == self.name);
        own.map(|push| self.read(&push)).collect()
    }

    /// A push for it, read; panics if it cannot be read.
    pub fn read(&self, push: &Push) -> PushNotice {
        serde_json::from_slice(&self.open(&push.body)).unwrap()
    }

    fn public(&self) -> Vec<u8> {
        self.key.compute_public_key().unwrap().as_ref().to_vec()
    }

    fn open(&self, body: &[u8]) -> Vec<u8> {
        let (salt, rest) = body.split_at(16);
        let (length, theirs) = (usize::from(rest[4]), &rest[5..]);
        let (theirs, record) = theirs.split_at(length);
        let point = UnparsedPublicKey::new(&ECDH_P256, theirs);
        let (key, nonce) = agree(&self.key, point, (), |secret| {
            let about = [b"WebPush: info\0", self.public().as_slice(), theirs].concat();
            let input: [u8; 32] = expand(&Salt::new(HKDF_SHA256, &self.auth).extract(secret), &about);
            let both = Salt::new(HKDF_SHA256, salt).extract(&input);
            let key: [u8; 16] = expand(&both, b"Content-Encoding: aes128gcm\0");
            let nonce: [u8; 12] = expand(&both, b"Content-Encoding: nonce\0");
            Ok((key, nonce))
        })
        .unwrap();
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let mut record = record.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let said = key.open_in_place(nonce, Aad::empty(), &mut record).unwrap();
        let (last, said) = said.split_last().unwrap();
        assert_eq!(*last, 2, "the last record ends with a delimiter");
        said.to_vec()
    }
}

/// Checks who sent a push to `service` (RFC 8292): the hall whose key pages were given.
pub fn sent_by(push: &Push, service: &PushService, key: &str) {
    let said = push.headers["authorization"].to_str().unwrap();
    let (token, named) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(named, key);
    let (signed, signed_with) = token.rsplit_once('.').unwrap();
    let point = URL_SAFE_NO_PAD.decode(key).unwrap();
    signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
        .verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signed_with).unwrap())
        .unwrap();
    let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], service.url);
}

fn expand<const N: usize>(from: &Prk, about: &[u8]) -> [u8; N] {
    let mut key = [0; N];
    from.expand(&[about], Length(N)).unwrap().fill(&mut key).unwrap();
    key
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
