//! Mi Push by its server API.
//!
//! The exchange is as Xiaomi publishes it: <https://dev.mi.com/xiaomihyperos/documentation/detail?pId=1559> and, for
//! the codes, <https://dev.mi.com/xiaomihyperos/documentation/detail?pId=1560>. What is handed to the app alone
//! (`pass_through` 1) reaches only an app that runs, so a push is a notification that the system itself shows, app
//! or no app; the app is handed the payload when it arrives, or when the officer opens it.

use reqwest::{Client, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::REFERENCE;
use super::answer::{Answer, Verdict};
use crate::notifier::KEPT;

/// Where Mi Push is.
pub const USUAL_MI_URL: &str = "https://api.xmpush.xiaomi.com";

/// What the system shows: that there is an order, and nothing of whom or where.
const TITLE: &str = "一刻 Yike";
const DESCRIPTION: &str = "有新的调度指令，请打开应用。You have an order, open the app.";

/// An app as Xiaomi's console knows it.
#[derive(Clone)]
pub struct MiApp {
    url: Url,
    package: String,
    secret: SecretString,
    channel: Option<String>,
}

impl MiApp {
    /// The app of this package with its secret; `channel` is the id of a channel for personal messages, which do not count among the
    /// few that all apps have for each day. None if the address, the package or the secret is none.
    pub fn new(package: &str, secret: SecretString, channel: Option<String>, url: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        let named = !package.is_empty() && package.bytes().all(plain);
        let sendable = secret.expose_secret().bytes().all(|byte| byte.is_ascii_graphic());
        (named && sendable).then_some(Self {
            url: super::address(url)?,
            package: package.to_owned(),
            secret,
            channel,
        })
    }
}

impl std::fmt::Debug for MiApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MiApp")
            .field("package", &self.package)
            .finish_non_exhaustive()
    }
}

impl PartialEq for MiApp {
    fn eq(&self, other: &Self) -> bool {
        (&self.url, &self.package, &self.channel) == (&other.url, &other.package, &other.channel)
            && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl Eq for MiApp {}

/// Pushes by Mi Push.
#[derive(Debug)]
pub(super) struct Mi {
    app: MiApp,
}

impl Mi {
    pub(super) const fn new(app: MiApp) -> Self {
        Self { app }
    }

    /// Has the app of this registration told of an offer, or why not.
    pub(super) async fn push(&self, http: &Client, token: &str, reference: &str) -> Verdict {
        self.pushed(http, token, reference)
            .await
            .unwrap_or_else(|verdict| verdict)
    }

    async fn pushed(&self, http: &Client, token: &str, reference: &str) -> Result<Verdict, Verdict> {
        let payload = json!({ REFERENCE: reference }).to_string();
        let kept_ms = KEPT.as_millis().to_string();
        let mut fields = vec![
            ("registration_id", token),
            ("restricted_package_name", &self.app.package),
            ("pass_through", "0"),
            // With sound, vibration and light.
            ("notify_type", "-1"),
            ("title", TITLE),
            ("description", DESCRIPTION),
            ("payload", &payload),
            ("time_to_live", &kept_ms),
            // Touched, it opens the app.
            ("extra.notify_effect", "1"),
        ];
        fields.extend(
            self.app
                .channel
                .as_deref()
                .map(|channel| ("extra.channel_id", channel)),
        );
        let request = http
            .post(super::below(&self.app.url, "/v3/message/regid"))
            .header(
                "authorization",
                format!("key={}", self.app.secret.expose_secret()),
            )
            .header("content-type", super::FORM)
            .body(super::form(&fields));
        Ok(judge(&Answer::to(http, request).await?))
    }
}

/// What Mi Push says in every answer.
#[derive(Deserialize)]
struct Told {
    result: String,
    #[serde(default)]
    code: i64,
    #[serde(default)]
    reason: String,
}

/// What it says of a message to registrations that are all none.
const NO_TARGETS: &str = "No valid targets!";

fn judge(answer: &Answer) -> Verdict {
    let Some(told) = answer.json::<Told>() else {
        return answer.by_status(None);
    };
    match told.code {
        0 if told.result == "ok" => Verdict::Taken,
        // No such device; or a message that failed because there is none.
        10_029 => Verdict::Gone,
        20_301 if told.reason == NO_TARGETS => Verdict::Gone,
        // Its own faults, or too many calls within a moment.
        1 | 10_001 | 10_002 | 10_003 | 10_027 | 20_607 | 26_003 | 65_029 => answer.later(),
        code => answer.by_status(Some(&code.to_string())),
    }
}
