//! What the operator says of the push services that wake the app.
//!
//! A service is set up by what its owner's console gives for the app; where it is can be changed, for a proxy
//! or a trial.

use std::fs;

use secrecy::SecretString;

use super::super::settings::{Setting, Settings};
use crate::notifier::{
    AppPushes, BadFcmAccount, FcmAccount, HmsApp, MiApp, USUAL_FCM_URL, USUAL_HMS_TOKEN_URL, USUAL_HMS_URL,
    USUAL_MI_URL, push_address,
};

/// What an address of a service must be.
const ADDRESS: &str = "an https address without a question mark; http only on this machine";

/// Reads the ten settings; nothing if one is at fault.
pub(super) fn app_pushes(settings: &mut Settings) -> Option<AppPushes> {
    let fcm = fcm(settings);
    let hms = hms(settings);
    let mi = mi(settings);
    Some(AppPushes {
        fcm: fcm.optional().ok()?,
        hms: hms.optional().ok()?,
        mi: mi.optional().ok()?,
    })
}

fn fcm(settings: &mut Settings) -> Setting<FcmAccount> {
    let file = settings.parse("fcm_account", "a service account's JSON file", some_text);
    let url = address(settings, "fcm_url", USUAL_FCM_URL);
    let (file, url) = match (file, url) {
        (Setting::Value(file), Some(url)) => (file, url),
        (Setting::Absent, Some(_)) => return Setting::Absent,
        (Setting::Faulty, _) | (_, None) => return Setting::Faulty,
    };
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            settings.fault("fcm_account", format!("cannot read {file}: {error}"));
            return Setting::Faulty;
        }
    };
    match FcmAccount::new(&text, &url) {
        Ok(account) => Setting::Value(account),
        Err(BadFcmAccount::Url) => {
            settings.fault("fcm_url", BadFcmAccount::Url.to_string());
            Setting::Faulty
        }
        Err(fault) => {
            settings.fault("fcm_account", format!("{file}: {fault}"));
            Setting::Faulty
        }
    }
}

fn hms(settings: &mut Settings) -> Setting<HmsApp> {
    let named = settings.parse(
        "hms_app",
        "the client id of an app in AppGallery Connect",
        some_text,
    );
    let secret = settings.parse("hms_secret", "some text", some_text);
    let url = address(settings, "hms_url", USUAL_HMS_URL);
    let token_url = address(settings, "hms_token_url", USUAL_HMS_TOKEN_URL);
    let (app, secret) = match both(settings, ("hms_app", named), ("hms_secret", secret)) {
        Setting::Value(both) => both,
        Setting::Absent => return Setting::Absent,
        Setting::Faulty => return Setting::Faulty,
    };
    let (Some(url), Some(token_url)) = (url, token_url) else {
        return Setting::Faulty;
    };
    if let Some(app) = HmsApp::new(&app, secret, &url, &token_url) {
        return Setting::Value(app);
    }
    settings.fault(
        "hms_app",
        format!("\"{app}\" is no client id: it is letters and digits"),
    );
    Setting::Faulty
}

fn mi(settings: &mut Settings) -> Setting<MiApp> {
    let named = settings.parse("mi_package", "the name of an app's package", some_text);
    let secret = settings.parse("mi_secret", "some text", some_text);
    let channel = settings.parse(
        "mi_channel",
        "the id of a channel for personal messages",
        some_text,
    );
    let url = address(settings, "mi_url", USUAL_MI_URL);
    let (package, secret) = match both(settings, ("mi_package", named), ("mi_secret", secret)) {
        Setting::Value(both) => both,
        Setting::Absent => return Setting::Absent,
        Setting::Faulty => return Setting::Faulty,
    };
    let (Some(url), Ok(channel)) = (url, channel.optional()) else {
        return Setting::Faulty;
    };
    if let Some(app) = MiApp::new(&package, secret, channel, &url) {
        return Setting::Value(app);
    }
    let problem = "no package such as org.example.app, or a secret that is not printable ASCII";
    settings.fault("mi_package", problem);
    Setting::Faulty
}

/// A name with the secret that goes with it.
fn both(
    settings: &mut Settings,
    (named, name): (&'static str, Setting<String>),
    (secret_named, secret): (&'static str, Setting<String>),
) -> Setting<(String, SecretString)> {
    match (name, secret) {
        (Setting::Value(name), Setting::Value(secret)) => Setting::Value((name, secret.into())),
        (Setting::Absent, Setting::Absent) => Setting::Absent,
        (Setting::Value(_), Setting::Absent) => {
            let variable = secret_named.to_uppercase();
            let problem = format!(
                "missing; give the secret of {named}, in the environment as YIKE_{variable}, or leave both out"
            );
            settings.fault(secret_named, problem);
            Setting::Faulty
        }
        (Setting::Absent, Setting::Value(_)) => {
            settings.fault(
                named,
                format!("missing; say what {secret_named} is of, or leave both out"),
            );
            Setting::Faulty
        }
        (Setting::Faulty, _) | (_, Setting::Faulty) => Setting::Faulty,
    }
}

/// Where a service is; nothing if what was said is at fault.
fn address(settings: &mut Settings, key: &'static str, usual: &str) -> Option<String> {
    let url = settings.parse(key, ADDRESS, |text| push_address(text).map(|_| text.to_owned()));
    url.or_default(|| Some(usual.to_owned()))
}

fn some_text(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
