//! Tests of `arrivals`.
