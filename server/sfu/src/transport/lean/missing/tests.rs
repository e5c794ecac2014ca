//! Tests of `missing`.
