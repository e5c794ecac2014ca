//! The server: HTTP, sockets, media, database and clock around the hall's machines.

mod clock;
pub mod media_loop;
pub mod people;
pub mod store;
