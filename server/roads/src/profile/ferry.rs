//! How long a crossing by boat takes.
//!
//! Only a ferry that tells its `duration` is known to this network: a guess could be an hour off.

use super::Tags;

const MINUTE_S: f32 = 60.0;
const HOUR_S: f32 = 3600.0;
/// Nothing longer is a crossing that a district's units make.
const LONGEST_S: f32 = 24.0 * HOUR_S;

/// The seconds of the crossing that a way of these tags is; none if it is no ferry or does not tell.
pub(super) fn crossing_s(tags: Tags<'_>) -> Option<f32> {
    if !tags.is("route", &["ferry"]) {
        return None;
    }
    let duration = tags.get("duration")?.trim();
    let seconds = match duration.strip_prefix("PT") {
        Some(parts) => iso_s(parts)?,
        None => clock_s(duration)?,
    };
    (seconds > 0.0 && seconds <= LONGEST_S).then_some(seconds)
}

/// `1:05:30`, `01:05`, or a number of minutes.
fn clock_s(duration: &str) -> Option<f32> {
    let parts: Vec<f32> = duration.split(':').map(number).collect::<Option<_>>()?;
    match parts[..] {
        [minutes] => Some(minutes * MINUTE_S),
        [hours, minutes] => Some(hours * HOUR_S + minutes * MINUTE_S),
        [hours, minutes, seconds] => Some(hours * HOUR_S + minutes * MINUTE_S + seconds),
        _ => None,
    }
}

/// What follows `PT` in ISO 8601: `1H5M30S`, parts left out at will.
fn iso_s(parts: &str) -> Option<f32> {
    let mut seconds = 0.0;
    let mut rest = parts;
    for (unit, of_s) in [('H', HOUR_S), ('M', MINUTE_S), ('S', 1.0)] {
        if let Some((count, after)) = rest.split_once(unit) {
            seconds += number(count)? * of_s;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

fn number(text: &str) -> Option<f32> {
    text.parse::<f32>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0)
}

#[cfg(test)]
mod tests;
