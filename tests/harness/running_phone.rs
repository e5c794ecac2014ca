//! A phone in a process of its own, which can be killed at any moment.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::Value;

use crate::SOON;
use crate::running_hall::binary;

/// `yike phone`; killed when dropped.
pub struct RunningPhone {
    child: Child,
    told: ChildStdin,
    said: mpsc::Receiver<Value>,
    lines: u64,
}

impl RunningPhone {
    /// Starts the phone of who signs in by `name`, on what `store` holds.
    pub fn start(hall: &str, name: &str, password: &str, store: &Path) -> Self {
        let mut child = Command::new(binary())
            .args(["phone", "--hall", hall, "--name", name, "--store"])
            .arg(store)
            .env("YIKE_PASSWORD", password)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask build` makes it", binary().display()));
        let told = child.stdin.take().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (say, said) = mpsc::channel();
        thread::spawn(move || {
            // The last line of a phone that is killed may be torn.
            let lines = BufReader::new(stdout).lines().map_while(Result::ok);
            let whole = lines.map_while(|line| serde_json::from_str(&line).ok());
            whole
                .take_while(|line: &Value| say.send(line.clone()).is_ok())
                .for_each(drop);
        });
        Self {
            child,
            told,
            said,
            lines: 0,
        }
    }

    /// Tells it a line, with no wait for the answer; the number of the line.
    pub fn tell(&mut self, line: &Value) -> u64 {
        // A phone that was killed takes no line; what it answered before is heard all the same.
        let _ = writeln!(self.told, "{line}");
        self.lines += 1;
        self.lines
    }

    /// Waits until it says what is wished.
    pub fn hear(&self, what: &str, mut wished: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let line = self
                .said
                .recv_timeout(SOON)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            if wished(&line) {
                return line;
            }
        }
    }

    /// Ends it as an empty battery does; every line it said until then.
    pub fn kill(mut self) -> Vec<Value> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        std::iter::from_fn(|| self.said.recv_timeout(SOON).ok()).collect()
    }
}

impl Drop for RunningPhone {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
