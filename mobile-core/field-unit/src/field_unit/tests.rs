//! Shows what `field_unit` promises.

mod arriving;
mod battery;
mod calling;
mod camera_asking;
mod convergence;
mod correspondence;
mod disk;
mod keeping_time;
mod pretend_hall;
mod probing;
mod seeing_to;
mod sos;
mod spent;
mod telephone;
mod transcripts;
mod watching;
mod world;
