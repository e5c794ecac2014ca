//! Pushes to a browser's or an app's push service (RFC 8030).
//!
//! The service sees who sends (RFC 8292) and where to, but nothing of what is said (RFC 8291); and what is
//! said is only that there is an order. Which services a subscription may name is the operator's.

use aws_lc_rs::agreement::{ECDH_P256, ParsedPublicKey, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dispatch::NoticeWanted;
use domain::Timestamp;
use protocol::api::{Language, PushNotice};
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};

use super::KEPT;
use crate::store::NoticeKeyRow;

mod sealing;
mod vapid;

use self::sealing::seal;
use self::vapid::Vapid;

/// Bytes of the secret that goes with a browser's public key.
const AUTH_BYTES: usize = 16;

/// Bytes of an uncompressed point on P-256.
const POINT_BYTES: usize = 65;

/// How soon a phone is woken for it (RFC 8030 section 5.3): anything less waits until it wakes by itself.
const URGENCY: &str = "high";

/// Why no push can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PushFault {
    /// The subscription names no address.
    #[error("the subscription names no address")]
    NoAddress,
    /// The keys are none, or the cryptography failed.
    #[error("nothing can be encrypted for this subscription")]
    Unsealed,
}

/// Makes pushes under the hall's own key.
#[derive(Debug)]
pub(super) struct WebPush {
    vapid: Vapid,
}

/// Whom a push is for.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) endpoint: &'a str,
    pub(super) p256dh: &'a [u8],
    pub(super) auth: &'a [u8],
    pub(super) language: Language,
}

/// Keys that no hall has yet.
pub(super) fn fresh_keys() -> anyhow::Result<NoticeKeyRow> {
    let mut reference = vec![0; 32];
    getrandom::fill(&mut reference)?;
    Ok(NoticeKeyRow {
        vapid: vapid::fresh()?,
        reference,
    })
}

/// Whether something can be encrypted for these keys of a subscription.
pub(crate) fn is_subscription(p256dh: &[u8], auth: &[u8]) -> bool {
    let point = UnparsedPublicKey::new(&ECDH_P256, p256dh);
    p256dh.len() == POINT_BYTES && auth.len() == AUTH_BYTES && ParsedPublicKey::try_from(point).is_ok()
}

impl WebPush {
    /// `key` is PKCS #8; `contact` is whom a push service turns to, as a `mailto:` or `https:` URL.
    pub(super) fn new(key: &[u8], contact: Option<String>) -> anyhow::Result<Self> {
        let vapid = Vapid::new(key, contact)?;
        Ok(Self { vapid })
    }

    pub(super) fn public_key(&self) -> String {
        self.vapid.public_key()
    }

    /// A push of an order; those of one offer replace each other while they wait.
    pub(super) fn request(
        &self,
        now: Timestamp,
        to: Target<'_>,
        wanted: &NoticeWanted,
        reference: String,
    ) -> Result<Request, PushFault> {
        let url: Url = to.endpoint.parse().map_err(|_| PushFault::NoAddress)?;
        let notice = PushNotice {
            order: wanted.order,
            kind: wanted.kind,
            language: to.language,
            reference,
        };
        let said = serde_json::to_vec(&notice).map_err(|_| PushFault::Unsealed)?;
        let sealed = seal(&said, to.p256dh, to.auth).ok_or(PushFault::Unsealed)?;
        let signed = self.vapid.sign(now, &url).ok_or(PushFault::Unsealed)?;
        let mut request = Request::new(Method::POST, url);
        let kept = KEPT.as_secs().to_string();
        for (name, value) in [
            (HeaderName::from_static("ttl"), kept.as_str()),
            (HeaderName::from_static("urgency"), URGENCY),
            (HeaderName::from_static("topic"), &topic(wanted)),
            (AUTHORIZATION, &signed),
            (CONTENT_ENCODING, "aes128gcm"),
            (CONTENT_TYPE, "application/octet-stream"),
        ] {
            let value = HeaderValue::from_str(value).map_err(|_| PushFault::Unsealed)?;
            request.headers_mut().insert(name, value);
        }
        *request.body_mut() = Some(sealed.into());
        Ok(request)
    }
}

/// What the pushes of one offer share (RFC 8030 section 5.4).
fn topic(wanted: &NoticeWanted) -> String {
    URL_SAFE_NO_PAD.encode(wanted.assignment.0.as_bytes())
}
