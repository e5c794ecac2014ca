//! The server: HTTP, sockets, media, database and clock around the hall's machines.

mod clock;
pub mod people;
pub mod store;
