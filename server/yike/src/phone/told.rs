//! What a phone without a screen says that its state does not show.

use phone::{Notice, UnitNotice};
use serde::Serialize;

/// Something for whoever drives the phone, as a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// A stable name.
    notice: &'static str,
    /// More of it in English.
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

/// What is said of a notice; nothing of what the state shows.
pub(super) fn of(notice: Notice) -> Option<Told> {
    let (notice, message) = match notice {
        Notice::Unit(notice) => of_unit(notice)?,
        Notice::StoreSetAside { reason } => ("store_set_aside", reason),
        Notice::EntriesSetAside { count } => ("entries_set_aside", format!("{count} of them")),
        Notice::StoreFailing { reason } => ("store_failing", reason),
        Notice::StoreRecovered => ("store_recovered", String::new()),
        Notice::PhotoRefused { .. } | Notice::Missed { .. } => return None,
    };
    Some(Told { notice, message })
}

fn of_unit(notice: UnitNotice) -> Option<(&'static str, String)> {
    let plain = |name| Some((name, String::new()));
    match notice {
        UnitNotice::Refused { code, message, .. } => Some(("refused", format!("{code}: {message}"))),
        UnitNotice::SignInRefused => plain("sign_in_refused"),
        UnitNotice::PhoneRevoked => plain("phone_revoked"),
        UnitNotice::StrangeHall => plain("strange_hall"),
        UnitNotice::ProxyRefused => plain("proxy_refused"),
        UnitNotice::CertificateDates => plain("certificate_dates"),
        UnitNotice::Replaced => plain("replaced"),
        _ => None,
    }
}
