//! Huawei's Push Kit by its REST API.
//!
//! The exchange is as Huawei publishes it: messages as in
//! <https://developer.huawei.com/consumer/en/doc/HMSCore-References/https-send-api-0000001050986197>, the access token by
//! client credentials as in <https://developer.huawei.com/consumer/cn/doc/HMSCore-Guides/oauth2-0000001212610981>. A
//! message carries data alone, which the system hands to the app; that it wakes one that is put away takes the
//! right to messages of high urgency, which the operator asks Huawei for.

use reqwest::{Client, StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::REFERENCE;
use super::access::{Access, Granted};
use super::answer::{Answer, Verdict};
use crate::notifier::KEPT;

/// Where Push Kit is.
pub const USUAL_HMS_URL: &str = "https://push-api.cloud.huawei.com";

/// Where its access tokens are given.
pub const USUAL_HMS_TOKEN_URL: &str = "https://oauth-login.cloud.huawei.com/oauth2/v3/token";

/// An app as `AppGallery` Connect knows it.
#[derive(Clone)]
pub struct HmsApp {
    url: Url,
    token_url: Url,
    app: String,
    secret: SecretString,
}

impl HmsApp {
    /// The app of this id with its secret; none if an address or the id is none.
    pub fn new(app: &str, secret: SecretString, url: &str, token_url: &str) -> Option<Self> {
        let named = !app.is_empty() && app.bytes().all(|byte| byte.is_ascii_alphanumeric());
        named.then_some(Self {
            url: super::address(url)?,
            token_url: super::address(token_url)?,
            app: app.to_owned(),
            secret,
        })
    }
}

impl std::fmt::Debug for HmsApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HmsApp")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl PartialEq for HmsApp {
    fn eq(&self, other: &Self) -> bool {
        (&self.url, &self.token_url, &self.app) == (&other.url, &other.token_url, &other.app)
            && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl Eq for HmsApp {}

/// Pushes by Push Kit.
#[derive(Debug)]
pub(super) struct Hms {
    app: HmsApp,
    access: Access,
}

impl Hms {
    pub(super) fn new(app: HmsApp) -> Self {
        Self {
            app,
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
        let path = format!("/v1/{}/messages:send", self.app.app);
        let message = json!({ "validate_only": false, "message": {
            "data": json!({ REFERENCE: reference }).to_string(),
            "android": { "urgency": "HIGH", "ttl": format!("{}s", KEPT.as_secs()) },
            "token": [token],
        } });
        let request = http
            .post(super::below(&self.app.url, &path))
            .bearer_auth(access.expose_secret())
            .json(&message);
        let verdict = judge(&Answer::to(http, request).await?);
        if verdict == Verdict::Stale {
            self.access.forget(&access).await;
        }
        Ok(verdict)
    }

    async fn access_token(&self, http: &Client) -> Result<Granted, Verdict> {
        let request = http
            .post(self.app.token_url.clone())
            .header("content-type", super::FORM)
            .body(super::form(&[
                ("grant_type", "client_credentials"),
                ("client_id", &self.app.app),
                ("client_secret", self.app.secret.expose_secret()),
            ]));
        Granted::from(&Answer::to(http, request).await?)
    }
}

/// What Push Kit says in every answer.
#[derive(Deserialize)]
struct Told {
    code: String,
}

fn judge(answer: &Answer) -> Verdict {
    match answer.json::<Told>().as_ref().map(|told| told.code.as_str()) {
        Some("80000000") => Verdict::Taken,
        // None of the tokens is one; there is but the one.
        Some("80300007") => Verdict::Gone,
        // The access token is none, is another app's, or has run out.
        Some("80200001" | "80200003") => Verdict::Stale,
        // Its own faults, or those of whoever checks access tokens for it.
        Some("81000001" | "80600003") => answer.later(),
        None if answer.status == StatusCode::UNAUTHORIZED => Verdict::Stale,
        code => answer.by_status(code),
    }
}
