//! Shows what `field_unit` promises.

mod convergence;
mod pretend_hall;
mod transcripts;
mod world;
