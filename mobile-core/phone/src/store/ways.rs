//! What is kept of how the officer can be reached when the link is gone.
//!
//! The hall forgets it with each session, so the phone keeps it for the next one.

use protocol::api::{NewAppPush, Telephone};

use super::{Store, StoreError, know};

/// How the officer can be reached when the link is gone, as the app said it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    /// What a push service calls this app.
    pub(crate) push: Option<NewAppPush>,
    /// The officer's telephone number.
    pub(crate) telephone: Option<Number>,
}

/// What the hall is to be told of the officer's telephone number.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Number {
    /// It is this one.
    Is(Telephone),
    /// It is to be forgotten.
    Forgotten,
}

impl Number {
    fn read(written: &str) -> Option<Self> {
        let number: Option<Telephone> = serde_json::from_str(written).ok()?;
        Some(number.map_or(Self::Forgotten, Self::Is))
    }

    fn written(&self) -> Result<String, StoreError> {
        let number = match self {
            Self::Is(number) => Some(number),
            Self::Forgotten => None,
        };
        Ok(serde_json::to_string(&number)?)
    }
}

impl Store {
    /// What the app said; nothing of what cannot be read, which the app says again.
    pub(crate) fn ways(&self) -> Result<Ways, StoreError> {
        let (push, telephone) = (self.known("push")?, self.known("telephone")?);
        Ok(Ways {
            push: push.and_then(|push| serde_json::from_str(&push).ok()),
            telephone: telephone.and_then(|telephone| Number::read(&telephone)),
        })
    }

    /// Keeps what the app said.
    pub(crate) fn keep_ways(&mut self, ways: &Ways) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM known WHERE key IN ('push', 'telephone')", [])?;
        if let Some(push) = &ways.push {
            know(&transaction, "push", &serde_json::to_string(push)?)?;
        }
        if let Some(telephone) = &ways.telephone {
            know(&transaction, "telephone", &telephone.written()?)?;
        }
        transaction.commit()?;
        Ok(())
    }
}
