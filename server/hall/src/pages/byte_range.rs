//! Which bytes a `Range` header asks for.
//!
//! RFC 9110 section 14: one range of bytes is served; a header that is malformed, of another unit or
//! asks for several ranges is passed over, as the standard allows, and the whole is served.

use std::ops::RangeInclusive;

/// What to serve of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of them.
    Whole,
    /// Those from the first to the last of these.
    Part(RangeInclusive<u64>),
    /// None: what is asked for lies beyond the end.
    Unsatisfiable,
}

/// Reads a `Range` header for `length` bytes.
pub(crate) fn wanted(header: Option<&str>, length: u64) -> Wanted {
    let spec = header
        .and_then(|header| header.split_once('='))
        .filter(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"));
    let Some((from, to)) = spec.and_then(|(_, spec)| spec.trim().split_once('-')) else {
        return Wanted::Whole;
    };
    let Some(last) = length.checked_sub(1) else {
        return Wanted::Unsatisfiable;
    };
    match (number(from), number(to)) {
        (Number::Some(from), Number::None) => part(from, last, last),
        (Number::Some(from), Number::Some(to)) if from <= to => part(from, to, last),
        (Number::None, Number::Some(0)) => Wanted::Unsatisfiable,
        (Number::None, Number::Some(suffix)) => part(length.saturating_sub(suffix), last, last),
        _ => Wanted::Whole,
    }
}

fn part(from: u64, to: u64, last: u64) -> Wanted {
    if from > last {
        Wanted::Unsatisfiable
    } else {
        Wanted::Part(from..=to.min(last))
    }
}

enum Number {
    None,
    Some(u64),
    Malformed,
}

fn number(text: &str) -> Number {
    let text = text.trim();
    if text.is_empty() {
        Number::None
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit lie beyond any end.
        Number::Some(text.parse().unwrap_or(u64::MAX))
    } else {
        Number::Malformed
    }
}

#[cfg(test)]
mod tests;
