//! How an app has its officer reached when the link is gone.

use phone::ReachError;

use crate::{FieldPhone, PhoneFault};

/// Whose service brings pushes to the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PushVendor {
    /// Google's Firebase Cloud Messaging.
    Fcm,
    /// Huawei's Push Kit.
    Hms,
    /// Xiaomi's Mi Push.
    Mi,
}

#[uniffi::export]
impl FieldPhone {
    /// What a push service calls this app: to be handed in each time the service says so. Done when it is stored; the hall is told in
    /// each session anew.
    pub async fn push_token(&self, vendor: PushVendor, token: String) -> Result<(), PhoneFault> {
        let phone = self.phone().clone();
        let kept = async move { phone.push_token(vendor.into(), token).await };
        Ok(self.threads().run(kept).await??)
    }

    /// The officer's telephone number, or none any more: the hall sends a message or calls when nothing else helps. Done when it is
    /// stored; the hall is told in each session anew.
    pub async fn telephone(&self, number: Option<String>) -> Result<(), PhoneFault> {
        let phone = self.phone().clone();
        let kept = async move { phone.telephone(number).await };
        Ok(self.threads().run(kept).await??)
    }

    /// A push came with this `reference` in its data: the hall is called at once, which brings the order itself, and hears that the
    /// phone was reached. The app is to ring before it says so; if it may not (`rings`), the hall
    /// hears nothing and goes on to its next means. A suspended phone is resumed by it.
    pub async fn pushed(&self, reference: String, rings: bool) -> Result<(), PhoneFault> {
        let phone = self.phone().clone();
        let woken = async move { phone.pushed(reference, rings).await };
        Ok(self.threads().run(woken).await??)
    }
}

impl From<PushVendor> for phone::PushVendor {
    fn from(vendor: PushVendor) -> Self {
        match vendor {
            PushVendor::Fcm => Self::Fcm,
            PushVendor::Hms => Self::Hms,
            PushVendor::Mi => Self::Mi,
        }
    }
}

impl From<ReachError> for PhoneFault {
    fn from(error: ReachError) -> Self {
        match error {
            ReachError::BadPushToken => Self::NotAPushToken,
            ReachError::BadNumber => Self::NotANumber,
            ReachError::Tap(tap) => tap.into(),
        }
    }
}
