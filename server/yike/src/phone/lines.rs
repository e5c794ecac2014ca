//! The lines of an input, one at a time and none without end.

use std::io::{self, BufRead, BufReader, Read};
use std::thread;

use tokio::sync::mpsc;

/// As long is a line at most, with its end.
const MAX_LINE: u64 = 64 * 1024;

/// A line with its number, counted from one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number.
    pub(super) number: u64,
    /// What is in it.
    pub(super) bytes: Result<Vec<u8>, TooLong>,
}

/// A line without end is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Reads on a thread of its own, which ends with the input or the process: a read from a terminal cannot be broken off.
pub(super) fn of(input: impl Read + Send + 'static) -> mpsc::Receiver<io::Result<Line>> {
    let (read, lines) = mpsc::channel(1);
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        let mut number = 0;
        while let Some(bytes) = next(&mut input).transpose() {
            number += 1;
            let line = bytes.map(|bytes| Line { number, bytes });
            let last = line.is_err();
            if read.blocking_send(line).is_err() || last {
                break;
            }
        }
    });
    lines
}

/// The next line; none at the end of the input.
fn next(input: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, TooLong>>> {
    let mut line = Vec::new();
    input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || (line.len() as u64) < MAX_LINE {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Err(TooLong)))
}
