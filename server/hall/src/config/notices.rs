//! What the operator says of how officers are told of orders.
//!
//! A gateway's address and secret go together: without a secret anybody could say that a phone rang.

use secrecy::SecretString;

use super::settings::{Setting, Settings};

mod app_pushes;

use crate::notifier::{BadGateway, Gateway, NoticeRule, PushServices, USUAL_BODY, USUAL_TEXT};

/// Names of one gateway's settings.
struct Names {
    gateway: &'static str,
    secret: &'static str,
    body: &'static str,
    text: &'static str,
}

const SMS: Names = Names {
    gateway: "sms_gateway",
    secret: "sms_secret",
    body: "sms_body",
    text: "sms_text",
};

const CALL: Names = Names {
    gateway: "call_gateway",
    secret: "call_secret",
    body: "call_body",
    text: "call_text",
};

/// Reads the settings; nothing if one is at fault.
pub(super) fn notices(settings: &mut Settings) -> Option<NoticeRule> {
    let services = settings.parse(
        "push_services",
        "origins of push services with blanks between, such as https://push.example",
        |text| PushServices::new(text).ok(),
    );
    let contact = settings.parse(
        "push_contact",
        "whom push services turn to, such as mailto:hall@example.org",
        contact,
    );
    let apps = app_pushes::app_pushes(settings);
    let sms = gateway(settings, &SMS);
    let call = gateway(settings, &CALL);
    Some(NoticeRule {
        services: services.or_default(|| Some(PushServices::default()))?,
        contact: contact.optional().ok()?,
        apps: apps?,
        sms: sms.optional().ok()?,
        call: call.optional().ok()?,
    })
}

fn gateway(settings: &mut Settings, names: &Names) -> Setting<Gateway> {
    let some_text = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    let url = settings.parse(names.gateway, "an address", some_text);
    let secret = settings.parse(names.secret, "some text", some_text);
    let body = settings.parse(names.body, "some text", some_text);
    let text = settings.parse(names.text, "some text", some_text);
    let (url, secret) = match (url, secret) {
        (Setting::Value(url), Setting::Value(secret)) => (url, secret),
        (Setting::Absent, Setting::Absent) => return Setting::Absent,
        (Setting::Value(_), Setting::Absent) => {
            let problem = format!(
                "missing; share a secret with {}, in the environment as YIKE_{}, or leave both out",
                names.gateway,
                names.secret.to_uppercase()
            );
            settings.fault(names.secret, problem);
            return Setting::Faulty;
        }
        (Setting::Absent, Setting::Value(_)) => {
            let problem = format!("missing; name the gateway of {}, or leave both out", names.secret);
            settings.fault(names.gateway, problem);
            return Setting::Faulty;
        }
        (Setting::Faulty, _) | (_, Setting::Faulty) => return Setting::Faulty,
    };
    let (Some(body), Some(text)) = (
        body.or_default(|| Some(USUAL_BODY.to_owned())),
        text.or_default(|| Some(USUAL_TEXT.to_owned())),
    ) else {
        return Setting::Faulty;
    };
    match Gateway::new(&url, SecretString::from(secret), &body, &text) {
        Ok(gateway) => Setting::Value(gateway),
        Err(fault) => {
            let field = match fault {
                BadGateway::Url => names.gateway,
                BadGateway::Secret => names.secret,
                BadGateway::Body => names.body,
            };
            settings.fault(field, fault.to_string());
            Setting::Faulty
        }
    }
}

fn contact(text: &str) -> Option<String> {
    let named = text
        .strip_prefix("mailto:")
        .filter(|address| address.contains('@'));
    let page = text.strip_prefix("https://").filter(|host| !host.is_empty());
    named.or(page).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests;
