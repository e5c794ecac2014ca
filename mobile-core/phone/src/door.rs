//! The hall's HTTP door: signing in, WHIP, what the modules below ask for.
//!
//! One session serves the socket, the photos and the picture alike. A session that the hall does not
//! know any more is forgotten and begun anew, once; a refused password is nobody's to repeat.

use std::net::SocketAddr;

use domain::{TalkLineId, UnitId};
use hyper::header::{CONTENT_TYPE, IF_MATCH, LOCATION};
use hyper::{Method, StatusCode};
use protocol::api::NewSession;
use url::Url;

use crate::call::{Answer, Call, CallError};
use crate::dial::{DialError, Dialler, Line};
use crate::{Enrolled, NotAProxy, PhoneConfig, PhoneError, tls};

mod attachments;
mod bringing;
mod proving;
mod scene_way;
mod session;
mod ways;

pub(crate) use bringing::Brought;
pub(crate) use proving::keep_signed_in;
use session::Session;

/// The hall's HTTP door with the session of one person.
pub(crate) struct Door {
    hall: Url,
    dialler: Dialler,
    credentials: NewSession,
    enrolled: Option<Enrolled>,
    session: Session,
}

/// Why the hall did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DoorError {
    /// It does not know this name with this password, or this phone with this key.
    #[error("the hall does not know this name with this password, or this phone with this key")]
    SignInRefused,
    /// It takes a proof for none: it may have come too late.
    #[error("the hall takes the proof for none")]
    Unproven,
    /// This phone was signed off.
    #[error("this phone was signed off")]
    SignedOff,
    /// It put this phone out.
    #[error("the hall put this phone out")]
    Revoked,
    /// Whoever answers has a certificate that is not to be trusted, or not now.
    #[error("whoever answers at the hall's address has a certificate that is not to be trusted")]
    Certificate(#[source] CallError),
    /// The phone's key cannot be used.
    #[error(transparent)]
    Key(#[from] crate::KeyFault),
    /// It answered with this status.
    #[error("the hall answered {0}")]
    Status(StatusCode),
    /// The network's proxy does not let this phone through.
    #[error("the network's proxy does not let this phone through")]
    ProxyRefused(#[source] CallError),
    /// It could not be reached, or made no sense.
    #[error("the hall cannot be reached")]
    Away(#[source] CallError),
}

impl From<CallError> for DoorError {
    fn from(error: CallError) -> Self {
        if tls::certificate_fault(&error).is_some() {
            Self::Certificate(error)
        } else if matches!(&error, CallError::Dial(dial) if dial.is_proxys_no()) {
            Self::ProxyRefused(error)
        } else {
            Self::Away(error)
        }
    }
}

impl DoorError {
    /// The HTTP status that a refusal is shown with, if it is one.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Status(status) => Some(status.as_u16()),
            Self::SignInRefused | Self::Revoked => Some(StatusCode::UNAUTHORIZED.as_u16()),
            _ => None,
        }
    }

    /// Whether asking again soon is no use: nobody is let in as whom this phone asks.
    pub(crate) const fn is_for_good(&self) -> bool {
        matches!(self, Self::SignInRefused | Self::Revoked | Self::SignedOff)
    }
}

/// Where media go at the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The stream of a unit.
    Stream(UnitId),
    /// The sound of a line to talk.
    Line(TalkLineId),
}

/// A stream that the hall takes (RFC 9725 section 4.2).
pub(crate) struct Published {
    /// Its SDP answer.
    pub(crate) answer: String,
    /// What to delete when it ends.
    pub(crate) resource: Option<Url>,
}

impl Door {
    pub(crate) fn new(config: &PhoneConfig) -> Result<Self, PhoneError> {
        let hall: Url = config.hall.parse().map_err(|_| PhoneError::HallAddress)?;
        let encrypted = hall.scheme() == "https";
        if hall.host_str().is_none() || !(encrypted || hall.scheme() == "http") {
            return Err(PhoneError::HallAddress);
        }
        let pins = config.enrolled.as_ref().map(|enrolled| enrolled.pins.as_slice());
        let tls = match pins {
            Some([_, ..]) if !encrypted => return Err(PhoneError::PinUnencrypted),
            Some(pins @ [_, ..]) => tls::trust_pinned(pins)?,
            _ if encrypted => tls::trust(config.ca.as_deref())?,
            _ => tls::trust_nobody()?,
        };
        Ok(Self {
            dialler: Dialler::new(&hall, config.connect_to, tls, config.proxy.as_deref())?,
            hall,
            credentials: NewSession {
                name: config.name.clone(),
                password: config.password.clone(),
            },
            enrolled: config.enrolled.clone(),
            session: Session::default(),
        })
    }

    /// Posts an SDP offer (RFC 9725 section 4.2).
    pub(crate) async fn publish(&self, to: Destination, offer: &str) -> Result<Published, DoorError> {
        let url = self.at(&match to {
            Destination::Stream(unit) => format!("/whip/{unit}"),
            Destination::Line(line) => format!("/whip/talk/{line}"),
        });
        let response = self
            .authorised(|| {
                self.request(Method::POST, &url)
                    .header(CONTENT_TYPE, "application/sdp")
                    .body(offer.to_owned())
            })
            .await?;
        if response.status() != StatusCode::CREATED {
            return Err(DoorError::Status(response.status()));
        }
        let location = response
            .headers()
            .get(LOCATION)
            .and_then(|location| location.to_str().ok());
        let resource = location.and_then(|location| self.resource(&url, location));
        Ok(Published {
            answer: response.text().await?,
            resource,
        })
    }

    /// Restarts ICE for a stream (RFC 9725 section 4.3.2): the hall's fragment.
    pub(crate) async fn restart(&self, resource: Url, fragment: String) -> Result<String, DoorError> {
        let response = self
            .authorised(|| {
                self.request(Method::PATCH, &resource)
                    .header(CONTENT_TYPE, "application/trickle-ice-sdpfrag")
                    .header(IF_MATCH, "*")
                    .body(fragment.clone())
            })
            .await?;
        match response.status() {
            StatusCode::OK => Ok(response.text().await?),
            status => Err(DoorError::Status(status)),
        }
    }

    /// Ends a stream.
    pub(crate) async fn unpublish(&self, resource: Url) -> Result<(), DoorError> {
        self.authorised(|| self.request(Method::DELETE, &resource))
            .await
            .map(drop)
    }

    /// The hall's scheme, host and port, in one form however the address was written.
    pub(crate) fn origin(&self) -> String {
        self.hall.origin().ascii_serialization()
    }

    /// The address of the unit's socket.
    pub(crate) fn socket_url(&self) -> String {
        let mut url = self.hall.clone();
        // Both schemes are special (WHATWG URL), so the change cannot be refused.
        let _ = url.set_scheme(if self.is_encrypted() { "wss" } else { "ws" });
        url.set_path("/ws/unit");
        url.to_string()
    }

    /// Opens a line to the hall.
    pub(crate) async fn dial(&self) -> Result<Line, DialError> {
        self.dialler.dial().await
    }

    /// Where media may find it.
    pub(crate) async fn addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        self.dialler.addresses().await
    }

    /// Goes through this proxy from now on, or straight; whether that is another way than before.
    pub(crate) fn go_through(&self, proxy: Option<&str>) -> Result<bool, NotAProxy> {
        self.dialler.go_through(proxy)
    }

    fn is_encrypted(&self) -> bool {
        self.hall.scheme() == "https"
    }

    /// Asks with the session's token, and once more with a fresh one if the hall has forgotten it.
    async fn authorised<'a>(&'a self, request: impl Fn() -> Call<'a>) -> Result<Answer, DoorError> {
        let token = self.token().await?;
        let response = request().bearer_auth(&token).send().await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(response);
        }
        self.forget(&token);
        let token = self.token().await?;
        Ok(request().bearer_auth(&token).send().await?)
    }

    fn request(&self, method: Method, url: &Url) -> Call<'_> {
        Call::new(&self.dialler, method, url)
    }

    /// A path at the hall.
    fn at(&self, path: &str) -> Url {
        let mut url = self.hall.clone();
        url.set_path(path);
        url.set_query(None);
        url
    }

    /// What a `Location` names, if it lies at the hall: the token is shown to nobody else.
    fn resource(&self, asked: &Url, location: &str) -> Option<Url> {
        let named = asked.join(location).ok()?;
        (named.origin() == self.hall.origin()).then(|| self.at(named.path()))
    }
}

#[cfg(test)]
mod tests;
