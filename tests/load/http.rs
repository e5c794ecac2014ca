//! The few requests that signalling takes.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::header::{CONTENT_TYPE, IF_MATCH, LOCATION};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client for signalling.
pub(crate) fn client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder().timeout(PATIENCE).build()?)
}

/// A server's answer to an offer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) sdp: String,
    /// What there is now, if the server named it.
    pub(crate) resource: Option<Resource>,
}

/// A media session that the server has named (RFC 9725 section 4.1).
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) url: String,
    pub(crate) token: Option<String>,
}

/// Posts an SDP offer (RFC 9725).
pub(crate) async fn offer(
    http: &reqwest::Client,
    url: &str,
    token: Option<&str>,
    offer: String,
) -> anyhow::Result<Answered> {
    let mut request = http
        .post(url)
        .header("content-type", "application/sdp")
        .body(offer);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request
        .send()
        .await
        .with_context(|| format!("posting an offer to {url}"))?;
    let status = response.status();
    let location = response.headers().get(LOCATION);
    let location = location.and_then(|location| response.url().join(location.to_str().ok()?).ok());
    let resource = location.map(|url| Resource {
        url: url.into(),
        token: token.map(str::to_owned),
    });
    let sdp = response.text().await?;
    anyhow::ensure!(status.is_success(), "{url} answered {status}: {sdp}");
    Ok(Answered { sdp, resource })
}

/// Restarts ICE for a media session (RFC 9725 section 4.3.2); returns the server's fragment.
pub(crate) async fn restart(
    http: &reqwest::Client,
    resource: &Resource,
    fragment: String,
) -> anyhow::Result<String> {
    let mut request = http
        .patch(&resource.url)
        .header(CONTENT_TYPE, "application/trickle-ice-sdpfrag")
        .header(IF_MATCH, "*")
        .body(fragment);
    if let Some(token) = &resource.token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.context("restarting ICE")?;
    let status = response.status();
    let answer = response.text().await?;
    anyhow::ensure!(
        status.is_success(),
        "{} answered {status}: {answer}",
        resource.url
    );
    Ok(answer)
}

/// Ends a media session.
pub(crate) async fn delete(http: &reqwest::Client, resource: &Resource) -> anyhow::Result<()> {
    let mut request = http.delete(&resource.url);
    if let Some(token) = &resource.token {
        request = request.bearer_auth(token);
    }
    let status = request.send().await.context("ending a media session")?.status();
    anyhow::ensure!(status.is_success(), "{} answered {status}", resource.url);
    Ok(())
}
