//! The program.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use yike::Arguments;

/// A hall runs for months and media comes and goes by the thousand: the system's allocator grows on that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Every TLS connection and listener takes this one; installed twice only if a library did it first.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match Box::pin(yike::run(arguments)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yike: {error:#}");
            ExitCode::FAILURE
        }
    }
}
