//! Reading a world from a file: what it leaves out is as in the default world.

use serde_json::Value;

use super::{DEFAULT, Scenario, ScenarioError};

impl Scenario {
    /// The world that `text`, TOML or JSON, describes by what differs from the default one.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut whole = table(DEFAULT)?;
        overlay(&mut whole, table(text)?);
        let scenario: Self = serde_path_to_error::deserialize(whole).map_err(|error| {
            let path = error.path().to_string();
            ScenarioError::field(&path, error.inner().to_string())
        })?;
        scenario.check()?;
        Ok(scenario)
    }
}

fn table(text: &str) -> Result<Value, ScenarioError> {
    let read = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())
    };
    read.map_err(ScenarioError::Unreadable)
}

/// Puts what `over` says in place of what `under` says, table by table.
fn overlay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                match under.get_mut(&name) {
                    Some(known) => overlay(known, value),
                    // An unknown name, which the reading will refuse by itself.
                    None => drop(under.insert(name, value)),
                }
            }
        }
        (under, over) => *under = over,
    }
}
