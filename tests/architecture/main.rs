//! What the architecture promises, read from the tree itself.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a tree that cannot be read fails here"
)]

mod imports;
mod lints;
mod tree;
mod typescript;
