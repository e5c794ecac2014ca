//! The exchanges in `recorded`, played by a server on this machine.

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::clock;
use crate::notifier::calling;

const SECRET: &str = "the-secret-of-an-app";

/// What was asked of the server.
struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A server that answers what was recorded, one answer after another.
#[derive(Clone, Default)]
struct Player {
    answers: Arc<Mutex<VecDeque<Value>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Player {
    /// Starts it; where it is.
    async fn start(&self) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        url
    }
}

async fn answer(
    State(player): State<Player>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap, String) {
    let asked = Asked {
        method,
        path: uri.path().to_owned(),
        headers,
        body: body.to_vec(),
    };
    player.asked.lock().unwrap().push(asked);
    let Some(recorded) = player.answers.lock().unwrap().pop_front() else {
        return (StatusCode::IM_A_TEAPOT, HeaderMap::new(), String::new());
    };
    let status = u16::try_from(recorded["status"].as_u64().unwrap()).unwrap();
    let headers = recorded["headers"].as_object().into_iter().flatten();
    let headers =
        headers.map(|(name, value)| (name.parse().unwrap(), value.as_str().unwrap().parse().unwrap()));
    let body = recorded.get("body").map(Value::to_string).unwrap_or_default();
    (StatusCode::from_u16(status).unwrap(), headers.collect(), body)
}

/// An account of a Firebase project with a key of its own.
fn account(url: &str) -> (Value, RsaKeyPair) {
    let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(der.as_ref())
    );
    let account = json!({
        "type": "service_account",
        "project_id": "myproject-b5ae1",
        "private_key_id": "key-1",
        "private_key": pem,
        "client_email": "hall@myproject-b5ae1.iam.gserviceaccount.com",
        "token_uri": format!("{url}/token"),
    });
    (account, key)
}

/// Plays what was recorded; what came of it, and what is said against the service.
async fn play(vendor: PushVendor, recorded: &Value) -> (Called, BTreeMap<PushVendor, String>) {
    let player = Player::default();
    let exchange = recorded["exchange"].as_array().unwrap();
    let answers = exchange.iter().map(|turn| turn["response"].clone());
    player.answers.lock().unwrap().extend(answers);
    let url = player.start().await;
    let (file, key) = account(&url);
    let token_url = format!("{url}/oauth2/v3/token");
    let channel = Some("100001".to_owned());
    let vendors = Vendors::new(&AppPushes {
        fcm: Some(FcmAccount::new(&file.to_string(), &url).unwrap()),
        hms: HmsApp::new("104286000", SECRET.into(), &url, &token_url),
        mi: MiApp::new("org.example.yike", SECRET.into(), channel, &url),
    });
    let to = NewAppPush {
        vendor,
        token: recorded["token"].as_str().unwrap().to_owned(),
    };
    let http = calling::client().unwrap();
    let reference = recorded["reference"].as_str().unwrap();
    let called = vendors.push(&http, &to, reference).await;
    let asked = player.asked.lock().unwrap();
    assert_eq!(asked.len(), exchange.len(), "as often as recorded");
    for (asked, turn) in asked.iter().zip(exchange) {
        is_as_recorded(asked, &turn["request"], &file, &key);
    }
    (called, vendors.said().clone())
}

fn is_as_recorded(asked: &Asked, recorded: &Value, account: &Value, key: &RsaKeyPair) {
    assert_eq!(asked.method.as_str(), recorded["method"]);
    assert_eq!(asked.path, recorded["path"].as_str().unwrap());
    for (name, value) in recorded["headers"].as_object().unwrap() {
        let expected = value.as_str().unwrap().replace("{secret}", SECRET);
        assert_eq!(asked.headers[name], expected, "{name}");
    }
    if let Some(body) = recorded.get("json") {
        let sent: Value = serde_json::from_slice(&asked.body).unwrap();
        assert_eq!(sent, *body);
        return;
    }
    let sent: BTreeMap<String, String> = form_urlencoded::parse(&asked.body).into_owned().collect();
    let expected = recorded["form"].as_object().unwrap();
    assert!(sent.keys().eq(expected.keys()), "{:?}", sent.keys());
    for (name, value) in expected {
        match value.as_str().unwrap() {
            "{assertion}" => is_signed(&sent[name], account, key),
            value => assert_eq!(sent[name], value.replace("{secret}", SECRET), "{name}"),
        }
    }
}

/// Checks signed claims as Google does.
fn is_signed(assertion: &str, account: &Value, key: &RsaKeyPair) {
    let (said, signature) = assertion.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref())
        .verify(said.as_bytes(), &signature)
        .unwrap();
    let (head, claims) = said.split_once('.').unwrap();
    let [head, claims] = [head, claims].map(|part| {
        let part = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice::<Value>(&part).unwrap()
    });
    assert_eq!(
        head,
        json!({ "alg": "RS256", "typ": "JWT", "kid": account["private_key_id"] })
    );
    let iat = claims["iat"].as_i64().unwrap();
    assert!((clock::now().as_millis() / 1_000 - iat).abs() < 60, "{iat}");
    let expected = json!({
        "iss": account["client_email"],
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": account["token_uri"],
        "iat": iat,
        "exp": iat + 3_600,
    });
    assert_eq!(claims, expected);
}

/// Plays everything recorded of a vendor; what was said against the service after each.
async fn play_all(vendor: PushVendor) -> BTreeMap<String, Option<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/notifier/recorded")
        .join(vendor.name());
    let mut said = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let recorded: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let (called, mut against) = play(vendor, &recorded).await;
        let outcome = match called {
            Called::Taken => "taken",
            Called::NotThere => "not_there",
            Called::Refused => "refused",
        };
        assert_eq!(recorded["outcome"], outcome, "{name}");
        said.insert(name, against.remove(&vendor));
        assert!(against.is_empty());
    }
    said
}

fn expected<const N: usize>(said: [(&str, Option<&str>); N]) -> BTreeMap<String, Option<String>> {
    said.into_iter()
        .map(|(name, said)| (name.to_owned(), said.map(str::to_owned)))
        .collect()
}

#[tokio::test]
async fn fcm_is_spoken_to_as_google_publishes_it() {
    let refused = "no access token: it answers 400 invalid_grant";
    let said = play_all(PushVendor::Fcm).await;
    let expected = expected([
        ("account_refused", Some(refused)),
        ("auth_expired", None),
        ("message_malformed", Some("it answers 400 INVALID_ARGUMENT")),
        ("quota", None),
        ("stumble", None),
        ("success", None),
        ("token_gone", None),
        ("token_malformed", None),
    ]);
    assert_eq!(said, expected);
}

#[tokio::test]
async fn push_kit_is_spoken_to_as_huawei_publishes_it() {
    let said = play_all(PushVendor::Hms).await;
    let expected = expected([
        ("account_refused", Some("no access token: it answers 400 1101")),
        ("auth_expired", None),
        (
            "auth_of_another_app",
            Some("it takes no access token that it gave"),
        ),
        ("quota", None),
        ("stumble", None),
        ("success", None),
        ("token_gone", None),
    ]);
    assert_eq!(said, expected);
}

#[tokio::test]
async fn mi_push_is_spoken_to_as_xiaomi_publishes_it() {
    let said = play_all(PushVendor::Mi).await;
    let expected = expected([
        ("auth_refused", Some("it answers 200 21301")),
        ("quota", Some("it answers 200 10034")),
        ("stumble", None),
        ("success", None),
        ("token_gone", None),
    ]);
    assert_eq!(said, expected);
}

#[tokio::test]
async fn a_fault_is_shown_until_pushes_are_taken_again() {
    let vendors = Vendors::new(&AppPushes::default());
    vendors.fails(PushVendor::Mi, "it answers 200 21301".to_owned());
    let labels = vec![("vendor", "mi")];
    assert_eq!(vendors.faults().get_or_create(&labels).get(), 1);
    vendors.works(PushVendor::Mi);
    assert_eq!(vendors.faults().get_or_create(&labels).get(), 0);
}

#[test]
fn what_is_no_account_says_why() {
    let (good, _) = account("https://oauth2.example");
    let made = |change: fn(&mut Value), url: &str| {
        let mut file = good.clone();
        change(&mut file);
        FcmAccount::new(&file.to_string(), url).err()
    };
    let usual = USUAL_FCM_URL;
    assert_eq!(made(|_| (), usual), None);
    assert_eq!(made(|_| (), "fcm.example"), Some(BadFcmAccount::Url));
    let other = |file: &mut Value| file["type"] = json!("authorized_user");
    assert_eq!(made(other, usual), Some(BadFcmAccount::File));
    let nowhere = |file: &mut Value| file["token_uri"] = json!("nowhere");
    assert_eq!(made(nowhere, usual), Some(BadFcmAccount::File));
    let path = |file: &mut Value| file["project_id"] = json!("../other");
    assert_eq!(made(path, usual), Some(BadFcmAccount::File));
    let key = |file: &mut Value| file["private_key"] = json!("no key");
    assert_eq!(made(key, usual), Some(BadFcmAccount::Key));
    let account = FcmAccount::new(&good.to_string(), usual).unwrap();
    assert!(!format!("{account:?}").contains("PRIVATE"));
}
