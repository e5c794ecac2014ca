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
    /// was shut down, or this one was given up or another is to take its place. Each position is for
    /// [`FieldPhone::fix`](crate::FieldPhone::fix).
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

type Receiver = Arc<dyn LocationControl>;

/// The app's one receiver, while it has one.
pub(crate) struct Locating(watch::Sender<Option<Receiver>>);

impl Locating {
    /// Has whichever receiver there is told, as long as the phone runs.
    pub(crate) fn start(phone: &Phone, threads: &Handle) -> Result<Self, PhoneFault> {
        let receiver = watch::Sender::new(None);
        let mut telling = Telling {
            phone: phone.clone(),
            receiver: receiver.subscribe(),
            told: None,
            over: false,
        };
        let next = async move || telling.next().await;
        tell(threads, "yike-location", next, |(receiver, cadence)| {
            receiver.measure(cadence.map(Into::into))
        })?;
        Ok(Self(receiver))
    }

    /// Takes another receiver in place of the one before, or none.
    pub(crate) fn take(&self, receiver: Option<Receiver>) -> Result<(), PhoneFault> {
        self.0.send(receiver).map_err(|_| PhoneFault::Stopped)
    }
}

/// Who is to be told what next.
struct Telling {
    phone: Phone,
    receiver: watch::Receiver<Option<Receiver>>,
    told: Option<(Receiver, Option<phone::Cadence>)>,
    over: bool,
}

impl Telling {
    async fn next(&mut self) -> Option<(Receiver, Option<phone::Cadence>)> {
        loop {
            let receiver = self.receiver.borrow_and_update().clone();
            let receiver = receiver.filter(|_| !self.over);
            let is = |told: &Receiver| receiver.as_ref().is_some_and(|now| Arc::ptr_eq(now, told));
            if let Some((former, measures)) = self.told.take_if(|(told, _)| !is(told))
                && measures.is_some()
            {
                return Some((former, None));
            }
            if self.over {
                return None;
            }
            let said = self.told.as_ref().map(|(_, cadence)| *cadence);
            let is_news = |known: &Arc<phone::Snapshot>| receiver.is_some() && said != Some(known.cadence);
            tokio::select! {
                biased;
                changed = self.receiver.changed() => self.over = changed.is_err(),
                known = self.phone.until(is_news) => match (receiver, known) {
                    (Some(receiver), Ok(known)) => {
                        self.told = Some((Arc::clone(&receiver), known.cadence));
                        return Some((receiver, known.cadence));
                    }
                    _ => self.over = true,
                },
            }
        }
    }
}
