//! Shows what `field_unit` promises.

mod calling;
mod convergence;
mod pretend_hall;
mod transcripts;
mod world;
