//! The few requests that signalling takes.

use std::time::Duration;

use anyhow::Context as _;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client for signalling.
pub(crate) fn client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder().timeout(PATIENCE).build()?)
}

/// Posts an SDP offer (RFC 9725); returns the answer.
pub(crate) async fn offer(
    http: &reqwest::Client,
    url: &str,
    token: Option<&str>,
    offer: String,
) -> anyhow::Result<String> {
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
    let body = response.text().await?;
    anyhow::ensure!(status.is_success(), "{url} answered {status}: {body}");
    Ok(body)
}
