//! Passwords, which are kept as argon2id hashes.
//!
//! The parameters are those that OWASP names first (19 MiB, 2 passes, 1 lane). Each check costs tens of
//! milliseconds of a core, so few run at once and few may wait: a flood of sign-ins must not eat the
//! cores that packets need.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// Hashes worked out at once.
const AT_ONCE: usize = 2;

/// Hashes worked out or waited for.
const WAITING: usize = 256;

/// How long a hash is waited for.
const DEADLINE: Duration = Duration::from_secs(15);

/// Why a password was not looked at.
#[derive(Debug)]
pub(super) enum PasswordFault {
    /// Too many others wait.
    Busy,
    /// The hash could not be worked out.
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

#[derive(Debug)]
pub(super) struct Passwords {
    queue: Semaphore,
    working: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            queue: Semaphore::new(WAITING),
            working: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// The PHC string of the password's hash with fresh salt.
    pub(super) async fn hash(&self, password: SecretString) -> Result<String, PasswordFault> {
        self.work(move || hash(&password))
            .await?
            .map_err(|error| PasswordFault::Broken(Box::new(error)))
    }

    /// Whether the password is the one of the hash; without a hash it is not, which takes as long.
    pub(super) async fn verify(
        &self,
        password: SecretString,
        phc: Option<String>,
    ) -> Result<bool, PasswordFault> {
        let verify = move || {
            let known = phc.is_some();
            let hash = phc.or_else(nobodys_hash)?;
            let hash = PasswordHash::new(&hash).ok()?;
            let right = Argon2::default()
                .verify_password(password.expose_secret().as_bytes(), &hash)
                .is_ok();
            Some(right && known)
        };
        let broken = || PasswordFault::Broken("the kept hash of a password cannot be read".into());
        self.work(verify).await?.ok_or_else(broken)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordFault> {
        let _place = self.queue.try_acquire().map_err(|_| PasswordFault::Busy)?;
        let turn = tokio::time::timeout(DEADLINE, Arc::clone(&self.working).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(PasswordFault::Busy);
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            // Held here: a caller that gave up must not let another hash start beside this one.
            drop(turn);
            done
        });
        done.await.map_err(|error| PasswordFault::Broken(Box::new(error)))
    }
}

/// A hash that no password has been given for, to be checked when the name is unknown.
fn nobodys_hash() -> Option<String> {
    static HASH: OnceLock<Option<String>> = OnceLock::new();
    HASH.get_or_init(|| hash(&SecretString::from("nobody's password")).ok())
        .clone()
}

fn hash(password: &SecretString) -> argon2::password_hash::Result<String> {
    Ok(Argon2::default()
        .hash_password(password.expose_secret().as_bytes())?
        .to_string())
}
