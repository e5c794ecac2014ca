//! How figures are printed: one JSON object for programs, a table for people.

use std::io::Write as _;

use serde_json::Value;

/// Prints a JSON object.
pub(crate) fn print(figures: &Value, as_json: bool) -> anyhow::Result<()> {
    let text = if as_json {
        figures.to_string()
    } else {
        table(figures)
    };
    writeln!(std::io::stdout(), "{}", text.trim_end())?;
    Ok(())
}

/// A line for each value, named by its way from the top.
fn table(figures: &Value) -> String {
    let mut lines = Vec::new();
    collect(String::new(), figures, &mut lines);
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = lines
        .into_iter()
        .map(|(name, value)| format!("{name:width$}  {value}\n"));
    lines.collect()
}

fn collect(name: String, value: &Value, lines: &mut Vec<(String, String)>) {
    let within = |inner: &str| {
        if name.is_empty() {
            inner.to_owned()
        } else {
            format!("{name}.{inner}")
        }
    };
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                collect(within(key), value, lines);
            }
        }
        Value::Array(inner) if inner.iter().any(Value::is_object) => {
            for (place, value) in inner.iter().enumerate() {
                collect(within(&place.to_string()), value, lines);
            }
        }
        Value::Array(inner) => {
            let all: Vec<String> = inner.iter().map(plain).collect();
            lines.push((name, all.join(" ")));
        }
        plain_value => lines.push((name, plain(plain_value))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            format!("{number:.*}", if number.abs() < 10.0 { 4 } else { 1 })
        }
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
