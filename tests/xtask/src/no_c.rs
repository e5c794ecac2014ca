//! What stands in for a phone's C compiler where only Rust is checked.
//!
//! Some of the phone core's crates bring C code, which takes the compilers of Android's NDK or of Xcode. Type-checking
//! Rust needs none of what they make, so cargo is told to call this program in their place. What it writes is empty: it says
//! nothing about the C code, and nothing can be linked with it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Set where this program stands in for a C compiler.
const MARK: &str = "YIKE_NO_C";

/// An archive without members.
const EMPTY_ARCHIVE: &[u8] = b"!<arch>\n";

/// What is written in place of a compiler or an archiver.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// The family of compilers that it belongs to, which build scripts find out by the preprocessor.
    Family,
    /// A file that holds nothing.
    Empty { file: PathBuf, content: &'static [u8] },
    /// Nothing was asked for.
    Nothing,
}

/// Makes a cargo command leave out the C code of a target.
pub(crate) fn leave_out<'a>(command: &'a mut Command, target: &str) -> Result<&'a mut Command> {
    let this = env::current_exe().context("could not find this program")?;
    for tool in ["CC", "CXX", "AR"] {
        command.env(format!("{tool}_{}", target.replace('-', "_")), &this);
    }
    // Where Apple's headers would be: any folder keeps build scripts from asking Xcode.
    Ok(command.env(MARK, "1").env("SDKROOT", crate::root()))
}

/// Whether this program was called in place of a C compiler.
pub(crate) fn is_asked_for() -> bool {
    env::var_os(MARK).is_some()
}

/// Answers as a compiler or an archiver that finds nothing to do.
pub(crate) fn answer() -> Result<ExitCode> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    match asked(&arguments) {
        Answer::Family => writeln!(io::stdout(), "clang")?,
        Answer::Empty { file, content } => {
            fs::write(&file, content).with_context(|| format!("could not write {}", file.display()))?;
        }
        Answer::Nothing => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn asked(arguments: &[OsString]) -> Answer {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    if words.contains(&"-E") {
        return Answer::Family;
    }
    let after_o = words.iter().skip_while(|&&word| word != "-o").nth(1);
    if let Some(object) = after_o {
        return empty(object, b"");
    }
    let is_archive = |word: &&&str| Path::new(word).extension().is_some_and(|kind| kind == "a");
    let archive = words.iter().find(is_archive);
    archive.map_or(Answer::Nothing, |archive| empty(archive, EMPTY_ARCHIVE))
}

fn empty(file: &str, content: &'static [u8]) -> Answer {
    Answer::Empty {
        file: file.into(),
        content,
    }
}

#[cfg(test)]
mod tests;
