//! The settings as they were written, with what is wrong with them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::ConfigFault;

/// What the environment's variables begin with.
const PREFIX: &str = "YIKE_";

/// The variable that names the file itself.
const FILE_VARIABLE: &str = "YIKE_CONFIG";

/// One setting after its parsing.
#[derive(Clone, Debug)]
pub(super) enum Setting<T> {
    /// Nobody said anything.
    Absent,
    /// What was said is at fault, which was noted.
    Faulty,
    /// What was said.
    Value(T),
}

impl<T> Setting<T> {
    /// What was said, or the default if nobody said anything; nothing if it is at fault.
    pub(super) fn or_default(self, default: impl FnOnce() -> Option<T>) -> Option<T> {
        match self {
            Self::Absent => default(),
            Self::Faulty => None,
            Self::Value(value) => Some(value),
        }
    }

    /// What was said, if anything was, unless it is at fault.
    pub(super) fn optional(self) -> Result<Option<T>, Noted> {
        match self {
            Self::Absent => Ok(None),
            Self::Faulty => Err(Noted),
            Self::Value(value) => Ok(Some(value)),
        }
    }
}

/// The fault was noted already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted;

/// The settings as they were written.
#[derive(Debug)]
pub(super) struct Settings {
    file: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    known: Vec<&'static str>,
    faults: Vec<ConfigFault>,
}

impl Settings {
    pub(super) fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let mut settings = Self {
            file: BTreeMap::new(),
            environment: BTreeMap::new(),
            known: Vec::new(),
            faults: Vec::new(),
        };
        for (name, value) in environment {
            settings.read_variable(&name.to_string_lossy(), value);
        }
        if let Some(file) = file {
            settings.read_file(file);
        }
        settings
    }

    /// Parses the setting `key`; `what` says what it must be.
    pub(super) fn parse<T>(
        &mut self,
        key: &'static str,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Setting<T> {
        self.known.push(key);
        let Some(text) = self.environment.get(key).or_else(|| self.file.get(key)) else {
            return Setting::Absent;
        };
        if let Some(value) = parse(text) {
            return Setting::Value(value);
        }
        let problem = format!("\"{text}\" is not {what}");
        self.fault(key, problem);
        Setting::Faulty
    }

    /// Notes what is wrong with a setting.
    pub(super) fn fault(&mut self, key: &str, problem: impl Into<String>) {
        let field = if self.environment.contains_key(key) {
            variable(key)
        } else {
            key.to_owned()
        };
        self.faults.push(ConfigFault {
            field,
            problem: problem.into(),
        });
    }

    /// Everything wrong, with the settings that nobody knows.
    pub(super) fn finish(mut self) -> Vec<ConfigFault> {
        let unknown = |key: &&String| !self.known.contains(&key.as_str());
        let in_file = self.file.keys().filter(unknown).cloned();
        let in_environment = self.environment.keys().filter(unknown).map(|key| variable(key));
        let problem = format!("nobody knows this setting; there are {}", self.known.join(", "));
        let unknown: Vec<_> = in_file
            .chain(in_environment)
            .map(|field| ConfigFault {
                field,
                problem: problem.clone(),
            })
            .collect();
        self.faults.extend(unknown);
        self.faults
    }

    fn read_variable(&mut self, name: &str, value: OsString) {
        let Some(key) = name.strip_prefix(PREFIX).filter(|_| name != FILE_VARIABLE) else {
            return;
        };
        match value.into_string() {
            Ok(text) => drop(self.environment.insert(key.to_lowercase(), text)),
            Err(_) => self.faults.push(ConfigFault {
                field: name.to_owned(),
                problem: "the value is not UTF-8; write it anew".to_owned(),
            }),
        }
    }

    fn read_file(&mut self, file: &Path) {
        let field = file.display().to_string();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                let problem = format!("the file cannot be read: {error}");
                return self.faults.push(ConfigFault { field, problem });
            }
        };
        let table: toml::Table = match toml::from_str(&text) {
            Ok(table) => table,
            Err(error) => {
                let problem = format!("the file is no TOML: {}", error.to_string().trim_end());
                return self.faults.push(ConfigFault { field, problem });
            }
        };
        for (key, value) in table {
            match value {
                toml::Value::String(text) => drop(self.file.insert(key, text)),
                toml::Value::Integer(_) | toml::Value::Boolean(_) => {
                    drop(self.file.insert(key, value.to_string()));
                }
                other => {
                    let problem = format!(
                        "a setting is one value, not {} {}",
                        article(&other),
                        other.type_str()
                    );
                    self.faults.push(ConfigFault { field: key, problem });
                }
            }
        }
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

fn article(value: &toml::Value) -> &'static str {
    if value.is_array() { "an" } else { "a" }
}
