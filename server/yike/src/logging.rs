//! Where the program's log goes: to standard error, which leaves standard output to answers.

use std::env::VarError;
use std::io::IsTerminal as _;

use anyhow::{Context as _, anyhow, bail};
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
    let filter = variable("YIKE_LOG")?.unwrap_or_else(|| default.to_owned());
    let filter = LogFilter::parse(&filter)
        .with_context(|| format!("YIKE_LOG: \"{filter}\" is not a log filter; try info"))?;
    let format = variable("YIKE_LOG_FORMAT")?.unwrap_or_else(|| "text".to_owned());
    let format = LogFormat::parse(&format)
        .with_context(|| format!("YIKE_LOG_FORMAT: \"{format}\" is not text or json"))?;
    start(&filter, format)
}

fn variable(name: &str) -> anyhow::Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => bail!("{name}: this is no text in UTF-8"),
    }
}
