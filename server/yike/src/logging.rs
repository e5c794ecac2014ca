//! Where the program's log goes: to standard error, which leaves standard output to answers.

use std::io::IsTerminal as _;

use anyhow::{Context as _, anyhow};
use hall::config::{LogFilter, LogFormat};
use tracing_subscriber::EnvFilter;

/// Starts to log.
pub fn start(filter: &LogFilter, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter.as_str()).context("reading the log filter")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|error| anyhow!(error)).context("starting to log")
}

/// Starts to log as `YIKE_LOG` and `YIKE_LOG_FORMAT` say, for commands that read no configuration.
pub fn start_from_environment(default: &str) -> anyhow::Result<()> {
    let said = std::env::var("YIKE_LOG");
    let filter = said.as_deref().unwrap_or(default);
    let filter = LogFilter::parse(filter)
        .with_context(|| format!("YIKE_LOG: \"{filter}\" is not a log filter; try info"))?;
    let format = match std::env::var("YIKE_LOG_FORMAT").as_deref() {
        Ok("json") => LogFormat::Json,
        _ => LogFormat::Text,
    };
    start(&filter, format)
}
