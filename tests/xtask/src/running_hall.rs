//! A hall in a process of its own, for runners that cannot start one.
//!
//! What it prints once it is ready names its address and who may sign in; that line is passed on to the runner.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::run::program;
use crate::target;

/// How long it may take to be ready.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// `yike demo` with nobody pretending; ended when dropped.
pub(crate) struct RunningHall {
    child: Child,
    /// Its address and who may sign in, as a line of JSON.
    pub(crate) ready: String,
}

impl RunningHall {
    /// Starts one and waits until it is ready.
    pub(crate) fn start() -> Result<Self> {
        let yike = target().join("release/yike").display().to_string();
        let mut command = program(&yike, &["demo", "--units", "0", "--cameras", "0", "--port", "0"]);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not run {yike}"))?;
        let said = child.stdout.take();
        let mut hall = Self {
            child,
            ready: String::new(),
        };
        let (say, ready) = mpsc::channel();
        // It ends with the hall, if nothing is ever said.
        thread::spawn(move || {
            let mut line = String::new();
            let read = said.map(|said| BufReader::new(said).read_line(&mut line));
            let _ = say.send(read.transpose().map(|_| line));
        });
        hall.ready = ready
            .recv_timeout(READY_WITHIN)
            .context("the hall was not ready within a minute")??;
        if hall.ready.is_empty() {
            bail!("the hall ended before it was ready");
        }
        Ok(hall)
    }
}

impl Drop for RunningHall {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
