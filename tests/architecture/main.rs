//! What the architecture promises, read from the tree itself.

mod imports;
mod lints;
mod tree;
mod typescript;
