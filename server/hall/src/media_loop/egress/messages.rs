//! How datagrams are grouped for sending.
//!
//! A message holds datagrams to one address that are all of one size, but for the last, which may be shorter. A run holds
//! messages that go out with one call, for which they have to agree on the size to be cut at.

use std::net::SocketAddr;
use std::ops::Range;

/// The most datagrams to one address in a row; more would be a burst that a router's queue drops.
const MOST_IN_A_ROW: usize = 8;

/// Datagrams to one address, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) first: usize,
    end: usize,
}

/// Messages for one call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// What the kernel cuts them at; `None` if there is nothing to cut.
    pub(super) size: Option<u16>,
    pub(super) messages: Vec<Message>,
}

impl Message {
    /// A single datagram.
    pub(super) fn one(at: usize) -> Self {
        Self {
            first: at,
            end: at + 1,
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.first..self.end
    }

    pub(super) fn count(&self) -> usize {
        self.end - self.first
    }
}

/// Groups datagrams, keeping their order; each is a message of its own unless they may be cut.
pub(super) fn runs(datagrams: &[(SocketAddr, Vec<u8>)], may_cut: bool) -> Vec<Run> {
    let most = if may_cut { MOST_IN_A_ROW } else { 1 };
    let mut runs = Vec::new();
    let mut run = Run::default();
    let mut largest = 0;
    let mut rest = datagrams;
    while let [(_, head), ..] = rest {
        let first = datagrams.len() - rest.len();
        let count = in_a_row(rest, most);
        let size = u16::try_from(head.len()).unwrap_or(u16::MAX);
        let agrees = match run.size {
            Some(cut_at) if count > 1 => cut_at == size,
            Some(cut_at) => cut_at >= size,
            None => count == 1 || size >= largest,
        };
        if !agrees {
            runs.push(std::mem::take(&mut run));
            largest = 0;
        }
        if count > 1 {
            run.size = Some(size);
        }
        largest = largest.max(size);
        run.messages.push(Message {
            first,
            end: first + count,
        });
        rest = rest.get(count..).unwrap_or_default();
    }
    if !run.messages.is_empty() {
        runs.push(run);
    }
    runs
}

/// How many of the first datagrams go to one address and can be cut out of one piece.
fn in_a_row(datagrams: &[(SocketAddr, Vec<u8>)], most: usize) -> usize {
    let Some((to, head)) = datagrams.first() else {
        return 0;
    };
    if head.is_empty() {
        return 1;
    }
    let alike = |(other, bytes): &&(SocketAddr, Vec<u8>)| other == to && bytes.len() == head.len();
    let count = datagrams.iter().take(most).take_while(alike).count();
    let shorter = datagrams
        .get(count)
        .filter(|_| count < most)
        .is_some_and(|(other, bytes)| other == to && (1..head.len()).contains(&bytes.len()));
    count + usize::from(shorter)
}

#[cfg(test)]
mod tests;
