//! Firebase Cloud Messaging by its HTTP v1 API.
//!
//! The exchange is as Google publishes it: <https://firebase.google.com/docs/cloud-messaging/send/v1-api> and
//! <https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode>; the access token by a service
//! account's signed claims as in <https://developers.google.com/identity/protocols/oauth2/service-account>
//! (RFC 7523). A message carries data alone, so that it is handed to the app and shown by nobody else.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use reqwest::{Client, StatusCode, Url};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::REFERENCE;
use super::access::{Access, Granted};
use super::answer::{Answer, Verdict};
use crate::clock;
use crate::notifier::KEPT;

/// Where FCM is.
pub const USUAL_FCM_URL: &str = "https://fcm.googleapis.com";

/// What the access token is to allow.
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";

/// How the access token is asked for (RFC 7523 section 2.1).
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Seconds that signed claims hold: as long as Google takes them.
const CLAIMS_HOLD_S: i64 = 3_600;

/// A service account of a Firebase project, as its JSON file says it.
#[derive(Clone)]
pub struct FcmAccount {
    url: Url,
    token_url: Url,
    project: String,
    email: String,
    key_id: String,
    key: Arc<RsaKeyPair>,
}

/// What is wrong with a service account or its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFcmAccount {
    /// The text is no service account.
    #[error(
        "no service account: a JSON file with type, project_id, client_email, private_key_id, private_key and token_uri, as the Firebase console makes it"
    )]
    File,
    /// The key is none.
    #[error("its private_key is no RSA key in PEM (PKCS #8) of 2048 bits or more")]
    Key,
    /// An address is none.
    #[error("not an https address, such as https://fcm.googleapis.com; http only on this machine")]
    Url,
}

#[derive(Deserialize)]
struct AccountFile {
    r#type: String,
    project_id: String,
    client_email: String,
    private_key_id: String,
    private_key: String,
    token_uri: String,
}

impl FcmAccount {
    /// The account that the JSON `file` describes; FCM itself is at `url`.
    pub fn new(file: &str, url: &str) -> Result<Self, BadFcmAccount> {
        let file: AccountFile = serde_json::from_str(file).map_err(|_| BadFcmAccount::File)?;
        let named = |name: &str| {
            let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.' | ':');
            !name.is_empty() && name.chars().all(plain)
        };
        if file.r#type != "service_account" || !named(&file.project_id) {
            return Err(BadFcmAccount::File);
        }
        let der = PrivatePkcs8KeyDer::from_pem_slice(file.private_key.as_bytes());
        let der = der.map_err(|_| BadFcmAccount::Key)?;
        let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|_| BadFcmAccount::Key)?;
        Ok(Self {
            url: super::address(url).ok_or(BadFcmAccount::Url)?,
            token_url: super::address(&file.token_uri).ok_or(BadFcmAccount::File)?,
            project: file.project_id,
            email: file.client_email,
            key_id: file.private_key_id,
            key: Arc::new(key),
        })
    }

    /// Claims that the account is who asks, signed with RS256 (RFC 7515).
    fn assertion(&self, now: Timestamp) -> Option<String> {
        #[derive(Serialize)]
        struct Head<'a> {
            alg: &'static str,
            typ: &'static str,
            kid: &'a str,
        }
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            scope: &'static str,
            aud: &'a str,
            iat: i64,
            exp: i64,
        }
        let iat = now.as_millis() / 1_000;
        let head = Head {
            alg: "RS256",
            typ: "JWT",
            kid: &self.key_id,
        };
        let claims = Claims {
            iss: &self.email,
            scope: SCOPE,
            aud: self.token_url.as_str(),
            iat,
            exp: iat + CLAIMS_HOLD_S,
        };
        let head = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&head).ok()?);
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).ok()?);
        let said = format!("{head}.{claims}");
        let mut signature = vec![0; self.key.public_modulus_len()];
        let random = SystemRandom::new();
        let signed = self
            .key
            .sign(&RSA_PKCS1_SHA256, &random, said.as_bytes(), &mut signature);
        signed.ok()?;
        Some(format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl std::fmt::Debug for FcmAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FcmAccount")
            .field("project", &self.project)
            .finish_non_exhaustive()
    }
}

impl PartialEq for FcmAccount {
    fn eq(&self, other: &Self) -> bool {
        let named = |of: &Self| {
            let urls = (of.url.clone(), of.token_url.clone());
            (urls, of.project.clone(), of.email.clone(), of.key_id.clone())
        };
        named(self) == named(other) && self.key.public_key().as_ref() == other.key.public_key().as_ref()
    }
}

impl Eq for FcmAccount {}

/// Pushes by FCM.
#[derive(Debug)]
pub(super) struct Fcm {
    account: FcmAccount,
    access: Access,
}

impl Fcm {
    pub(super) fn new(account: FcmAccount) -> Self {
        Self {
            account,
            access: Access::default(),
        }
    }

    /// Has the app of this token told of an offer, or why not.
    pub(super) async fn push(&self, http: &Client, token: &str, reference: &str) -> Verdict {
        self.pushed(http, token, reference)
            .await
            .unwrap_or_else(|verdict| verdict)
    }

    async fn pushed(&self, http: &Client, token: &str, reference: &str) -> Result<Verdict, Verdict> {
        let access = self.access.token(self.access_token(http)).await?;
        let path = format!("/v1/projects/{}/messages:send", self.account.project);
        let message = json!({ "message": {
            "token": token,
            "data": { REFERENCE: reference },
            "android": { "priority": "HIGH", "ttl": format!("{}s", KEPT.as_secs()) },
        } });
        let request = http
            .post(super::below(&self.account.url, &path))
            .bearer_auth(access.expose_secret())
            .json(&message);
        let verdict = judge(&Answer::to(http, request).await?);
        if verdict == Verdict::Stale {
            self.access.forget(&access).await;
        }
        Ok(verdict)
    }

    async fn access_token(&self, http: &Client) -> Result<Granted, Verdict> {
        let unsigned = || Verdict::Never("the account's key signs nothing".to_owned());
        let assertion = self.account.assertion(clock::now()).ok_or_else(unsigned)?;
        let request = http
            .post(self.account.token_url.clone())
            .header("content-type", super::FORM)
            .body(super::form(&[("grant_type", GRANT), ("assertion", &assertion)]));
        Granted::from(&Answer::to(http, request).await?)
    }
}

/// An error as Google's services tell it.
#[derive(Deserialize)]
struct Told {
    error: Fault,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(default)]
    status: String,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    error_code: Option<String>,
    #[serde(default)]
    field_violations: Vec<Violation>,
}

#[derive(Deserialize)]
struct Violation {
    field: String,
}

fn judge(answer: &Answer) -> Verdict {
    if answer.status.is_success() {
        return Verdict::Taken;
    }
    let Some(Told { error }) = answer.json() else {
        return answer.by_status(None);
    };
    let code = error
        .details
        .iter()
        .find_map(|detail| detail.error_code.as_deref());
    let fields = error.details.iter().flat_map(|detail| &detail.field_violations);
    match code {
        Some("UNREGISTERED") => Verdict::Gone,
        // All but the token is the same in every push.
        Some("INVALID_ARGUMENT") if fields.map(|at| at.field.as_str()).all(|at| at == "message.token") => {
            Verdict::Gone
        }
        Some("QUOTA_EXCEEDED" | "UNAVAILABLE" | "INTERNAL") => answer.later(),
        None if answer.status == StatusCode::UNAUTHORIZED => Verdict::Stale,
        _ => answer.by_status(code.or(Some(&error.status))),
    }
}
