//! What the fuzzer throws at the doors that strangers can reach.
//!
//! Each target is a function that takes any bytes, and panics if a promise is broken. They are plain functions so that
//! the ordinary tests replay the committed seeds, where inputs that once broke something stay. The engine itself
//! (libFuzzer) is linked only by `cargo xtask fuzz`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a fuzz target says that a promise is broken"
)]

pub mod datagrams;
pub mod messages;

#[cfg(test)]
mod tests;
