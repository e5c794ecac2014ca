//! What the operator says of recordings.

use super::settings::Settings;
use crate::recordings::RecordingRule;

/// Bytes in a gigabyte.
const GIGABYTE: u64 = 1_000_000_000;

/// Reads the five settings; nothing if one is at fault.
pub(super) fn recordings(settings: &mut Settings) -> Option<RecordingRule> {
    let default = RecordingRule::default();
    let orders = settings.parse("recording", "orders or off", |text| match text {
        "orders" => Some(true),
        "off" => Some(false),
        _ => None,
    });
    let store = settings.parse("recordings_store", "a folder or s3://bucket/prefix", place);
    let days = settings.parse("recordings_days", "a number of days from 1 to 3650", |text| {
        text.parse().ok().filter(|days| (1..=3_650).contains(days))
    });
    let most = settings.parse("recordings_max_gb", "a number of gigabytes from 1", |text| {
        text.parse().ok().filter(|&gigabytes: &u64| gigabytes > 0)
    });
    let reserve = settings.parse(
        "recordings_reserve_gb",
        "a number of gigabytes, 0 for none",
        |text| text.parse().ok(),
    );
    let reserve = reserve.optional().ok()?;
    Some(RecordingRule {
        orders: orders.or_default(|| Some(default.orders))?,
        store: store.optional().ok()?,
        days: days.or_default(|| Some(default.days))?,
        most_bytes: most
            .optional()
            .ok()?
            .map(|gigabytes| gigabytes.saturating_mul(GIGABYTE)),
        reserve_bytes: reserve.map_or(default.reserve_bytes, |gigabytes: u64| {
            gigabytes.saturating_mul(GIGABYTE)
        }),
    })
}

fn place(text: &str) -> Option<String> {
    let bucket = text.strip_prefix("s3://");
    let named = bucket.unwrap_or(text).trim_matches('/').trim();
    let known = bucket.is_some() || !text.contains("://");
    (known && !named.is_empty()).then(|| text.to_owned())
}
