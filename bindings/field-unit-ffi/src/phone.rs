//! A phone, as an app holds it.

use std::sync::Arc;

use phone::{Phone, PhoneConfig, TapError};

use crate::core_threads::CoreThreads;
use crate::listening::tell;
use crate::locating::Locating;
use crate::{
    AppFault, CameraControl, DeclineReason, HallTime, LivePicture, LiveSettings, LocationControl,
    Measurement, Notice, Order, Permissions, PhoneFault, PhoneSettings, Snapshot, Speaker,
};

/// What an app hears of a phone; implemented by the app. Called from one thread, one call at a time.
#[uniffi::export(with_foreign)]
pub trait PhoneListener: Send + Sync {
    /// Something happened. Everything from the start is told.
    fn on_notice(&self, notice: Notice) -> Result<(), AppFault>;

    /// What the phone knows is something else than it was; a state that did not last may be passed over.
    fn on_snapshot(&self, snapshot: Snapshot) -> Result<(), AppFault>;
}

/// A running phone. Shut it down before letting it go; one that is only let go stops without writing its file back.
#[derive(uniffi::Object)]
pub struct FieldPhone {
    phone: Phone,
    locating: Locating,
    threads: Arc<CoreThreads>,
}

/// What the listener is to be told.
enum News {
    Notice(Notice),
    Snapshot(Snapshot),
}

#[uniffi::export]
impl FieldPhone {
    /// Starts a phone; the net may be away. `listener` hears everything from the start.
    #[uniffi::constructor]
    pub async fn start(
        settings: PhoneSettings,
        listener: Arc<dyn PhoneListener>,
    ) -> Result<Arc<Self>, PhoneFault> {
        let config = PhoneConfig::try_from(settings)?;
        let threads = Arc::new(CoreThreads::start()?);
        let phone = threads.run(async move { Phone::start(config) }).await??;
        listen(&phone, &threads, listener)?;
        let locating = Locating::start(&phone, threads.handle())?;
        Ok(Arc::new(Self {
            phone,
            locating,
            threads,
        }))
    }

    /// Has what measures positions told how, at once and whenever that changes, until the phone is shut down. One that was told
    /// before is first told to measure no more; with nothing, nothing measures any more.
    pub fn locate_with(&self, receiver: Option<Arc<dyn LocationControl>>) -> Result<(), PhoneFault> {
        self.locating.take(receiver)
    }

    /// Hands in a position; off duty, or when it tells nothing new, nothing comes of it. Never waits.
    pub fn fix(&self, measured: Measurement) -> Result<(), PhoneFault> {
        self.phone.fix(measured.try_into()?);
        Ok(())
    }

    /// The officer says yes.
    pub async fn accept(&self, order: String) -> Result<(), PhoneFault> {
        let order = id(order)?;
        self.tap(async move |phone| phone.accept(order).await).await
    }

    /// The officer says no.
    pub async fn decline(&self, order: String, reason: DeclineReason) -> Result<(), PhoneFault> {
        let order = id(order)?;
        self.tap(async move |phone| phone.decline(order, reason.into()).await)
            .await
    }

    /// The officer sets off.
    pub async fn set_off(&self, order: String) -> Result<(), PhoneFault> {
        let order = id(order)?;
        self.tap(async move |phone| phone.set_off(order).await).await
    }

    /// The officer says to be at the place, whatever the receiver makes of it.
    pub async fn arrived(&self, order: String) -> Result<(), PhoneFault> {
        let order = id(order)?;
        self.tap(async move |phone| phone.arrived(order).await).await
    }

    /// The officer reports, with the bytes of a photo in JPEG if there is one. Done when both are stored.
    pub async fn report(
        &self,
        order: String,
        text: String,
        photo: Option<Vec<u8>>,
    ) -> Result<(), PhoneFault> {
        let (order, phone) = (id(order)?, self.phone.clone());
        let reported = async move { phone.report(order, text, photo).await };
        Ok(self.threads.run(reported).await??)
    }

    /// The officer goes on duty.
    pub async fn go_on_duty(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| phone.go_on_duty().await).await
    }

    /// The officer goes off duty: no position leaves, the camera goes off.
    pub async fn go_off_duty(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| phone.go_off_duty().await).await
    }

    /// The officer is in danger and calls for help: the unit is on duty and the camera is to be on, so [`Self::go_live`] is to
    /// follow at once.
    pub async fn call_for_help(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| phone.call_for_help().await).await
    }

    /// The officer will not switch the camera on that the hall asks for; [`Self::go_live`] is the yes. Nothing comes of it once
    /// nobody asks any more.
    pub async fn decline_camera(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| Ok(phone.decline_camera().await?)).await
    }

    /// The app may do this from now on. To be told at the start, too.
    pub async fn permissions_changed(&self, permissions: Permissions) -> Result<(), PhoneFault> {
        self.tap(async move |phone| Ok(phone.permissions_changed(permissions.into()).await?))
            .await
    }

    /// The phone changed networks or found one: the hall is called anew at once.
    pub async fn network_changed(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| Ok(phone.network_changed().await?)).await
    }

    /// The phone is on a network with this proxy from now on, or on one without. To be told when the system says so, beside
    /// [`Self::network_changed`]: the hall is called anew at once if that is another way than before.
    pub async fn proxy_changed(&self, proxy: Option<String>) -> Result<(), PhoneFault> {
        let phone = self.phone.clone();
        let changed = async move { phone.proxy_changed(proxy.as_deref()).await };
        Ok(self.threads.run(changed).await??)
    }

    /// The officer wants this phone to have the word again, after another phone of the unit took it.
    pub async fn take_over(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| Ok(phone.take_over().await?)).await
    }

    /// The unit's open orders, oldest first.
    pub fn orders(&self) -> Vec<Order> {
        self.snapshot().orders
    }

    /// What the phone knows.
    pub fn snapshot(&self) -> Snapshot {
        snapshot(&self.phone)
    }

    /// The hall's clock, as well as it is known.
    pub fn hall_time(&self) -> HallTime {
        let (at, error_ms) = self.phone.hall_time();
        HallTime {
            at_ms: at.as_millis(),
            error_ms,
        }
    }

    /// Switches the camera on: what is handed to the [`LivePicture`] goes to the hall until it is stopped, or the officer goes off
    /// duty. `camera` hears what the encoders are to do, `speaker` what the hall says.
    pub async fn go_live(
        &self,
        settings: LiveSettings,
        camera: Arc<dyn CameraControl>,
        speaker: Option<Arc<dyn Speaker>>,
    ) -> Result<Arc<LivePicture>, PhoneFault> {
        let (phone, hears) = (self.phone.clone(), speaker.is_some());
        let live = async move { phone.go_live(settings.config(hears)).await };
        let live = self.threads.run(live).await??;
        let picture = LivePicture::new(live, &self.phone, Arc::clone(&self.threads), camera, speaker)?;
        Ok(Arc::new(picture))
    }

    /// Stops everything as [`Self::shutdown`] does, and ends the session at the hall; whether the hall knows of it. If not, it
    /// may be tried again; [`Self::shutdown`] is to follow.
    pub async fn sign_off(&self) -> bool {
        let phone = self.phone.clone();
        let signed_off = self.threads.run(async move { phone.sign_off().await }).await;
        signed_off.unwrap_or(false)
    }

    /// Has an enrolled phone's session last anew; whether it does. It is done every hour anyway: this is for an app that its
    /// system wakes seldom.
    pub async fn renew_session(&self) -> bool {
        let phone = self.phone.clone();
        let renewed = self.threads.run(async move { phone.renew_session().await }).await;
        renewed.unwrap_or(false)
    }

    /// Holds neither socket nor file any more; call it before the system suspends the app, and stop a picture before. What the
    /// officer does until [`Self::resume`] is stored all the same.
    pub async fn suspend(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| Ok(phone.suspend().await?)).await
    }

    /// Goes on after [`Self::suspend`]: the hall is called at once.
    pub async fn resume(&self) -> Result<(), PhoneFault> {
        self.tap(async |phone| Ok(phone.resume().await?)).await
    }

    /// Stops everything, closes the file and ends the core's threads; done when that is done. A second time does nothing.
    pub async fn shutdown(&self) {
        let phone = self.phone.clone();
        let _ = self.threads.run(async move { phone.shutdown().await }).await;
        self.threads.end().await;
    }
}

impl FieldPhone {
    pub(crate) const fn phone(&self) -> &Phone {
        &self.phone
    }

    pub(crate) const fn threads(&self) -> &Arc<CoreThreads> {
        &self.threads
    }

    /// Does something on the core's threads.
    async fn tap<Tapped>(&self, tap: impl FnOnce(Phone) -> Tapped + Send + 'static) -> Result<(), PhoneFault>
    where
        Tapped: Future<Output = Result<(), TapError>> + Send + 'static,
    {
        let phone = self.phone.clone();
        Ok(self.threads.run(tap(phone)).await??)
    }
}

/// Has the listener told what is new, as long as the phone runs.
fn listen(phone: &Phone, threads: &CoreThreads, listener: Arc<dyn PhoneListener>) -> Result<(), PhoneFault> {
    let mut notices = phone.notices();
    let phone = phone.clone();
    let (mut seen, mut told) = (None, None);
    let next = async move || {
        loop {
            let last = seen.clone();
            let changed = phone.until(|known| last.as_ref().is_none_or(|last| !Arc::ptr_eq(last, known)));
            tokio::select! {
                biased;
                notice = notices.next() => return notice.map(|notice| News::Notice(notice.into())),
                known = changed => seen = Some(known.ok()?),
            }
            let known = snapshot(&phone);
            if told.as_ref() != Some(&known) {
                told = Some(known.clone());
                return Some(News::Snapshot(known));
            }
        }
    };
    tell(threads.handle(), "yike-listener", next, move |news| match news {
        News::Notice(notice) => listener.on_notice(notice),
        News::Snapshot(snapshot) => listener.on_snapshot(snapshot),
    })
}

fn snapshot(phone: &Phone) -> Snapshot {
    Snapshot::at(&phone.snapshot(), phone.hall_time().0)
}

pub(crate) fn id<Id: std::str::FromStr>(text: String) -> Result<Id, PhoneFault> {
    text.parse().map_err(|_| PhoneFault::NotAnId { text })
}

#[cfg(test)]
mod tests;
