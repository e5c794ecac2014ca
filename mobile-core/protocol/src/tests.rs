//! Tests of the messages.
//!
//! A snapshot is a promise to the phones already out there: what it shows may grow, and nothing in
//! it may change or go.

mod api_bodies;
mod entries;
mod foresight;
mod newer;
mod samples;
mod sockets;
mod talk;
mod tolerance;
mod viewers;
mod way;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Values by name, written in the sequence given.
struct Named<'a, T>(&'a [(&'static str, T)]);

impl<T: Serialize> Serialize for Named<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Compares every value with the snapshot `name`, then with itself read back.
fn check<T: Serialize + DeserializeOwned>(name: &str, values: &[(&'static str, T)]) {
    insta::assert_json_snapshot!(name, Named(values));
    for (variant, value) in values {
        let written = serde_json::to_string(value).unwrap();
        let read: T = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "{name} {variant}");
    }
}

/// The same, for what can be compared.
fn check_equal<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    values: &[(&'static str, T)],
) {
    check(name, values);
    for (_, value) in values {
        let read: T = serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap();
        assert_eq!(&read, value);
    }
}

/// Fails for a variant without a sample; `all` names every variant.
fn covers<T>(samples: &[(&'static str, T)], variant: impl Fn(&T) -> &'static str, all: &[&str]) {
    for (name, sample) in samples {
        assert_eq!(name.split(' ').next(), Some(variant(sample)));
    }
    for name in all {
        assert!(
            samples.iter().any(|(_, sample)| variant(sample) == *name),
            "no sample of {name}"
        );
    }
}
