//! The hall's HTTP door: signing in, photos, WHIP.
//!
//! One session serves the socket, the photos and the picture alike. A session that the hall does not
//! know any more is forgotten and begun anew, once; a refused password is nobody's to repeat.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::UnitId;
use protocol::api::{NewSession, SignedIn};
use reqwest::header::{CONTENT_TYPE, HOST, IF_MATCH, LOCATION};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode, Url};
use rustls::ClientConfig;
use tokio::sync::Mutex;

use crate::{Enrolled, PhoneConfig, PhoneError, tls};

mod proving;

pub(crate) use proving::keep_signed_in;

/// Signing in and posting an offer may take this long.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// A photo may take this long.
const PHOTO_WITHIN: Duration = Duration::from_mins(2);

/// The hall's HTTP door with the session of one person.
pub(crate) struct Door {
    hall: Url,
    dial: Option<SocketAddr>,
    tls: Arc<ClientConfig>,
    http: Client,
    credentials: NewSession,
    enrolled: Option<Enrolled>,
    token: Mutex<Option<Arc<str>>>,
}

/// Why the hall did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DoorError {
    /// It does not know this name with this password, or this phone with this key.
    #[error("the hall does not know this name with this password, or this phone with this key")]
    SignInRefused,
    /// It put this phone out.
    #[error("the hall put this phone out")]
    Revoked,
    /// Whoever answers is not the hall.
    #[error("whoever answers at the hall's address has a strange certificate")]
    StrangeCertificate(#[source] reqwest::Error),
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
        if tls::is_strange_certificate(&error) {
            Self::StrangeCertificate(error)
        } else {
            Self::Away(error)
        }
    }
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
        let pin = config.enrolled.as_ref().and_then(|enrolled| enrolled.pin);
        let tls = match pin {
            Some(pin) => tls::trust_pinned(pin)?,
            None if encrypted => tls::trust(config.ca.as_deref())?,
            None => tls::trust_nobody()?,
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
            token: Mutex::new(None),
        })
    }

    /// The session's token, signing in if there is none.
    pub(crate) async fn token(&self) -> Result<Arc<str>, DoorError> {
        let mut token = self.token.lock().await;
        if let Some(token) = &*token {
            return Ok(Arc::clone(token));
        }
        let response = if let Some(enrolled) = &self.enrolled {
            self.prove(enrolled, Method::POST, None).await?
        } else {
            let request = self.request(Method::POST, self.at("/api/session"));
            let request = request.timeout(ANSWER_WITHIN).json(&self.credentials);
            request.send().await?
        };
        let fresh: Arc<str> = match response.status() {
            StatusCode::UNAUTHORIZED => return Err(proving::refusal(response).await),
            status if status.is_success() => response.json::<SignedIn>().await?.token.into(),
            status => return Err(DoorError::Status(status)),
        };
        *token = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// The hall does not know this token any more.
    pub(crate) async fn forget(&self, stale: &str) {
        self.token.lock().await.take_if(|token| **token == *stale);
    }

    /// Posts an SDP offer for the unit's stream (RFC 9725 section 4.2).
    pub(crate) async fn publish(&self, unit: UnitId, offer: &str) -> Result<Published, DoorError> {
        let url = self.at(&format!("/whip/{unit}"));
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

    /// Puts a photo where its report says it is.
    pub(crate) async fn put_photo(&self, sha256: &str, bytes: &[u8]) -> Result<(), DoorError> {
        let url = self.at(&format!("/api/photos/{sha256}"));
        let response = self
            .authorised(|| {
                self.request(Method::PUT, url.clone())
                    .header(CONTENT_TYPE, crate::photos::MEDIA_TYPE)
                    .body(bytes.to_vec())
                    .timeout(PHOTO_WITHIN)
            })
            .await?;
        if response.status().is_success() {
            Ok(())
        } else {
            Err(DoorError::Status(response.status()))
        }
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
        self.forget(&token).await;
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
