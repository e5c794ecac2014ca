//! Reading what a socket says, or saying which field is wrong.
//!
//! Serde sets a message aside whole until it knows its kind, and by then no longer knows where a fault lies. So the
//! fault is looked for: alone with the kind, the field that has it still shows it, and no other does.

use protocol::{Entry, Told};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields that name the kind of a message or of an entry.
const KINDS: [&str; 2] = ["type", "told"];

/// No message has more fields; in one that does, none is looked for.
const FIELDS: usize = 32;

/// Reads a message; otherwise says what is wrong, with the field if it is one field's fault.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| in_words::<T>(text, &error))
}

fn in_words<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> String {
    let looked_for = serde_json::from_str(text).ok().and_then(|message| {
        // What is missing is named already.
        let fault = fault::<T>(&message).filter(|fault| !fault.starts_with("missing field"))?;
        let field = field_at_fault::<T>(&message, &fault)?;
        Some(format!("{}: {fault}", within_entries(&message, field, &fault)))
    });
    looked_for.unwrap_or_else(|| error.to_string())
}

/// What is wrong with a value that should be a `T`, if anything is.
fn fault<T: DeserializeOwned>(value: &Value) -> Option<String> {
    T::deserialize(value)
        .err()
        .map(|error: serde_json::Error| error.to_string())
}

fn field_at_fault<'a, T: DeserializeOwned>(value: &'a Value, fault: &str) -> Option<&'a str> {
    let fields = value.as_object().filter(|fields| fields.len() <= FIELDS)?;
    let has_it = |name: &str| self::fault::<T>(&alone(fields, name)).is_some_and(|alone| alone == fault);
    let mut names = fields.keys().map(String::as_str);
    names.find(|name| has_it(name))
}

/// A value with one of the fields and the kind.
fn alone(fields: &Map<String, Value>, name: &str) -> Value {
    let kept = fields
        .iter()
        .filter(|(field, _)| *field == name || KINDS.contains(&field.as_str()));
    Value::Object(
        kept.map(|(field, value)| (field.clone(), value.clone()))
            .collect(),
    )
}

/// The way to the fault inside a list of entries; otherwise the field itself.
fn within_entries(message: &Value, field: &str, fault: &str) -> String {
    let inside = message.get(field).and_then(Value::as_array).and_then(|entries| {
        let has_it = |entry: &&Value| self::fault::<Entry>(entry).is_some_and(|known| known == fault);
        let number = entries.iter().position(|entry| has_it(&entry))?;
        let entry = entries.get(number)?;
        let inner = field_at_fault::<Entry>(entry, fault).or_else(|| field_at_fault::<Told>(entry, fault));
        let inner = inner.map_or_else(String::new, |inner| format!(".{inner}"));
        Some(format!("{field}[{number}]{inner}"))
    });
    inside.unwrap_or_else(|| field.to_owned())
}

#[cfg(test)]
mod tests;
