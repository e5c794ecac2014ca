//! Who may sign in, and who is.
//!
//! Passwords are kept as argon2id hashes; of a session's token only its SHA-256 is kept. A session is
//! looked up on the disk every time, so that a revocation counts at once, whichever process made it.
//! Whose sockets and streams are cut for it is the caller's business: every ending names its session.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::{PersonId, PhoneId, Role, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::store::{PersonRow, SessionRow, Store, StoreError};

mod challenges;
mod errors;
mod passwords;
mod phones;
mod refusals;
mod throttle;
mod tokens;

pub use errors::{AddPersonError, SignInError};
pub use phones::{EnrolError, Enrolment, Phone, Proof, ProofRefusal};

use challenges::Challenges;
use passwords::Passwords;
use refusals::Refusals;
use throttle::Throttle;

/// How long a session lasts.
pub const SESSION_LIFETIME: Duration = Duration::from_hours(12);

/// Characters of a password at least.
pub const MIN_PASSWORD_CHARS: usize = 8;

/// Characters of a password at most.
pub const MAX_PASSWORD_CHARS: usize = 200;

/// Characters of a name at most.
pub const MAX_NAME_CHARS: usize = 64;

/// The identity of a session; it opens nothing and may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub Uuid);

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its identity.
    pub id: SessionId,
    /// The person.
    pub person: PersonId,
    /// The name they signed in with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The phone that proved itself for it, if one did.
    pub phone: Option<PhoneId>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A fresh session with the token that opens it.
#[derive(Debug)]
pub struct SignedIn {
    /// The bearer token: shown once, kept nowhere.
    pub token: SecretString,
    /// The session.
    pub session: Session,
}

/// Somebody who may sign in, or might once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// The name they sign in with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they are barred from signing in.
    pub revoked: bool,
}

/// The people of a hall.
#[derive(Clone, Debug)]
pub struct People {
    store: Store,
    passwords: Arc<Passwords>,
    throttle: Arc<Throttle>,
    challenges: Arc<Challenges>,
    refusals: Arc<Refusals>,
}

impl People {
    /// The people kept in `store`.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            passwords: Arc::default(),
            throttle: Arc::default(),
            challenges: Arc::default(),
            refusals: Arc::default(),
        }
    }

    /// Adds somebody, or readmits somebody who was revoked, under the identity they had.
    pub async fn add_person(
        &self,
        name: &str,
        password: SecretString,
        role: Role,
    ) -> Result<PersonId, AddPersonError> {
        if !is_name(name) {
            return Err(AddPersonError::BadName);
        }
        let chars = password.expose_secret().chars().count();
        if !(MIN_PASSWORD_CHARS..=MAX_PASSWORD_CHARS).contains(&chars) {
            return Err(AddPersonError::BadPassword);
        }
        let password = self.passwords.hash(password).await?;
        let id = PersonId(tokens::fresh_id(crate::clock::now())?);
        let row = PersonRow {
            id,
            name: name.to_owned(),
            password,
            role,
            revoked: false,
        };
        self.store
            .add_person(&row)
            .await?
            .map_err(|_| AddPersonError::NameTaken)
    }

    /// Everybody, by name, with those who were revoked.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        Ok(self.store.people().await?.into_iter().map(Person::from).collect())
    }

    /// The person of this name.
    pub async fn person_named(&self, name: &str) -> Result<Option<Person>, StoreError> {
        Ok(self.store.person_named(name).await?.map(Person::from))
    }

    /// Opens a session, if name and password are right.
    ///
    /// An unknown name takes as long as a known one. `from` is where it is tried from.
    pub async fn sign_in(
        &self,
        from: IpAddr,
        name: &str,
        password: SecretString,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, SignInError> {
        if !is_name(name) || password.expose_secret().chars().count() > MAX_PASSWORD_CHARS {
            return Ok(None);
        }
        // Counted before it is known to fail, so that tries side by side count too.
        self.throttle
            .tried(from, name, now)
            .map_err(|retry_after| SignInError::TooMany { retry_after })?;
        let person = self
            .store
            .person_named(name)
            .await?
            .filter(|person| !person.revoked);
        let hash = person.as_ref().map(|person| person.password.clone());
        if !self.passwords.verify(password, hash).await? {
            return Ok(None);
        }
        let Some(person) = person else { return Ok(None) };
        self.throttle.succeeded(from, name);
        self.open_session(person, None, now).await
    }

    /// The session that `token` opens, if it stands at `now`.
    pub async fn session(&self, token: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let Some(hash) = tokens::hash(token) else {
            return Ok(None);
        };
        let session = self.store.session_of(hash).await?;
        Ok(session
            .map(Session::from)
            .filter(|session| session.expires_at > now))
    }

    /// Those of `sessions` that have ended by `now`, by time or by anybody's hand.
    ///
    /// Whoever holds sockets open asks this every second.
    pub async fn ended_among(
        &self,
        sessions: impl IntoIterator<Item = SessionId>,
        now: Timestamp,
    ) -> Result<BTreeSet<SessionId>, StoreError> {
        // Taken before looking, so that a session opened meanwhile is not thought to have ended.
        let asked: Vec<_> = sessions.into_iter().collect();
        if asked.is_empty() {
            return Ok(BTreeSet::new());
        }
        let standing = self.store.standing_sessions(now).await?;
        Ok(asked.into_iter().filter(|id| !standing.contains(&id.0)).collect())
    }

    /// Whether there is, or was, such a person.
    pub async fn has(&self, person: PersonId) -> Result<bool, StoreError> {
        self.store.has_person(person).await
    }

    /// Ends a session; whether it had not ended before.
    pub async fn end_session(&self, session: SessionId) -> Result<bool, StoreError> {
        self.store.remove_session(session.0).await
    }

    /// Ends every session of a person; which they were.
    pub async fn end_sessions_of(&self, person: PersonId) -> Result<BTreeSet<SessionId>, StoreError> {
        Ok(self
            .store
            .remove_sessions_of(person)
            .await?
            .into_iter()
            .map(SessionId)
            .collect())
    }

    /// Bars a person and their phones from signing in, and ends their sessions; which they were.
    pub async fn revoke_person(&self, person: PersonId) -> Result<BTreeSet<SessionId>, StoreError> {
        Ok(self
            .store
            .revoke_person(person)
            .await?
            .into_iter()
            .map(SessionId)
            .collect())
    }

    async fn open_session(
        &self,
        person: PersonRow,
        phone: Option<PhoneId>,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, SignInError> {
        let (token, hash) = tokens::fresh()?;
        let row = SessionRow {
            id: tokens::fresh_id(now)?,
            person: person.id,
            name: person.name,
            role: person.role,
            phone,
            expires_at: now.after(SESSION_LIFETIME),
        };
        if !self.store.add_session(hash, &row, now).await? {
            return Ok(None);
        }
        Ok(Some(SignedIn {
            token,
            session: row.into(),
        }))
    }
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            role: row.role,
            revoked: row.revoked,
        }
    }
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: SessionId(row.id),
            person: row.person,
            name: row.name,
            role: row.role,
            phone: row.phone,
            expires_at: row.expires_at,
        }
    }
}

/// Whether a name is one that people can read and write.
pub(crate) fn is_name(name: &str) -> bool {
    name.trim() == name
        && !name.chars().any(char::is_control)
        && (1..=MAX_NAME_CHARS).contains(&name.chars().count())
}

#[cfg(test)]
mod tests;
