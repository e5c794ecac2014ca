mod convergence;
mod pretend_hall;
mod transcripts;
mod world;
