//! The processor that is the server's alone.
//!
//! The kernel likes to wake whoever is sent a datagram where it was sent from: a client would wait there for the server to be
//! done with all others, which over a real network none does.

use std::path::Path;

use anyhow::Context as _;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

/// Keeps the calling thread, with all that it starts from then on, off a processor; tells whether there is another.
pub(crate) fn leave_to_server(core: usize) -> anyhow::Result<bool> {
    let is_there = Path::new(&format!("/sys/devices/system/cpu/cpu{core}")).exists();
    anyhow::ensure!(
        is_there,
        "--server-core {core}: this machine has no such processor"
    );
    let own = Pid::from_raw(0);
    let mut allowed = sched_getaffinity(own).context("reading which processors this program may use")?;
    allowed.unset(core).context("leaving a processor out")?;
    if allowed == CpuSet::new() {
        return Ok(false);
    }
    sched_setaffinity(own, &allowed).with_context(|| format!("leaving processor {core} to the server"))?;
    Ok(true)
}

#[cfg(test)]
mod tests;
