//! Counting passed and failed tests out of what test runners print.
//!
//! Knows the closing lines of `cargo test`, Vitest and Node's test runner, with the plain `N passed, N failed` of the phone core's
//! faces. It leaves judging success to the runner's
//! exit code: a runner that breaks down prints no closing line at all.

use std::fmt;
use std::ops::AddAssign;

/// How many tests went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Did what they should.
    pub(crate) passed: u32,
    /// Did not.
    pub(crate) failed: u32,
    /// Did not run.
    pub(crate) skipped: u32,
}

impl Tally {
    /// One check that passed.
    pub(crate) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };

    /// One check that failed.
    pub(crate) const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    /// What one line of a runner's output counts; most lines count nothing.
    pub(crate) fn read(line: &str) -> Self {
        let plain = without_colours(line);
        let line = plain.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            return Self::named(rest, "passed", "failed", "ignored");
        }
        if let Some(rest) = line.strip_prefix("Tests ") {
            return Self::named(rest, "passed", "failed", "skipped");
        }
        if is_plain(line) {
            return Self::named(line, "passed", "failed", "skipped");
        }
        let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            return Self::default();
        };
        let count = |name: &str| {
            rest.strip_prefix(name)
                .and_then(|count| count.trim().parse().ok())
                .unwrap_or(0)
        };
        Self {
            passed: count("pass "),
            failed: count("fail ") + count("cancelled "),
            skipped: count("skipped ") + count("todo "),
        }
    }

    /// Reads `12 passed; 0 failed`, in any order and with any punctuation.
    fn named(line: &str, passed: &str, failed: &str, skipped: &str) -> Self {
        let words: Vec<&str> = line
            .split([' ', ';', '.', '|', ','])
            .filter(|word| !word.is_empty())
            .collect();
        let count = |name: &str| {
            let at = words.iter().position(|&word| word == name)?.checked_sub(1)?;
            words.get(at)?.parse().ok()
        };
        Self {
            passed: count(passed).unwrap_or(0),
            failed: count(failed).unwrap_or(0),
            skipped: count(skipped).unwrap_or(0),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Whether a line is `N passed, N failed`, with nothing else but perhaps `, N skipped`.
fn is_plain(line: &str) -> bool {
    let counts = |part: &str, name: &str| {
        let count = part.strip_suffix(name).and_then(|count| count.strip_suffix(' '));
        count.is_some_and(|count| count.parse::<u32>().is_ok())
    };
    match line.split(", ").collect::<Vec<_>>().as_slice() {
        [passed, failed] => counts(passed, "passed") && counts(failed, "failed"),
        [passed, failed, skipped] => {
            counts(passed, "passed") && counts(failed, "failed") && counts(skipped, "skipped")
        }
        _ => false,
    }
}

/// Takes out the ANSI sequences that set colours (ECMA-48, SGR).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests;
