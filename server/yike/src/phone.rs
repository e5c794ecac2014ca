//! `yike phone`: a unit without a screen, driven by lines.
//!
//! It is the phone core that apps hold, in a process of its own: for a vehicle's computer, for trying an integration, and to be killed
//! by stories. A line of JSON on standard input is what the officer does; once it is safe on the disk a line on standard output says so.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use phone::{Phone, PhoneConfig};

use crate::stop_signal::stop_signal;

mod asked;
mod lines;
mod shown;
mod told;

/// What `yike phone` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct PhoneArgs {
    /// The hall's address.
    #[arg(long, value_name = "URL")]
    pub hall: String,
    /// The officer's name.
    #[arg(long)]
    pub name: String,
    /// The officer's password.
    #[arg(long, env = "YIKE_PASSWORD", hide_env_values = true)]
    pub password: String,
    /// The file that keeps what the hall has yet to be told; made if absent.
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Certificates in PEM to trust beside the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

/// Runs until the input ends or the operator's word to stop; what the hall has yet to be told stays in the store.
pub async fn run(
    args: PhoneArgs,
    input: impl Read + Send + 'static,
    output: &mut impl Write,
) -> anyhow::Result<()> {
    let ca = args
        .ca
        .map(|file| std::fs::read(&file).with_context(|| format!("reading {}", file.display())));
    let phone = Phone::start(PhoneConfig {
        hall: args.hall,
        name: args.name,
        password: args.password,
        enrolled: None,
        store: args.store,
        app: concat!("yike phone ", env!("CARGO_PKG_VERSION")).to_owned(),
        connect_to: None,
        proxy: None,
        ca: ca.transpose()?,
    })
    .context("starting the phone")?;
    let stopped = stop_signal()?;
    let driven = tokio::select! {
        driven = drive(&phone, input, output) => driven,
        () = stopped => Ok(()),
    };
    phone.shutdown().await;
    driven
}

/// Does line by line what is asked, and says meanwhile what the phone knows whenever that changes.
async fn drive(
    phone: &Phone,
    input: impl Read + Send + 'static,
    output: &mut impl Write,
) -> anyhow::Result<()> {
    let mut lines = lines::of(input);
    let mut notices = phone.notices();
    let mut known = shown::of(&phone.snapshot());
    say(output, &known)?;
    loop {
        tokio::select! {
            line = lines.recv() => {
                let Some(line) = line else { return Ok(()) };
                let answer = asked::answer(phone, &line.context("reading what to do")?).await;
                say(output, &answer)?;
            }
            notice = notices.next() => {
                let told = notice.context("the phone stopped by itself")?;
                if let Some(told) = told::of(told) {
                    say(output, &told)?;
                }
            }
            changed = phone.until(|snapshot| shown::of(snapshot) != known) => {
                let snapshot = changed.context("the phone stopped by itself")?;
                known = shown::of(&snapshot);
                say(output, &known)?;
            }
        }
    }
}

fn say(output: &mut impl Write, line: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut bytes = serde_json::to_vec(line).context("writing a line")?;
    bytes.push(b'\n');
    output
        .write_all(&bytes)
        .and_then(|()| output.flush())
        .context("writing a line")
}

#[cfg(test)]
mod tests;
