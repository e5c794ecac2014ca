//! Makes room for what is embedded.
//!
//! A fresh clone has no built pages; an empty folder lets it compile, and the hall then says what to do.

fn main() -> std::io::Result<()> {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web-viewer/dist");
    std::fs::create_dir_all(&pages)?;
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed={}", pages.display());
    Ok(())
}
