//! The address of a proxy, with what it is shown to let somebody through.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::NotAProxy;

/// A proxy. It is not to be printed: it may hold a password.
#[derive(PartialEq, Eq)]
pub(crate) struct Proxy {
    host: String,
    port: u16,
    authorization: Option<String>,
}

impl Proxy {
    /// Reads `http://host:port` or `http://user:password@host:port`.
    pub(crate) fn read(address: &str) -> Result<Self, NotAProxy> {
        let url: Url = address.parse().map_err(|_| NotAProxy)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let (Some(host), Some(port), "http", true) =
            (url.host_str(), url.port_or_known_default(), url.scheme(), bare)
        else {
            return Err(NotAProxy);
        };
        let password = url.password().unwrap_or_default();
        let shown = (!url.username().is_empty() || !password.is_empty()).then(|| {
            // RFC 7617 section 2.
            let mut shown: Vec<u8> = percent_decode_str(url.username()).collect();
            shown.push(b':');
            shown.extend(percent_decode_str(password));
            format!("Basic {}", STANDARD.encode(shown))
        });
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            authorization: shown,
        })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// What it is shown as `Proxy-Authorization`, if it wants to know who calls.
    pub(crate) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }
}

#[cfg(test)]
mod tests;
