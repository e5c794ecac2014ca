//! What the operator decides of notices.
//!
//! A page names the service that its pushes go to, so the hall calls only those that the operator knows:
//! otherwise anybody with an officer's password could have it call any machine that it reaches.

use reqwest::Url;

use super::{AppPushes, Gateway};

/// How officers are told of orders when the app's own line is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeRule {
    /// The services that pushes may go to.
    pub services: PushServices,
    /// Whom a push service turns to, as a `mailto:` or `https:` URL.
    pub contact: Option<String>,
    /// The push services that wake the app.
    pub apps: AppPushes,
    /// What sends short messages, if anything does.
    pub sms: Option<Gateway>,
    /// What makes calls, if anything does.
    pub call: Option<Gateway>,
}

/// Services that pushes may go to, each an origin; `*.` before its host stands for any name below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushServices(Vec<String>);

/// This is no origin of a push service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no origin of a push service, such as https://push.example or https://*.push.example")]
pub struct BadPushService(pub String);

/// Those of Chrome, Firefox, Safari and Edge.
const USUAL: [&str; 4] = [
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
];

/// Stands for any name below a host.
const ANY_BELOW: &str = "*.";

impl PushServices {
    /// Services named with blanks between.
    pub fn new(origins: &str) -> Result<Self, BadPushService> {
        let origins: Vec<String> = origins.split_whitespace().map(str::to_owned).collect();
        match origins.iter().find(|origin| !is_service(origin)) {
            Some(bad) => Err(BadPushService(bad.clone())),
            None => Ok(Self(origins)),
        }
    }

    /// Whether one of these is Apple's, which takes no push of somebody who cannot be turned to.
    pub(crate) fn has_apple(&self) -> bool {
        self.0.iter().any(|service| service.ends_with("push.apple.com"))
    }

    /// Whether a subscription may name this endpoint.
    pub(crate) fn has(&self, endpoint: &str) -> bool {
        let Ok(endpoint) = endpoint.parse::<Url>() else {
            return false;
        };
        let named = endpoint.username().is_empty() && endpoint.password().is_none();
        named && self.0.iter().any(|service| matches(service, &endpoint))
    }
}

impl Default for PushServices {
    fn default() -> Self {
        Self(USUAL.map(str::to_owned).to_vec())
    }
}

/// Whether the endpoint lies at the service.
fn matches(service: &str, endpoint: &Url) -> bool {
    let origin = endpoint.origin().ascii_serialization();
    match service.split_once(ANY_BELOW) {
        None => origin == service,
        Some((scheme, host)) => {
            let below = origin
                .strip_prefix(scheme)
                .and_then(|rest| rest.strip_suffix(host));
            below.is_some_and(|below| below.len() > 1 && below.ends_with('.'))
        }
    }
}

/// Encrypted, or on this machine.
pub(crate) fn is_private(url: &Url) -> bool {
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

/// Where pushes may go, which carry a key to the hall's name.
fn is_service(origin: &str) -> bool {
    let plain = origin.replacen(ANY_BELOW, "", 1);
    let Ok(url) = plain.parse::<Url>() else {
        return false;
    };
    let wild = plain.len() != origin.len();
    url.origin().ascii_serialization() == plain
        && is_private(&url)
        && (!wild || origin.starts_with("https://*."))
}

#[cfg(test)]
mod tests;
