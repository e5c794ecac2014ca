//! Where a password comes from: a file, a terminal that does not show it, or standard input.

use std::io::{self, BufRead, IsTerminal as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use secrecy::SecretString;

/// Bytes of input that are looked at for a password.
const LOOKED_AT: u64 = 4096;

/// Reads a password.
pub(super) fn read(file: Option<&Path>) -> anyhow::Result<SecretString> {
    if let Some(file) = file {
        let open = std::fs::File::open(file)
            .with_context(|| format!("reading the password from {}", file.display()))?;
        return first_line(io::BufReader::new(open));
    }
    if !io::stdin().is_terminal() {
        return first_line(io::stdin().lock());
    }
    let ask = |prompt| {
        rpassword::prompt_password(prompt)
            .map(SecretString::from)
            .context("asking for the password")
    };
    let password = ask("Password: ")?;
    if secrecy::ExposeSecret::expose_secret(&ask("Once more: ")?)
        != secrecy::ExposeSecret::expose_secret(&password)
    {
        bail!("these were two different passwords; nothing was changed");
    }
    Ok(password)
}

fn first_line(input: impl BufRead) -> anyhow::Result<SecretString> {
    let mut line = String::new();
    input
        .take(LOOKED_AT)
        .read_line(&mut line)
        .context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).into())
}
