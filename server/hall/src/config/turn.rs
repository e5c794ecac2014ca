//! The relays that the operator names.
//!
//! Addresses and secret go together: without the secret no relay would let anyone through.

use secrecy::SecretString;

use super::settings::{Setting, Settings};
use crate::turn::TurnServers;

/// Both settings or neither.
pub(super) fn turn(settings: &mut Settings) -> Setting<TurnServers> {
    let urls = settings.parse("turn", "some text", |text| Some(text.to_owned()));
    let secret = settings.parse("turn_secret", "some text", secret);
    match (urls, secret) {
        (Setting::Value(urls), Setting::Value(secret)) => {
            if let Some(servers) = TurnServers::new(&urls, secret) {
                return Setting::Value(servers);
            }
            settings.fault(
                "turn",
                "not TURN addresses; name them as turn:turn.example:3478?transport=udp, with blanks between",
            );
            Setting::Faulty
        }
        (Setting::Absent, Setting::Absent) => Setting::Absent,
        (Setting::Value(_), Setting::Absent) => {
            settings.fault(
                "turn_secret",
                "missing; give the relay's static-auth-secret, or leave turn out",
            );
            Setting::Faulty
        }
        (Setting::Absent, Setting::Value(_)) => {
            settings.fault(
                "turn",
                "missing; name the relays of turn_secret, or leave both out",
            );
            Setting::Faulty
        }
        (Setting::Faulty, _) | (_, Setting::Faulty) => Setting::Faulty,
    }
}

fn secret(text: &str) -> Option<SecretString> {
    (!text.trim().is_empty()).then(|| text.into())
}
