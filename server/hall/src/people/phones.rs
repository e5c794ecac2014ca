//! Phones that prove who they are.
//!
//! A one-time code takes a phone's public key in; from then on the phone signs in by signing a nonce, and holds its
//! session by doing so again before it ends.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use domain::{PersonId, PhoneId, Role, Timestamp};
use protocol::enrolment::{is_origin, to_sign};
use secrecy::SecretString;

use super::{People, SESSION_LIFETIME, Session, SessionId, SignInError, SignedIn, is_name, tokens};
use crate::store::{CodeState, NewPhoneRow, PersonRow, PhoneRow, StoreError};

/// How long a code enrols.
const CODE_LIFETIME: Duration = Duration::from_mins(15);

/// How long it can be told that a code was used, or not in time.
const CODE_REMEMBERED: Duration = Duration::from_hours(24);

/// Bytes of a public key on P-256 with its names.
const KEY_BYTES: usize = 91;

/// A code that enrols one phone.
#[derive(Debug)]
pub struct Enrolment {
    /// The code: shown once, kept nowhere.
    pub code: SecretString,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
}

/// A phone that may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
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
    /// When it last proved itself.
    pub signed_in_at: Option<Timestamp>,
}

/// What a phone says to prove itself.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// Which phone.
    pub phone: PhoneId,
    /// The nonce it was given.
    pub nonce: &'a str,
    /// The DER of its signature.
    pub signature: &'a [u8],
}

/// Why no code was made, or no phone was enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// There is nobody of this identity, or they may not sign in.
    #[error("there is nobody of this id; GET /api/people lists them")]
    NobodyThere,
    /// Only officers have phones.
    #[error("only an officer is given a phone")]
    NoOfficer,
    /// The address is none that phones could call.
    #[error("hall must be the hall's own http or https address, without a path")]
    BadHall,
    /// The name is empty, too long, or not plain.
    #[error(
        "a name has 1 to {} characters, none of them a control character, no space at its ends",
        super::MAX_NAME_CHARS
    )]
    BadName,
    /// The key is none on P-256.
    #[error("key must be a public key on P-256, in hexadecimal of its DER")]
    BadKey,
    /// There is no such code.
    #[error("the hall does not know this code; have a new one made")]
    CodeUnknown,
    /// The code enrolled a phone before.
    #[error("this code was used already; have a new one made")]
    CodeUsed,
    /// The code was not used in time.
    #[error("this code is past its time; have a new one made")]
    CodeExpired,
    /// Too many wrong codes came from there.
    #[error(transparent)]
    TooMany(SignInError),
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a proof is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefusal {
    /// There is no such phone, or it did not sign this nonce for this hall.
    #[error("this proves nothing; ask for a new challenge")]
    Unproven,
    /// It is the phone, and it was revoked.
    #[error("this phone was revoked; have it enrolled anew")]
    Revoked,
}

impl People {
    /// Makes a code that enrols one phone for an officer, in place of any unused one; `hall` is where the phone calls.
    pub async fn enrol(&self, person: PersonId, hall: &str, now: Timestamp) -> Result<Enrolment, EnrolError> {
        if !is_origin(hall) {
            return Err(EnrolError::BadHall);
        }
        let everybody = self.people().await?;
        let person = everybody
            .iter()
            .find(|someone| someone.id == person && !someone.revoked)
            .ok_or(EnrolError::NobodyThere)?;
        if !matches!(person.role, Role::Officer { .. }) {
            return Err(EnrolError::NoOfficer);
        }
        let (code, hash) = tokens::fresh()?;
        let expires_at = now.after(CODE_LIFETIME);
        self.store
            .add_enrolment(hash, (person.id, hall), expires_at, now.before(CODE_REMEMBERED))
            .await?;
        tracing::info!(person.id = %person.id, "a phone may be enrolled");
        Ok(Enrolment { code, expires_at })
    }

    /// Takes a phone in by its code; `key` is the DER of its public key, `from` where it is tried from.
    pub async fn add_phone(
        &self,
        from: IpAddr,
        code: &str,
        key: &[u8],
        name: &str,
        now: Timestamp,
    ) -> Result<Phone, EnrolError> {
        if !is_name(name) {
            return Err(EnrolError::BadName);
        }
        if key.len() != KEY_BYTES || ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).is_err() {
            return Err(EnrolError::BadKey);
        }
        // No person has an empty name.
        self.throttle
            .tried(from, "", now)
            .map_err(|retry_after| self.refuse(EnrolError::TooMany(SignInError::TooMany { retry_after })))?;
        let hash = tokens::hash(code).ok_or_else(|| self.refuse(EnrolError::CodeUnknown))?;
        let id = PhoneId(tokens::fresh_id(now)?);
        let row = NewPhoneRow { id, name, key };
        match self.store.enrol_phone(hash, &row, now).await? {
            CodeState::Taken => {}
            CodeState::Unknown => return Err(self.refuse(EnrolError::CodeUnknown)),
            CodeState::Used => return Err(self.refuse(EnrolError::CodeUsed)),
            CodeState::Expired => return Err(self.refuse(EnrolError::CodeExpired)),
        }
        self.throttle.succeeded(from, "");
        let phone = self.store.phone(id).await?.ok_or(EnrolError::CodeUnknown)?;
        tracing::info!(phone.id = %id, person.id = %phone.person, "a phone was enrolled");
        Ok(phone.into())
    }

    /// The phones that may sign in, by their person's name.
    pub async fn phones(&self) -> Result<Vec<Phone>, StoreError> {
        Ok(self.store.phones().await?.into_iter().map(Phone::from).collect())
    }

    /// Bars a phone from signing in, and ends its sessions; which they were, if there was such a phone.
    pub async fn revoke_phone(&self, phone: PhoneId) -> Result<Option<BTreeSet<SessionId>>, StoreError> {
        let ended = self.store.revoke_phone(phone).await?;
        if ended.is_some() {
            tracing::info!(phone.id = %phone, "a phone was revoked");
        }
        Ok(ended.map(|ended| ended.into_iter().map(SessionId).collect()))
    }

    /// What a phone is to sign; one that nobody knows is given a nonce like any other.
    pub fn challenge(&self, phone: PhoneId, now: Timestamp) -> Result<String, StoreError> {
        self.challenges.give(phone, now)
    }

    /// Opens a session for a phone that proves itself.
    pub async fn sign_in_phone(
        &self,
        proof: Proof<'_>,
        now: Timestamp,
    ) -> Result<Result<SignedIn, ProofRefusal>, SignInError> {
        let phone = match self.proven(proof, now).await? {
            Ok(phone) => phone,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let person = PersonRow {
            id: phone.person,
            name: phone.person_name,
            password: String::new(),
            role: phone.role,
            revoked: false,
        };
        let opened = self.open_session(person, Some(phone.id), now).await?;
        if opened.is_some() {
            self.store.phone_signed_in(phone.id, now).await?;
        }
        Ok(opened.ok_or(ProofRefusal::Revoked))
    }

    /// Has a phone's session last anew, so that what it holds open goes on; until when.
    pub async fn renew_session(
        &self,
        session: &Session,
        proof: Proof<'_>,
        now: Timestamp,
    ) -> Result<Result<Timestamp, ProofRefusal>, StoreError> {
        if let Err(refusal) = self.proven(proof, now).await? {
            return Ok(Err(refusal));
        }
        let until = now.after(SESSION_LIFETIME);
        if !self
            .store
            .renew_session(session.id.0, proof.phone, now, until)
            .await?
        {
            return Ok(Err(ProofRefusal::Unproven));
        }
        self.store.phone_signed_in(proof.phone, now).await?;
        Ok(Ok(until))
    }

    fn refuse(&self, why: EnrolError) -> EnrolError {
        self.refusals.code();
        why
    }

    async fn proven(
        &self,
        proof: Proof<'_>,
        now: Timestamp,
    ) -> Result<Result<PhoneRow, ProofRefusal>, StoreError> {
        let proven = self.looked_at(proof, now).await;
        if let Ok(Err(_)) = &proven {
            self.refusals.proof();
        }
        proven
    }

    async fn looked_at(
        &self,
        proof: Proof<'_>,
        now: Timestamp,
    ) -> Result<Result<PhoneRow, ProofRefusal>, StoreError> {
        let Some(nonce) = self.challenges.standing(proof.phone, proof.nonce, now)? else {
            return Ok(Err(ProofRefusal::Unproven));
        };
        let Some(phone) = self.store.phone(proof.phone).await? else {
            return Ok(Err(ProofRefusal::Unproven));
        };
        let signed = to_sign(&phone.hall, phone.id, proof.nonce);
        let holds = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &phone.key)
            .is_ok_and(|key| key.verify_sig(&signed, proof.signature).is_ok());
        // Spent only by whoever holds the key, so that nobody else fills the memory of what was spent.
        if !holds || !self.challenges.spend(nonce, now) {
            return Ok(Err(ProofRefusal::Unproven));
        }
        Ok(if phone.revoked {
            Err(ProofRefusal::Revoked)
        } else {
            Ok(phone)
        })
    }
}

impl From<PhoneRow> for Phone {
    fn from(row: PhoneRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            person: row.person,
            person_name: row.person_name,
            enrolled_at: row.enrolled_at,
            signed_in_at: row.signed_in_at,
        }
    }
}

#[cfg(test)]
mod tests;
