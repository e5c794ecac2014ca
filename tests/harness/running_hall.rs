//! A hall in a process of its own, which can be killed at any moment.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;

use phone::{Phone, PhoneConfig};
use serde_json::Value;

use crate::{Desk, SOON};

/// `yike demo` with nobody pretending; killed when dropped.
pub struct RunningHall {
    child: Child,
    ready: Value,
}

impl RunningHall {
    /// Starts it on what `data` holds, and waits until it is ready.
    pub fn start(data: &Path, port: u16) -> Self {
        let mut child = Command::new(binary())
            .args(["demo", "--units", "0", "--cameras", "0", "--port"])
            .arg(port.to_string())
            .arg("--data")
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask build` makes it", binary().display()));
        let stdout = child.stdout.take().unwrap();
        let mut hall = Self {
            child,
            ready: Value::Null,
        };
        let (say, said) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(stdout).read_line(&mut line);
            let _ = say.send(line);
        });
        let line = said.recv_timeout(SOON).expect("the hall is ready in time");
        hall.ready =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("the hall did not start: {line:?}"));
        hall
    }

    /// Ends it as a power cut does.
    pub fn kill(self) {
        drop(self);
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.url().rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Signs the dispatcher in.
    pub async fn dispatcher(&self) -> Desk {
        let login = self.logins("dispatcher").remove(0);
        Desk::sign_in(self.url(), &word(&login, "name"), &word(&login, "password")).await
    }

    /// The phones of its officers, with their stores in `folder`.
    pub fn phones(&self, folder: &Path) -> Vec<Phone> {
        let phone = |(number, login)| {
            Phone::start(PhoneConfig {
                hall: self.url().to_owned(),
                name: word(login, "name"),
                password: word(login, "password"),
                store: folder.join(format!("story-phone-{number}.db")),
                app: "stories".to_owned(),
                enrolled: None,
                connect_to: None,
                proxy: None,
                ca: None,
            })
            .unwrap()
        };
        self.logins("officer").iter().enumerate().map(phone).collect()
    }

    fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    fn logins(&self, role: &str) -> Vec<Value> {
        let logins = self.ready["logins"].as_array().unwrap().iter();
        logins.filter(|login| login["role"] == role).cloned().collect()
    }
}

impl Drop for RunningHall {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `yike log verify` says of a hall's folder.
pub fn verify_log(data: &Path) -> Output {
    Command::new(binary())
        .args(["log", "verify", "--data"])
        .arg(data)
        .output()
        .unwrap()
}

fn word(login: &Value, field: &str) -> String {
    login[field].as_str().unwrap().to_owned()
}

/// The binary under test: `YIKE_BIN`, or the release build that lies beside the tests.
pub(crate) fn binary() -> PathBuf {
    let beside_the_tests = || {
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("yike")
    };
    std::env::var_os("YIKE_BIN").map_or_else(beside_the_tests, PathBuf::from)
}
