//! Shows what `field_unit` promises.

mod calling;
mod convergence;
mod keeping_time;
mod pretend_hall;
mod sos;
mod transcripts;
mod world;
