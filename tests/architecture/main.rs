//! What the architecture promises, read from the tree itself.

mod typescript;
