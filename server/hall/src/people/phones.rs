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

mod errors;

pub use errors::{EnrolError, ProofRefusal};

use super::{People, SESSION_LIFETIME, Session, SessionId, SignInError, SignedIn, is_name, tokens};
use crate::store::{CodeState, NewPhoneRow, PersonRow, PhoneRow, StoreError};

/// How long a code enrols.
const CODE_LIFETIME: Duration = Duration::from_mins(15);

/// How long it can be told that a code was used, or not in time.
const CODE_REMEMBERED: Duration = Duration::from_hours(24);

/// What wrong codes are counted under: no person has an empty name.
const NO_NAME: &str = "";

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
        let kept = self
            .store
            .add_enrolment(hash, (person.id, hall), expires_at, now.before(CODE_REMEMBERED))
            .await?;
        if !kept {
            return Err(EnrolError::NobodyThere);
        }
        tracing::info!(person.id = %person.id, "a phone may be enrolled");
        Ok(Enrolment { code, expires_at })
    }

    /// Takes a phone in by its code; `key` is the DER of its public key, `from` where it is tried from.
    ///
    /// The same key with the same code is answered the same again while the code lasts: an answer may be lost.
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
        if let Some(retry_after) = self.throttle.wait(from, NO_NAME, now) {
            return Err(self.refuse(EnrolError::TooMany(SignInError::TooMany { retry_after })));
        }
        let id = PhoneId(tokens::fresh_id(now)?);
        let row = NewPhoneRow { id, name, key };
        let taken = match self.code_taken(code, &row, now).await? {
            CodeState::Taken(phone) => phone,
            other => {
                self.throttle.failed(from, NO_NAME, now);
                return Err(self.refuse(match other {
                    CodeState::Used => EnrolError::CodeUsed,
                    CodeState::Expired => EnrolError::CodeExpired,
                    _ => EnrolError::CodeUnknown,
                }));
            }
        };
        let phone = self.store.phone(taken).await?.ok_or(EnrolError::CodeUnknown)?;
        if taken == id {
            tracing::info!(phone.id = %id, person.id = %phone.person, "a phone was enrolled");
        }
        Ok(phone.into())
    }

    /// Spends a code if it is good. One that is not is found out without a writer, whom a flood of them would hold up.
    async fn code_taken(
        &self,
        code: &str,
        phone: &NewPhoneRow<'_>,
        now: Timestamp,
    ) -> Result<CodeState, StoreError> {
        let Some(hash) = tokens::hash(code) else {
            return Ok(CodeState::Unknown);
        };
        match self.store.code_state(hash, phone.key, now).await? {
            CodeState::Good => self.store.enrol_phone(hash, phone, now).await,
            other => Ok(other),
        }
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
        if !holds {
            return Ok(Err(ProofRefusal::Unproven));
        }
        if phone.revoked {
            return Ok(Err(ProofRefusal::Revoked));
        }
        // Spent only by a phone of ours that holds its key, so that nobody else fills the memory of what was spent.
        Ok(if self.challenges.spend(nonce, now) {
            Ok(phone)
        } else {
            Err(ProofRefusal::Unproven)
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
