//! The hash tables a packet is looked up in.
//!
//! Their keys are numbers of ours, or addresses that have proved themselves, so that a fast hash with a random start
//! serves (`foldhash`); the standard one is made for keys that anybody may choose.

use std::collections::HashMap;

/// A table.
pub(crate) type Table<K, V> = HashMap<K, V, foldhash::fast::RandomState>;
