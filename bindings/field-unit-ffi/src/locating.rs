//! Telling what measures positions how to do it.

use std::sync::Arc;

use phone::Phone;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::listening::tell;
use crate::{AppFault, PhoneFault};

/// What measures positions; implemented by the app. Called from one thread, one call at a time.
#[uniffi::export(with_foreign)]
pub trait LocationControl: Send + Sync {
    /// Measure like this from now on, and no more as before; with nothing, measure no more: the officer is off duty, the phone
    /// was shut down, or this one was given up or another took its place. Each position is for [`FieldPhone::fix`](crate::FieldPhone::fix).
    ///
    /// What is measured more often is not worse, and costs the battery.
    fn measure(&self, cadence: Option<Cadence>) -> Result<(), AppFault>;
}

/// How a receiver is to measure positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Cadence {
    /// One measurement in this time.
    pub every_ms: u32,
    /// By satellites, as well as the phone can; else by networks, within a block of houses.
    pub fine: bool,
}

impl From<phone::Cadence> for Cadence {
    fn from(cadence: phone::Cadence) -> Self {
        Self {
            every_ms: u32::try_from(cadence.every.as_millis()).unwrap_or(u32::MAX),
            fine: cadence.precision == phone::Precision::Fine,
        }
    }
}

/// Which of the app's receivers is told, one at a time.
#[derive(Default)]
pub(crate) struct Receivers(watch::Sender<u64>);

impl Receivers {
    /// Has one told from now on, if there is one, at once and whenever it changes, and whichever was before no more.
    pub(crate) fn tell(
        &self,
        phone: &Phone,
        threads: &Handle,
        receiver: Option<Arc<dyn LocationControl>>,
    ) -> Result<(), PhoneFault> {
        if phone.is_stopped() {
            return Err(PhoneFault::Stopped);
        }
        self.0.send_modify(|place| *place += 1);
        let Some(receiver) = receiver else {
            return Ok(());
        };
        let mut places = self.0.subscribe();
        let phone = phone.clone();
        let (mut told, mut over) = (None, false);
        let next = async move || {
            if over {
                return None;
            }
            let changed = phone.until(|known| told != Some(known.cadence));
            let known = tokio::select! {
                biased;
                _ = places.changed() => None,
                known = changed => known.ok(),
            };
            over = known.is_none();
            let measures = told.flatten().is_some();
            let cadence = known.and_then(|known| known.cadence);
            told = Some(cadence);
            (measures || !over).then_some(cadence)
        };
        tell(
            threads,
            "yike-location",
            next,
            move |cadence: Option<phone::Cadence>| receiver.measure(cadence.map(Into::into)),
        )
    }
}
