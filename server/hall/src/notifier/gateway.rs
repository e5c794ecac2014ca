//! The operator's gateway for short messages or calls: any that takes an HTTP request.
//!
//! What it is sent is a template of the operator's, so that no gateway's dialect is built in. It says
//! what became of a message or call at `POST /api/notices/{reference}`, under the secret that both share.
//! A message says that there is an order and nothing else: it travels in the clear.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};
use secrecy::{ExposeSecret as _, SecretString};

/// A gateway as the operator describes it.
#[derive(Clone)]
pub struct Gateway {
    url: Url,
    secret: SecretString,
    body: String,
    text: String,
    /// What the secret says in `Authorization`.
    authorization: HeaderValue,
}

/// What is wrong with a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadGateway {
    /// The address is none.
    #[error("not an http or https address, such as https://sms.example/send")]
    Url,
    /// The secret cannot be sent.
    #[error("a secret has 16 characters at least, all of them printable ASCII")]
    Secret,
    /// The body says not whom to reach, or not what to call it.
    #[error("the body must hold {{number}} and {{reference}}, and may hold {{text}}")]
    Body,
}

/// What a gateway is sent if nobody says otherwise.
pub const USUAL_BODY: &str = r#"{"number":"{number}","text":"{text}","reference":"{reference}"}"#;

/// What an officer is told if nobody says otherwise.
pub const USUAL_TEXT: &str = "一刻：有新的调度指令，请打开应用。Yike: you have an order, open the app.";

/// Characters of a secret at least.
const SECRET_CHARS: usize = 16;

impl Gateway {
    /// A gateway at `url` that is sent `body`, JSON if it looks like that and else a form, saying `text`.
    pub fn new(url: &str, secret: SecretString, body: &str, text: &str) -> Result<Self, BadGateway> {
        let url: Url = url.parse().map_err(|_| BadGateway::Url)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(BadGateway::Url);
        }
        let shown = secret.expose_secret();
        if shown.len() < SECRET_CHARS || !shown.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BadGateway::Secret);
        }
        let authorization = HeaderValue::from_str(&format!("Bearer {shown}"));
        let mut authorization = authorization.map_err(|_| BadGateway::Secret)?;
        authorization.set_sensitive(true);
        if !["{number}", "{reference}"].iter().all(|part| body.contains(part)) {
            return Err(BadGateway::Body);
        }
        Ok(Self {
            url,
            secret,
            body: body.to_owned(),
            text: text.to_owned(),
            authorization,
        })
    }

    /// Whether whoever says what became of a notice is the gateway.
    pub(crate) fn knows(&self, secret: &str) -> bool {
        verify_slices_are_equal(self.secret.expose_secret().as_bytes(), secret.as_bytes()).is_ok()
    }

    /// What has the phone of this number ring.
    pub(super) fn request(&self, number: &str, reference: &str) -> Request {
        let json = self.body.trim_start().starts_with(['{', '[']);
        let write: fn(&str) -> String = if json { in_json } else { in_form };
        let mut body = String::new();
        let mut rest = self.body.as_str();
        // One pass, so that nothing that was filled in is filled in again.
        while let Some((before, value, after)) = next_place(rest, number, &self.text, reference) {
            body.push_str(before);
            body.push_str(&write(value));
            rest = after;
        }
        body.push_str(rest);
        let kind = if json {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let mut request = Request::new(Method::POST, self.url.clone());
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(AUTHORIZATION, self.authorization.clone());
        *request.body_mut() = Some(body.into());
        request
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("host", &self.url.host_str())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Gateway {
    fn eq(&self, other: &Self) -> bool {
        (&self.url, &self.body, &self.text) == (&other.url, &other.body, &other.text)
            && self.knows(other.secret.expose_secret())
    }
}

impl Eq for Gateway {}

/// The first place to fill in, with what stands before it, what belongs there, and what stands after it.
fn next_place<'a>(
    body: &'a str,
    number: &'a str,
    text: &'a str,
    reference: &'a str,
) -> Option<(&'a str, &'a str, &'a str)> {
    let places = [("{number}", number), ("{text}", text), ("{reference}", reference)];
    let found = places.into_iter().filter_map(|(place, value)| {
        let (before, after) = body.split_once(place)?;
        Some((before, value, after))
    });
    found.min_by_key(|(before, ..)| before.len())
}

/// As the inside of a JSON string.
fn in_json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}

fn in_form(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

#[cfg(test)]
mod tests;
