//! The program's commands.

pub mod demo;
