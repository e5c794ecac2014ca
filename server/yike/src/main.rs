//! The program.

use clap::Parser as _;

#[derive(clap::Parser)]
enum Command {
    Demo(yike::demo::DemoArgs),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let Command::Demo(args) = Command::parse();
    yike::demo::run(args).await
}
