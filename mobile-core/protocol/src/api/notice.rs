//! How an officer is told of an order when the app's own line is not there.

use domain::OrderId;
use domain::order::OrderKind;
use serde::{Deserialize, Serialize};

/// `GET /api/push`: what a page subscribes to pushes with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKey {
    /// The hall's public key (RFC 8292): the uncompressed point on P-256 in base64url.
    pub key: String,
}

/// `PUT /api/push`: what a page's push service gave it, as `PushSubscription.toJSON()` says it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPush {
    /// Where pushes go (RFC 8030).
    pub endpoint: String,
    /// What they are encrypted for (RFC 8291).
    pub keys: PushKeys,
    /// The language that the officer reads.
    pub language: Language,
}

/// What a push is encrypted for (RFC 8291).
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKeys {
    /// The browser's public key: the uncompressed point on P-256 in base64url.
    pub p256dh: String,
    /// Its secret of 16 bytes in base64url.
    pub auth: String,
}

/// `PUT /api/push/app`: what the push service of a phone's maker gave the app, until the session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAppPush {
    /// Whose push service it is.
    pub vendor: PushVendor,
    /// What it calls the app on this phone: 1 to 4,096 characters of printable ASCII without blanks.
    pub token: String,
}

impl NewAppPush {
    /// Whether the token is one by its length and its characters.
    pub fn is_sound(&self) -> bool {
        (1..=MAX_PUSH_TOKEN_BYTES).contains(&self.token.len())
            && self.token.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// Bytes of a push service's token at most.
const MAX_PUSH_TOKEN_BYTES: usize = 4_096;

/// Whose service brings pushes to the app on a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushVendor {
    /// Google's Firebase Cloud Messaging.
    Fcm,
    /// Huawei's Push Kit.
    Hms,
    /// Xiaomi's Mi Push.
    Mi,
}

impl PushVendor {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Fcm, Self::Hms, Self::Mi];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fcm => "fcm",
            Self::Hms => "hms",
            Self::Mi => "mi",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.name() == name)
    }
}

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// What a push says once it is decrypted: that there is an order, and nothing of whom or where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PushNotice {
    /// Which order.
    pub order: OrderId,
    /// What kind of errand.
    pub kind: OrderKind,
    /// The language to say it in.
    pub language: Language,
    /// What its receipt is posted to: `POST /api/notices/{reference}`.
    pub reference: String,
}

/// `PUT /api/telephone`: where the officer is reached by telephone until the session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Telephone {
    /// 3 to 15 digits, with a `+` before them if the country's code is among them; blanks and hyphens count for nothing.
    pub number: String,
}

impl Telephone {
    /// The number as gateways take it: digits, after a `+` if there is one; none if it is no number.
    pub fn digits(&self) -> Option<String> {
        let number: String = self
            .number
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '-'))
            .collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        let sound = DIGITS.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        sound.then_some(number)
    }
}

/// Digits of a telephone number (ITU-T E.164 for the most).
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// `POST /api/notices/{reference}`: what became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeReport {
    /// What.
    pub status: NoticeStatus,
}

/// What becomes of notices, in the words of those who carry them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeStatus {
    /// The app or page shows the push.
    Shown,
    /// The short message is on the phone.
    Delivered,
    /// The call rings.
    Ringing,
    /// Somebody took the call.
    Answered,
    /// It did not get through.
    Failed,
}
