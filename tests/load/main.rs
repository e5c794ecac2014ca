//! `yike-load`: publishers and viewers against a media server, to size a machine or to compare servers.
//!
//! Every client is a real one (ICE, DTLS, SRTP, repair, transport feedback); what it received is counted by itself, and the
//! server's processor time and memory are read from outside.

mod client;
mod figures;
mod frame;
mod http;
mod lacks;
mod process;
mod publisher;
mod sfu;
mod stamp;
mod target;
mod viewers;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Loads a media server and tells how it fared.
#[derive(Debug, Parser)]
#[command(name = "yike-load", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Publishes streams, lets viewers watch them; tells packets, latency, joining, processor time and memory.
    Sfu(sfu::SfuArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Installed twice only if a library did it first.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let run = match arguments.command {
        Command::Sfu(args) => sfu::run(args).await,
    };
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yike-load: {error:#}");
            ExitCode::FAILURE
        }
    }
}
