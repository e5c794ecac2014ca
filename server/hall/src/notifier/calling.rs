//! How services that carry notices are called.
//!
//! A service that asks to wait is called again when it says, if that is soon; one that stumbles is given
//! another try. What it answers is never shown to anybody: addresses of subscriptions open doors.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Request, StatusCode};

/// How long one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// How often a service is called for one notice at most.
pub(super) const TRIES: u32 = 3;

/// The first wait for a service that stumbled, doubled each time.
pub(super) const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// A service that wants a longer wait than this has failed: by then another channel is due.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// What came of a call, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Called {
    /// There is nothing at this address any more.
    NotThere,
    /// It was not taken.
    Refused,
    /// It was taken, and is on its way.
    Taken,
}

/// What a service does with a request that comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// The same as with the first: what was not answered is sent again.
    Harmless,
    /// Somebody is called twice: it is sent again only if it was surely not taken.
    Disturbs,
}

/// Calls services, and nobody that they point to.
pub(super) fn client() -> reqwest::Result<Client> {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(ANSWER_WITHIN)
        .build()
}

/// Calls a service until it takes the request or will not.
pub(super) async fn call(http: &Client, request: Request, again: Again) -> Called {
    let mut wait = AGAIN_AFTER;
    for _ in 1..TRIES {
        match once(http, &request, again).await {
            Answered::Done(called) => return called,
            Answered::Wait(asked) if asked > LONGEST_WAIT => return Called::Refused,
            Answered::Wait(asked) => tokio::time::sleep(asked).await,
            Answered::Stumbled => tokio::time::sleep(wait).await,
        }
        wait *= 2;
    }
    match once(http, &request, again).await {
        Answered::Done(called) => called,
        Answered::Wait(_) | Answered::Stumbled => Called::Refused,
    }
}

enum Answered {
    Done(Called),
    /// It is to be called again after this long.
    Wait(Duration),
    Stumbled,
}

async fn once(http: &Client, request: &Request, again: Again) -> Answered {
    let Some(copy) = request.try_clone() else {
        return Answered::Done(Called::Refused);
    };
    let host = request.url().host_str().unwrap_or_default().to_owned();
    let answer = match http.execute(copy).await {
        Ok(answer) => answer,
        Err(error) => {
            let unsent = error.is_connect();
            tracing::warn!(host, error = %error.without_url(), "a service that carries notices does not answer");
            return if unsent || again == Again::Harmless {
                Answered::Stumbled
            } else {
                // It may be under way; if it is not, the next rung is due soon.
                Answered::Done(Called::Taken)
            };
        }
    };
    let status = answer.status();
    if status.is_success() {
        return Answered::Done(Called::Taken);
    }
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Answered::Done(Called::NotThere),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            retry_after(answer.headers()).map_or(Answered::Stumbled, Answered::Wait)
        }
        _ if status.is_server_error() && again == Again::Harmless => Answered::Stumbled,
        _ => {
            tracing::warn!(
                host,
                status = status.as_u16(),
                "a service that carries notices refused one"
            );
            Answered::Done(Called::Refused)
        }
    }
}

/// How long a service asks to be left alone (RFC 9110 section 10.2.3), if it says so in seconds.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
