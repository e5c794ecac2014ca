//! Packets in, frames out: whatever is lost, late, doubled or made up.

mod any_net;
mod pictures;
mod sound;
