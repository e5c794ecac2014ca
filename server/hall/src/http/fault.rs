//! Why a call failed, as the caller reads it.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dispatch::Refusal;
use domain::OrderRefusal;
use protocol::api::Fault;
use sfu::{AmendmentRefusal, OfferRefusal};

use crate::desk::AskFault;
use crate::live::{AmendFault, OpenFault};
use crate::media_loop::MediaRefusal;
use crate::people::{AddPersonError, SignInError};
use crate::recordings::RecordFault;
use crate::stills::StillFault;
use crate::store::StoreError;
use crate::way::WayFault;

/// A failed call: a status (RFC 9110) with a [`Fault`] as its body.
#[derive(Debug)]
pub(crate) struct HttpFault {
    status: StatusCode,
    fault: Fault,
    retry_after_s: Option<u64>,
}

impl HttpFault {
    pub(crate) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let fault = Fault {
            code: code.to_owned(),
            message: message.into(),
            field: None,
        };
        Self {
            status,
            fault,
            retry_after_s: None,
        }
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "sign in: POST /api/session, then send its token as a bearer token",
        )
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub(crate) fn bad(field: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message).at(field)
    }

    fn busy(message: String) -> Self {
        let mut fault = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message);
        fault.retry_after_s = Some(1);
        fault
    }

    pub(crate) fn at(mut self, field: &str) -> Self {
        self.fault.field = Some(field.to_owned());
        self
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    #[cfg(test)]
    pub(crate) fn field(&self) -> Option<&str> {
        self.fault.field.as_deref()
    }
}

pub(super) async fn method_not_allowed() -> HttpFault {
    HttpFault::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "this path does not take this method; see /openapi.json",
    )
}

impl IntoResponse for HttpFault {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.fault)).into_response();
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                header::HeaderValue::from_static("Bearer"),
            );
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
        }
        response
    }
}

impl From<AskFault> for HttpFault {
    fn from(fault: AskFault) -> Self {
        match fault {
            AskFault::Refused(refusal) => refusal.into(),
            AskFault::NotKept => Self::new(StatusCode::INSUFFICIENT_STORAGE, "not_kept", fault.to_string()),
            AskFault::NoAnswer => Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_answer", fault.to_string()),
        }
    }
}

impl From<Refusal> for HttpFault {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        let (conflict, unprocessable) = (StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY);
        match refusal {
            Refusal::NotAllowed => Self::forbidden(&message),
            Refusal::NoSuchOrder | Refusal::NoSuchClosure => Self::not_found(&message),
            Refusal::BadClosure => Self::new(unprocessable, "bad_closure", message).at("radius_m"),
            Refusal::NoSuchIncident => {
                Self::new(StatusCode::NOT_FOUND, "no_such_incident", message).at("incident")
            }
            Refusal::NoSuchUnit => Self::new(unprocessable, "no_such_unit", message).at("unit"),
            Refusal::NoSuchTown => Self::new(unprocessable, "no_such_town", message).at("town"),
            Refusal::IdTaken => Self::new(conflict, "id_taken", message).at("id"),
            Refusal::NoPlace => Self::new(unprocessable, "no_place", message).at("place"),
            Refusal::BadTeam => Self::new(unprocessable, "bad_team", message).at("addressee.team"),
            Refusal::ShiftOver | Refusal::ShiftTooLong | Refusal::NoShift => {
                Self::new(unprocessable, "bad_shift_end", message).at("shift_ends_at")
            }
            Refusal::OffDuty => Self::new(conflict, "off_duty", message).at("unit"),
            Refusal::NotConnected => Self::new(conflict, "not_connected", message).at("unit"),
            Refusal::CameraLive => Self::new(conflict, "camera_live", message).at("unit"),
            Refusal::CameraAsked => Self::new(conflict, "camera_asked", message).at("unit"),
            Refusal::SosOpen => Self::new(conflict, "sos_open", message),
            Refusal::SosKind => Self::new(conflict, "sos_kind", message).at("kind"),
            Refusal::NoReason => Self::bad("reason", message),
            Refusal::IncidentClosed => Self::new(conflict, "incident_closed", message),
            Refusal::SameIncident => Self::new(conflict, "same_incident", message).at("into"),
            Refusal::Order(
                words @ (OrderRefusal::MessageEmpty
                | OrderRefusal::MessageTooLong
                | OrderRefusal::MessageUnreadable),
            ) => Self::new(StatusCode::BAD_REQUEST, words.code(), message).at("text"),
            Refusal::Order(bad @ OrderRefusal::AttachmentBad) => {
                Self::new(StatusCode::BAD_REQUEST, bad.code(), message).at("attachment")
            }
            Refusal::Order(order) => {
                let missing = order == OrderRefusal::NoSuchAssignment;
                let status = if missing { StatusCode::NOT_FOUND } else { conflict };
                Self::new(status, order.code(), message)
            }
        }
    }
}

impl From<StoreError> for HttpFault {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error, "a request met a storage fault");
        match error {
            StoreError::Full(_) => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", error.to_string())
            }
            _ => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "storage",
                "the hall's storage has a fault; its log says more",
            ),
        }
    }
}

impl From<AddPersonError> for HttpFault {
    fn from(error: AddPersonError) -> Self {
        let message = error.to_string();
        match error {
            AddPersonError::NameTaken => Self::new(StatusCode::CONFLICT, "name_taken", message).at("name"),
            AddPersonError::BadName => Self::bad("name", message),
            AddPersonError::BadPassword => Self::bad("password", message),
            AddPersonError::Busy => Self::busy(message),
            AddPersonError::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for HttpFault {
    fn from(error: SignInError) -> Self {
        let message = error.to_string();
        match error {
            SignInError::TooMany { retry_after } => {
                let mut fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", message);
                fault.retry_after_s = Some(retry_after.as_secs().max(1));
                fault
            }
            SignInError::Busy => Self::busy(message),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<OpenFault> for HttpFault {
    fn from(fault: OpenFault) -> Self {
        let message = fault.to_string();
        match fault {
            OpenFault::Elsewhere => Self::new(StatusCode::CONFLICT, "camera_elsewhere", message),
            OpenFault::Ended => Self::new(StatusCode::CONFLICT, "ended_meanwhile", message),
            OpenFault::TooMany => Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_sessions", message),
            OpenFault::Media(MediaRefusal::Offer(refusal @ OfferRefusal::CodecNotOffered(_))) => {
                Self::new(StatusCode::NOT_ACCEPTABLE, refusal.code(), message).at("sdp")
            }
            OpenFault::Media(MediaRefusal::Offer(refusal)) => {
                Self::new(StatusCode::BAD_REQUEST, refusal.code(), message).at("sdp")
            }
            OpenFault::Media(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_media", message),
        }
    }
}

impl From<AmendFault> for HttpFault {
    fn from(fault: AmendFault) -> Self {
        let message = fault.to_string();
        match fault {
            AmendFault::Unknown => Self::new(StatusCode::NOT_FOUND, "not_found", message),
            AmendFault::Unconditional => {
                Self::new(StatusCode::PRECONDITION_REQUIRED, "no_condition", message).at("If-Match")
            }
            AmendFault::Outdated => {
                Self::new(StatusCode::PRECONDITION_FAILED, "outdated", message).at("If-Match")
            }
            AmendFault::Media(MediaRefusal::Amendment(AmendmentRefusal::UnknownPeer)) => {
                Self::new(StatusCode::NOT_FOUND, "not_found", message)
            }
            AmendFault::Media(MediaRefusal::Amendment(_)) => {
                Self::new(StatusCode::BAD_REQUEST, "bad_fragment", message).at("sdp")
            }
            AmendFault::Media(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_media", message),
        }
    }
}

impl From<RecordFault> for HttpFault {
    fn from(fault: RecordFault) -> Self {
        let message = fault.to_string();
        match fault {
            RecordFault::NotLive(source) => {
                Self::new(StatusCode::CONFLICT, "not_live", message).at(source.kind())
            }
            RecordFault::Bound => Self::new(StatusCode::CONFLICT, "bound_to_order", message),
            RecordFault::TooMany => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_recordings", message)
            }
            RecordFault::NoRoom => Self::new(StatusCode::INSUFFICIENT_STORAGE, "no_room", message),
            RecordFault::Refused | RecordFault::Recorder(_) | RecordFault::Media(_) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_recorded", message)
            }
            RecordFault::Store(error) => error.into(),
        }
    }
}

impl From<StillFault> for HttpFault {
    fn from(fault: StillFault) -> Self {
        let message = fault.to_string();
        match fault {
            StillFault::Busy => Self::busy(message),
            StillFault::NoPicture => Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_picture", message),
            StillFault::Broken(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "broken_picture", message),
            StillFault::Media(MediaRefusal::Unreadable(_)) => {
                Self::new(StatusCode::CONFLICT, "unreadable_picture", message)
            }
            StillFault::Media(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_media", message),
        }
    }
}

impl From<WayFault> for HttpFault {
    fn from(fault: WayFault) -> Self {
        let message = fault.to_string();
        match fault {
            WayFault::Busy | WayFault::Late => Self::busy(message),
            WayFault::Failed => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", message),
        }
    }
}
