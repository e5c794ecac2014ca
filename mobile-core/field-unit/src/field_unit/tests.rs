//! Shows what `field_unit` promises.

mod arriving;
mod calling;
mod convergence;
mod disk;
mod keeping_time;
mod pretend_hall;
mod probing;
mod sos;
mod transcripts;
mod watching;
mod world;
