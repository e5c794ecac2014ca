//! `yike log`: the log of everything the hall decided.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use hall::store::{LogEntry, Store};

/// Entries read at a time.
const PAGE: u32 = 1_000;

/// What to do with the log.
#[derive(Clone, Debug, Subcommand)]
pub enum LogCommand {
    /// Check that the log is what the hall wrote: print its length and head, or fail naming the entry.
    ///
    /// Write the head down elsewhere: it proves later that nothing before it was changed.
    Verify {
        /// The hall's data folder.
        #[arg(long, env = "YIKE_DATA", value_name = "DIR")]
        data: PathBuf,
    },
    /// Print the log's entries, a JSON object a line.
    Show {
        /// The hall's data folder.
        #[arg(long, env = "YIKE_DATA", value_name = "DIR")]
        data: PathBuf,
        /// Leave out the entries up to this one.
        #[arg(long, default_value_t = 0, value_name = "SEQ")]
        after: u64,
    },
}

/// Does it, and writes what it finds to `out`.
pub async fn run(command: LogCommand, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        LogCommand::Verify { data } => {
            let head = Store::open_existing(&data).await?.verify_log().await?;
            writeln!(out, "{} entries, head {}", head.entries, head.hash)?;
        }
        LogCommand::Show { data, after } => show(&Store::open_existing(&data).await?, after, out).await?,
    }
    out.flush().context("writing")
}

async fn show(store: &Store, mut after: u64, out: &mut impl Write) -> anyhow::Result<()> {
    loop {
        let page = store.log_page(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        for entry in &page {
            writeln!(out, "{}", line(entry)?)?;
        }
    }
}

fn line(entry: &LogEntry) -> serde_json::Result<serde_json::Value> {
    Ok(serde_json::json!({
        "seq": entry.seq,
        "hash": entry.hash.to_string(),
        "entry": serde_json::to_value(&entry.recorded)?,
    }))
}

#[cfg(test)]
mod tests;
