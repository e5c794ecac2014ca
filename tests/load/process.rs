//! What a process takes, read from outside.

use std::fs;
use std::time::Duration;

use anyhow::Context as _;

/// What a process has taken so far, and takes now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// Processor time, in and out of the kernel.
    pub(crate) cpu: Duration,
    /// Resident memory, in KiB.
    pub(crate) rss_kib: u64,
    /// Threads.
    pub(crate) threads: usize,
    /// Open files, sockets among them.
    pub(crate) files: usize,
}

/// Reads `/proc`.
pub(crate) fn read(pid: u32) -> anyhow::Result<Taken> {
    let gone = || format!("reading what process {pid} takes; is it the server's, and this machine's?");
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).with_context(gone)?;
    // Behind the name, which may hold anything: utime is the 14th field, stime the 15th (proc(5)).
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<u64>().ok());
    let ticks = ticks(11).zip(ticks(12)).with_context(gone)?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).with_context(gone)?;
    let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let rss = rss.and_then(|rss| rss.split_whitespace().next()?.parse().ok());
    let count = |folder: &str| anyhow::Ok(fs::read_dir(format!("/proc/{pid}/{folder}"))?.count());
    Ok(Taken {
        cpu: Duration::from_millis((ticks.0 + ticks.1) * 1_000 / rustix::param::clock_ticks_per_second()),
        rss_kib: rss.with_context(gone)?,
        threads: count("task").with_context(gone)?,
        files: count("fd").with_context(gone)?,
    })
}
