//! The officer's line to talk, as long as it is open.

use std::sync::{Arc, Mutex, PoisonError};

use phone::{Phone, Talk};

use crate::core_threads::CoreThreads;
use crate::listening::play;
use crate::settings::duration;
use crate::{FieldPhone, PhoneFault, Speaker, TalkGroup};

/// A line to talk. Close it, or let it go, which closes it too.
#[derive(uniffi::Object)]
pub struct TalkLine {
    talk: Mutex<Option<Arc<Talk>>>,
    threads: Arc<CoreThreads>,
}

impl TalkLine {
    pub(crate) fn new(
        talk: Talk,
        phone: &Phone,
        threads: Arc<CoreThreads>,
        speaker: Arc<dyn Speaker>,
    ) -> Result<Self, PhoneFault> {
        play(phone, threads.handle(), "yike-talk", talk.heard(), speaker)?;
        Ok(Self {
            talk: Mutex::new(Some(Arc::new(talk))),
            threads,
        })
    }

    fn talk(&self) -> Result<Arc<Talk>, PhoneFault> {
        let talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        talk.clone().ok_or(PhoneFault::Stopped)
    }
}

#[uniffi::export]
impl TalkLine {
    /// The officer presses to talk to a group. The hall grants the floor, or says why not, in the snapshot's `talk`.
    pub async fn press(&self, group: TalkGroup) -> Result<(), PhoneFault> {
        let (talk, group) = (self.talk()?, group.try_into()?);
        Ok(self.threads.run(async move { talk.press(group).await }).await??)
    }

    /// The officer lets go.
    pub async fn release(&self) -> Result<(), PhoneFault> {
        let talk = self.talk()?;
        Ok(self.threads.run(async move { talk.release().await }).await??)
    }

    /// The officer speaks too in a call, or no more.
    pub async fn answer(&self, speaks: bool) -> Result<(), PhoneFault> {
        let talk = self.talk()?;
        Ok(self
            .threads
            .run(async move { talk.answer(speaks).await })
            .await??)
    }

    /// The officer ends a call.
    pub async fn hang_up(&self) -> Result<(), PhoneFault> {
        let talk = self.talk()?;
        Ok(self.threads.run(async move { talk.hang_up().await }).await??)
    }

    /// Hands in an Opus packet of the microphone's, 48 kHz, as with [`LivePicture::sound`](crate::LivePicture::sound). Never
    /// waits. While the microphone is not let out, or the camera is on with sound, it goes nowhere.
    pub fn sound(&self, taken_at_ms: i64, level: Option<u8>, packet: &[u8]) -> Result<(), PhoneFault> {
        self.talk()?.sound(duration(taken_at_ms), level, packet.to_vec());
        Ok(())
    }

    /// Closes it; done when nothing is let out any more. A second time does nothing.
    pub async fn close(&self) {
        let talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(talk) = talk {
            let _ = self.threads.run(async move { talk.close().await }).await;
        }
    }
}

#[uniffi::export]
impl FieldPhone {
    /// Opens the line to talk: what is said to the unit is played by `speaker`, and the officer may press, until it is closed or
    /// the officer goes off duty. While the camera is on with sound it is heard and spoken there. What the line shows is in the
    /// snapshot's `talk`.
    pub async fn open_talk(&self, speaker: Arc<dyn Speaker>) -> Result<Arc<TalkLine>, PhoneFault> {
        let phone = self.phone().clone();
        let talk = self
            .threads()
            .run(async move { phone.open_talk().await })
            .await??;
        let line = TalkLine::new(talk, self.phone(), Arc::clone(self.threads()), speaker)?;
        Ok(Arc::new(line))
    }
}
