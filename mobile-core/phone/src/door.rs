//! The hall's HTTP door: signing in, WHIP, what the modules below ask for.
//!
//! One session serves the socket, the photos and the picture alike. A session that the hall does not
//! know any more is forgotten and begun anew, once; a refused password is nobody's to repeat.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::{TalkLineId, UnitId};
use protocol::api::NewSession;
use reqwest::header::{CONTENT_TYPE, HOST, IF_MATCH, LOCATION};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode, Url};
use rustls::ClientConfig;

use crate::{Enrolled, PhoneConfig, PhoneError, tls};

mod attachments;
mod bringing;
mod proving;
mod scene_way;
mod session;
mod ways;

pub(crate) use bringing::Brought;
pub(crate) use proving::keep_signed_in;
use session::Session;

/// Signing in and posting an offer may take this long.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The hall's HTTP door with the session of one person.
pub(crate) struct Door {
    hall: Url,
    dial: Option<SocketAddr>,
    tls: Arc<ClientConfig>,
    http: Client,
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
    Certificate(#[source] reqwest::Error),
    /// The phone's key cannot be used.
    #[error(transparent)]
    Key(#[from] crate::KeyFault),
    /// It answered with this status.
    #[error("the hall answered {0}")]
    Status(StatusCode),
    /// It could not be reached, or made no sense.
    #[error("the hall cannot be reached")]
    Away(#[source] reqwest::Error),
}

impl From<reqwest::Error> for DoorError {
    fn from(error: reqwest::Error) -> Self {
        if tls::certificate_fault(&error).is_some() {
            Self::Certificate(error)
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
        let mut http = client(&tls);
        if let (Some(dial), Some(host)) = (config.connect_to, hall.host_str()) {
            http = http.resolve(host, dial);
        }
        Ok(Self {
            hall,
            dial: config.connect_to,
            tls,
            http: http.build().map_err(|error| PhoneError::Tls(error.into()))?,
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
                self.request(Method::POST, url.clone())
                    .header(CONTENT_TYPE, "application/sdp")
                    .body(offer.to_owned())
                    .timeout(ANSWER_WITHIN)
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
                self.request(Method::PATCH, resource.clone())
                    .header(CONTENT_TYPE, "application/trickle-ice-sdpfrag")
                    .header(IF_MATCH, "*")
                    .body(fragment.clone())
                    .timeout(ANSWER_WITHIN)
            })
            .await?;
        match response.status() {
            StatusCode::OK => Ok(response.text().await?),
            status => Err(DoorError::Status(status)),
        }
    }

    /// Ends a stream.
    pub(crate) async fn unpublish(&self, resource: Url) -> Result<(), DoorError> {
        self.authorised(|| {
            self.request(Method::DELETE, resource.clone())
                .timeout(ANSWER_WITHIN)
        })
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

    /// Whom to trust.
    pub(crate) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.tls)
    }

    /// Where the hall is to be dialled.
    pub(crate) async fn addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        if let Some(dial) = self.dial {
            return Ok(vec![dial]);
        }
        let host = self.hall.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let port = self.hall.port_or_known_default().unwrap_or(443);
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }

    fn is_encrypted(&self) -> bool {
        self.hall.scheme() == "https"
    }

    /// Asks with the session's token, and once more with a fresh one if the hall has forgotten it.
    async fn authorised(&self, request: impl Fn() -> RequestBuilder) -> Result<Response, DoorError> {
        let token = self.token().await?;
        let response = request().bearer_auth(&token).send().await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(response);
        }
        self.forget(&token);
        let token = self.token().await?;
        Ok(request().bearer_auth(&token).send().await?)
    }

    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        let host = match (self.hall.host_str(), self.hall.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        };
        self.http.request(method, url).header(HOST, host)
    }

    /// A path at the hall, under the address that is dialled.
    fn at(&self, path: &str) -> Url {
        let mut url = self.hall.clone();
        url.set_path(path);
        url.set_query(None);
        if let Some(dial) = self.dial {
            // Neither can be refused: the scheme is special and has a host.
            let _ = url.set_port(Some(dial.port()));
            if !self.is_encrypted() {
                let _ = url.set_ip_host(dial.ip());
            }
        }
        url
    }

    /// What a `Location` names, if it lies at the hall: the token is shown to nobody else.
    fn resource(&self, asked: &Url, location: &str) -> Option<Url> {
        let named = asked.join(location).ok()?;
        let own = [asked, &self.hall]
            .iter()
            .any(|url| url.origin() == named.origin());
        own.then(|| self.at(named.path()))
    }
}

/// How the hall is called.
pub(crate) fn client(tls: &ClientConfig) -> ClientBuilder {
    Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // A connection that lay idle may be of a network that the phone has left.
        .pool_max_idle_per_host(0)
        .connect_timeout(ANSWER_WITHIN)
}

#[cfg(test)]
mod tests;
