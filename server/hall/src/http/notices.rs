//! How an officer can be told of orders when the app's own line is not there, and what became of a notice.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Role;
use domain::order::{Channel, NoticeOutcome};
use protocol::api::{Fault, NewAppPush, NewPush, NoticeReport, NoticeStatus, PushKey, Telephone};

use super::HttpFault;
use super::auth::{Signed, bearer_in};
use super::body::Body;
use crate::desk::Noted;
use crate::notifier::{NoticeRule, is_subscription};
use crate::state::Shared;
use crate::store::SubscriptionRow;

/// Bytes of an endpoint at most.
const MOST_ENDPOINT: usize = 2_000;

/// The key that an officer's page subscribes to pushes with.
#[utoipa::path(get, path = "/api/push", tag = "session", responses(
    (status = 200, body = PushKey), (status = 403, description = "not an officer", body = Fault),
))]
pub(super) async fn key(State(hall): State<Shared>, signed: Signed) -> Result<Json<PushKey>, HttpFault> {
    must_be_officer(&signed)?;
    Ok(Json(PushKey {
        key: hall.notifier.push_key(),
    }))
}

/// Has an officer told of orders by push until the session ends.
#[utoipa::path(put, path = "/api/push", tag = "session", request_body = NewPush, responses(
    (status = 204), (status = 400, description = "a push service that the hall does not call, or no keys", body = Fault),
    (status = 403, description = "not an officer", body = Fault),
))]
pub(super) async fn subscribe(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewPush>,
) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    if new.endpoint.len() > MOST_ENDPOINT || !hall.notifier.rule().services.has(&new.endpoint) {
        let cure = "the hall calls no push service there; have it named in push_services";
        return Err(HttpFault::bad("endpoint", cure));
    }
    let [p256dh, auth] =
        [&new.keys.p256dh, &new.keys.auth].map(|key| URL_SAFE_NO_PAD.decode(key).unwrap_or_default());
    if !is_subscription(&p256dh, &auth) {
        let cure = "keys must be a point on P-256 and 16 bytes, in base64url";
        return Err(HttpFault::bad("keys", cure));
    }
    let subscription = SubscriptionRow {
        endpoint: new.endpoint,
        p256dh,
        auth,
        language: new.language,
    };
    hall.store
        .keep_subscription(signed.session.id.0, &subscription)
        .await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Has an officer told of orders by push no more.
#[utoipa::path(delete, path = "/api/push", tag = "session", responses(
    (status = 204), (status = 403, description = "not an officer", body = Fault),
))]
pub(super) async fn unsubscribe(State(hall): State<Shared>, signed: Signed) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    hall.store.remove_subscription(signed.session.id.0).await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Has an officer told of orders by the push service of the phone until the session ends, where the hall has that service set up.
#[utoipa::path(put, path = "/api/push/app", tag = "session", request_body = NewAppPush, responses(
    (status = 204), (status = 400, description = "no such token", body = Fault),
    (status = 403, description = "not an officer", body = Fault),
    (status = 409, description = "the hall has not set this service up", body = Fault),
))]
pub(super) async fn name_app(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewAppPush>,
) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    if !new.is_sound() {
        let cure = "a token has 1 to 4096 characters, all of them printable ASCII";
        return Err(HttpFault::bad("token", cure));
    }
    if !hall.notifier.rule().apps.has(new.vendor) {
        let cure = "the hall has not set this push service up";
        return Err(HttpFault::new(StatusCode::CONFLICT, "no_push", cure));
    }
    hall.store.keep_app_push(signed.session.id.0, &new).await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Has an officer told of orders by the push service of the phone no more.
#[utoipa::path(delete, path = "/api/push/app", tag = "session", responses(
    (status = 204), (status = 403, description = "not an officer", body = Fault),
))]
pub(super) async fn forget_app(State(hall): State<Shared>, signed: Signed) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    hall.store.remove_app_push(signed.session.id.0).await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Has an officer told of orders by short message and call until the session ends, as far as the hall has gateways for it.
#[utoipa::path(put, path = "/api/telephone", tag = "session", request_body = Telephone, responses(
    (status = 204), (status = 400, description = "no telephone number", body = Fault),
    (status = 403, description = "not an officer", body = Fault),
    (status = 409, description = "the hall has no gateway: nobody would be told", body = Fault),
))]
pub(super) async fn set_telephone(
    State(hall): State<Shared>,
    signed: Signed,
    Body(telephone): Body<Telephone>,
) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    let number = telephone.digits().ok_or_else(|| {
        let cure = "a number has 3 to 15 digits, with a + before them if the country's code is among them";
        HttpFault::bad("number", cure)
    })?;
    let NoticeRule { sms, call, .. } = hall.notifier.rule();
    if sms.is_none() && call.is_none() {
        let cure = "the hall sends no messages and makes no calls; its operator names an sms_gateway or a call_gateway";
        return Err(HttpFault::new(StatusCode::CONFLICT, "no_gateway", cure));
    }
    hall.store.keep_telephone(signed.session.id.0, &number).await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Has an officer told of orders by telephone no more.
#[utoipa::path(delete, path = "/api/telephone", tag = "session", responses(
    (status = 204), (status = 403, description = "not an officer", body = Fault),
))]
pub(super) async fn forget_telephone(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<StatusCode, HttpFault> {
    must_be_officer(&signed)?;
    hall.store.remove_telephone(signed.session.id.0).await?;
    hall.notifier.ways_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// What became of a notice: of a push, said by whoever could read it; of a message or call, by its gateway under the
/// secret that it shares with the hall. It is on record when this is answered; said once more, it counts for nothing.
#[utoipa::path(post, path = "/api/notices/{reference}", tag = "orders", security((), ("bearer" = [])),
    params(("reference" = String, Path)), request_body = NoticeReport, responses(
    (status = 204), (status = 400, description = "not what becomes of such a notice", body = Fault),
    (status = 401, description = "not the gateway's secret", body = Fault),
    (status = 404, description = "the hall gave no such reference, or has no such notice on record", body = Fault),
    (status = 503, description = "the hall does not answer; say it again", body = Fault),
    (status = 507, description = "the hall's disk does not take it; say it again", body = Fault),
))]
pub(super) async fn report(
    State(hall): State<Shared>,
    Path(reference): Path<String>,
    headers: HeaderMap,
    Body(NoticeReport { status }): Body<NoticeReport>,
) -> Result<StatusCode, HttpFault> {
    let Some(of) = hall.notifier.referred(&reference) else {
        return Err(HttpFault::not_found("the hall gave no such reference"));
    };
    let rule = hall.notifier.rule();
    let gateway = match of.channel {
        Channel::Push => None,
        Channel::Sms => Some(&rule.sms),
        Channel::Call => Some(&rule.call),
    };
    if let Some(gateway) = gateway {
        let secret = bearer_in(headers.get(header::AUTHORIZATION)).unwrap_or_default();
        if !gateway.as_ref().is_some_and(|gateway| gateway.knows(secret)) {
            let cure = "send the secret that the gateway shares with the hall as a bearer token";
            return Err(HttpFault::new(StatusCode::UNAUTHORIZED, "unauthorized", cure));
        }
    }
    let Some(outcome) = outcome(of.channel, status) else {
        let cure = "push: shown or failed; sms: delivered or failed; call: ringing, answered or failed";
        return Err(HttpFault::bad("status", cure));
    };
    match hall.notifier.heard(of, outcome).await? {
        Noted::News | Noted::Known => Ok(StatusCode::NO_CONTENT),
        Noted::NoSuchNotice => Err(HttpFault::not_found("the hall has no such notice on record")),
    }
}

fn outcome(channel: Channel, status: NoticeStatus) -> Option<NoticeOutcome> {
    match (channel, status) {
        (_, NoticeStatus::Failed) => Some(NoticeOutcome::Failed),
        (Channel::Push, NoticeStatus::Shown)
        | (Channel::Sms, NoticeStatus::Delivered)
        | (Channel::Call, NoticeStatus::Ringing | NoticeStatus::Answered) => Some(NoticeOutcome::Rang),
        _ => None,
    }
}

fn must_be_officer(signed: &Signed) -> Result<(), HttpFault> {
    if matches!(signed.role(), Role::Officer { .. }) {
        Ok(())
    } else {
        Err(HttpFault::forbidden("only officers are told of orders"))
    }
}

#[cfg(test)]
mod tests;
