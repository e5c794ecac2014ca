//! The clocks of the machine the phone runs on.
//!
//! The one that counts while the phone sleeps is asked of the kernel, because `Instant` stands still
//! then. This is the only file of the phone that reads them.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use field_unit::PhoneTime;
use rustix::time::{ClockId, clock_gettime};

#[cfg(any(target_os = "linux", target_os = "android"))]
const COUNTS_SLEEP: ClockId = ClockId::Boottime;

/// On Apple's systems the monotonic clock goes on during sleep.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const COUNTS_SLEEP: ClockId = ClockId::Monotonic;

/// The phone's own clock.
pub(crate) fn phone_time() -> PhoneTime {
    let time = clock_gettime(COUNTS_SLEEP);
    let millis = time
        .tv_sec
        .saturating_mul(1000)
        .saturating_add(time.tv_nsec / 1_000_000);
    PhoneTime::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// Names this boot of the phone, if the system names boots; [`phone_time`] starts anew with each.
pub(crate) fn boot_id() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

/// The phone's wall clock, which somebody may have set wrong.
pub(crate) fn wall_clock() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
