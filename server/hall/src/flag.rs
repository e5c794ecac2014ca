//! A flag that goes up once.

use tokio::sync::watch;

/// Waits until the flag is up, or whoever could raise it is gone.
pub(crate) async fn raised(flag: &mut watch::Receiver<bool>) {
    let _ = flag.wait_for(|up| *up).await;
}
