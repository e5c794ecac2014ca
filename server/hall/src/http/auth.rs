//! Who calls.
//!
//! Handlers take [`Signed`] first, so that a stranger hears 401 before anything else is looked at.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use domain::Role;
use serde::de::DeserializeOwned;

use super::HttpFault;
use crate::clock;
use crate::people::Session;
use crate::state::Shared;

/// A caller with a session that holds.
pub(crate) struct Signed {
    /// The session.
    pub(crate) session: Session,
}

impl Signed {
    pub(crate) fn role(&self) -> Role {
        self.session.role
    }

    /// Goes on only for those who may look at the board.
    pub(crate) fn must_see_board(&self) -> Result<(), HttpFault> {
        if self.role().sees_board() {
            Ok(())
        } else {
            Err(HttpFault::forbidden("your role does not show the board"))
        }
    }

    /// Goes on only for those who may give orders.
    pub(crate) fn must_give_orders(&self) -> Result<(), HttpFault> {
        if self.role().gives_orders() {
            Ok(())
        } else {
            Err(HttpFault::forbidden("your role does not give orders"))
        }
    }

    /// Goes on only for administrators.
    pub(crate) fn must_administer(&self) -> Result<(), HttpFault> {
        if self.role() == Role::Administrator {
            Ok(())
        } else {
            Err(HttpFault::forbidden("only an administrator may do this"))
        }
    }
}

impl FromRequestParts<Shared> for Signed {
    type Rejection = HttpFault;

    async fn from_request_parts(parts: &mut Parts, hall: &Shared) -> Result<Self, HttpFault> {
        let token =
            bearer_in(parts.headers.get(header::AUTHORIZATION)).ok_or_else(HttpFault::unauthorized)?;
        let session = hall.people.session(token, clock::now()).await?;
        let session = session.ok_or_else(HttpFault::unauthorized)?;
        Ok(Self { session })
    }
}

/// The bearer token (RFC 6750) of an `Authorization` header.
pub(crate) fn bearer_in(header: Option<&HeaderValue>) -> Option<&str> {
    let (scheme, token) = header?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The ids in a path; what is no id names nothing.
pub(crate) struct Ids<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for Ids<T> {
    type Rejection = HttpFault;

    async fn from_request_parts(parts: &mut Parts, hall: &Shared) -> Result<Self, HttpFault> {
        let ids = Path::from_request_parts(parts, hall).await;
        ids.map(|Path(ids)| Self(ids))
            .map_err(|_| HttpFault::not_found("there is nothing of this id"))
    }
}
