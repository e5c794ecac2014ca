//! What is logged.

/// What a filter looks like, for people.
pub(super) const SHAPE: &str =
    "a log filter: off, error, warn, info, debug or trace, or a list such as info,hall=debug";

/// A filter by level and by part of the program, as `tracing_subscriber::EnvFilter` reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// Parses `LEVEL` or `TARGET=LEVEL`, one or several with commas between.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = |directive: &str| match directive.trim().split_once('=') {
            Some((target, level)) => is_target(target) && is_level(level),
            None => is_level(directive.trim()),
        };
        text.split(',').all(sound).then(|| Self(text.to_owned()))
    }

    /// The filter as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self("info".to_owned())
    }
}

fn is_level(text: &str) -> bool {
    ["off", "error", "warn", "info", "debug", "trace"].contains(&text.to_ascii_lowercase().as_str())
}

fn is_target(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | ':'))
}
