//! Phones that are enrolled and prove who they are.

use domain::{PersonId, PhoneId, Timestamp};
use serde::{Deserialize, Serialize};

/// `POST /api/enrolments`: an officer is to have a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEnrolment {
    /// The officer's person.
    pub person: PersonId,
    /// The address under which phones reach the hall, as `https://hall.example`: a page's own origin.
    pub hall: String,
}

/// What a phone is to scan.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentView {
    /// The text of the QR code; it enrols one phone, once, so it is shown to nobody but the officer.
    pub qr: String,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
}

/// `POST /api/phones`: a phone that scanned the code.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPhone {
    /// The code, once.
    pub code: String,
    /// Its public key, ECDSA on P-256: the DER of a `SubjectPublicKeyInfo` (RFC 5480) in hexadecimal.
    pub key: String,
    /// What the phone is called, to tell it from the officer's others, at most 64 characters.
    pub name: String,
}

/// A phone that may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneView {
    /// Its identity.
    pub id: PhoneId,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub person: PersonId,
    /// The name of that person.
    pub person_name: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// When it last signed in or renewed its session, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in_at: Option<Timestamp>,
}

/// `POST /api/session/challenge`: a phone is about to prove who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChallenge {
    /// Which phone. One that the hall does not know is answered like any other.
    pub phone: PhoneId,
}

/// What the phone is to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Good once, for a minute.
    pub nonce: String,
}

/// `POST /api/session/proof` signs a phone in, `PUT /api/session/proof` renews its session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneProof {
    /// Which phone.
    pub phone: PhoneId,
    /// The nonce of its challenge.
    pub nonce: String,
    /// ECDSA with SHA-256 over [`crate::enrolment::to_sign`]: the DER of an `ECDSA-Sig-Value` (RFC 3279) in hexadecimal.
    pub signature: String,
}
