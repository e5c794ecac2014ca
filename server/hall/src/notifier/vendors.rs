//! Pushes to the app by the services of those who make phones or their systems.
//!
//! A phone in a pocket is woken by its system alone, and each system by one service. A push says that there
//! is an order and what its receipt is posted to; the app asks the hall for the rest. What a service has
//! against one phone's token is told from what it has against the hall: the one is forgotten, the other is
//! the operator's to mend, said once in the log and shown in the figures until it is mended.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use protocol::api::{NewAppPush, PushVendor};
use reqwest::{Client, Url};

use super::calling::{AGAIN_AFTER, Called, LONGEST_WAIT, TRIES};
use super::rule::is_private;

mod access;
mod answer;
mod fcm;
mod hms;
mod mi;

pub use self::fcm::{BadFcmAccount, FcmAccount, USUAL_FCM_URL};
pub use self::hms::{HmsApp, USUAL_HMS_TOKEN_URL, USUAL_HMS_URL};
pub use self::mi::{MiApp, USUAL_MI_URL};

use self::answer::Verdict;
use self::fcm::Fcm;
use self::hms::Hms;
use self::mi::Mi;

/// What the app finds in a push: under this name what its receipt is posted to.
const REFERENCE: &str = "reference";

/// 1 by `vendor` while a push service will not have the hall's credentials or settings.
pub(crate) type VendorFaults = Family<Vec<(&'static str, &'static str)>, Gauge>;

/// The push services for apps that the operator has set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppPushes {
    /// Firebase Cloud Messaging.
    pub fcm: Option<FcmAccount>,
    /// Huawei's Push Kit.
    pub hms: Option<HmsApp>,
    /// Mi Push.
    pub mi: Option<MiApp>,
}

impl AppPushes {
    /// Whether an app can be reached by this service.
    pub(crate) const fn has(&self, vendor: PushVendor) -> bool {
        match vendor {
            PushVendor::Fcm => self.fcm.is_some(),
            PushVendor::Hms => self.hms.is_some(),
            PushVendor::Mi => self.mi.is_some(),
        }
    }
}

/// Calls push services for apps.
#[derive(Debug)]
pub(super) struct Vendors {
    fcm: Option<Fcm>,
    hms: Option<Hms>,
    mi: Option<Mi>,
    /// What was last said in the log against each service.
    said: Mutex<BTreeMap<PushVendor, String>>,
    faults: VendorFaults,
}

impl Vendors {
    pub(super) fn new(pushes: &AppPushes) -> Self {
        let vendors = Self {
            fcm: pushes.fcm.clone().map(Fcm::new),
            hms: pushes.hms.clone().map(Hms::new),
            mi: pushes.mi.clone().map(Mi::new),
            said: Mutex::default(),
            faults: VendorFaults::default(),
        };
        for vendor in PushVendor::ALL.into_iter().filter(|vendor| pushes.has(*vendor)) {
            vendors.show(vendor, 0);
        }
        vendors
    }

    /// Which services have what against the hall.
    pub(super) fn faults(&self) -> VendorFaults {
        self.faults.clone()
    }

    /// Has an app told of an offer, until its service takes the push or will not.
    pub(super) async fn push(&self, http: &Client, to: &NewAppPush, reference: &str) -> Called {
        let mut wait = AGAIN_AFTER;
        for left in (0..TRIES).rev() {
            let pause = match self.once(http, to, reference).await {
                Verdict::Taken => {
                    self.works(to.vendor);
                    return Called::Taken;
                }
                Verdict::Gone => return Called::NotThere,
                Verdict::Never(why) => {
                    self.fails(to.vendor, why);
                    return Called::Refused;
                }
                Verdict::Stale if left == 0 => {
                    self.fails(to.vendor, "it takes no access token that it gave".to_owned());
                    return Called::Refused;
                }
                // There is a fresh access token to be had.
                Verdict::Stale => Duration::ZERO,
                Verdict::Later(asked) => asked.unwrap_or(wait),
            };
            if left == 0 || pause > LONGEST_WAIT {
                break;
            }
            tokio::time::sleep(pause).await;
            wait *= 2;
        }
        Called::Refused
    }

    async fn once(&self, http: &Client, to: &NewAppPush, reference: &str) -> Verdict {
        let called = match to.vendor {
            PushVendor::Fcm => match &self.fcm {
                Some(fcm) => Some(fcm.push(http, &to.token, reference).await),
                None => None,
            },
            PushVendor::Hms => match &self.hms {
                Some(hms) => Some(hms.push(http, &to.token, reference).await),
                None => None,
            },
            PushVendor::Mi => match &self.mi {
                Some(mi) => Some(mi.push(http, &to.token, reference).await),
                None => None,
            },
        };
        // A token from before the hall was started without the service is kept for one that is started with it.
        called.unwrap_or_else(|| Verdict::Never("it is not set up".to_owned()))
    }

    fn works(&self, vendor: PushVendor) {
        if self.said().remove(&vendor).is_some() {
            tracing::info!(vendor = vendor.name(), "a push service takes pushes again");
            self.show(vendor, 0);
        }
    }

    fn fails(&self, vendor: PushVendor, why: String) {
        let mut said = self.said();
        if said.get(&vendor) != Some(&why) {
            tracing::warn!(
                vendor = vendor.name(),
                why,
                "a push service will have none of the hall's pushes; look at its settings"
            );
            said.insert(vendor, why);
        }
        drop(said);
        self.show(vendor, 1);
    }

    fn said(&self) -> std::sync::MutexGuard<'_, BTreeMap<PushVendor, String>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, vendor: PushVendor, fault: i64) {
        let labels = vec![("vendor", vendor.name())];
        self.faults.get_or_create(&labels).set(fault);
    }
}

/// An address without anything after its path, encrypted or on this machine: secrets go there.
pub(crate) fn address(text: &str) -> Option<Url> {
    let url: Url = text.parse().ok()?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (plain && is_private(&url)).then_some(url)
}

/// A path below an address, which may be that of a proxy with a path of its own.
fn below(url: &Url, path: &str) -> Url {
    let mut below = url.clone();
    below.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
    below
}

/// What a form is called (WHATWG URL).
const FORM: &str = "application/x-www-form-urlencoded";

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

#[cfg(test)]
mod tests;
