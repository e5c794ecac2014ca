//! What an older phone and its hall said to each other, line by line.
//!
//! Each line is a JSON object that says when, and who did what. What was said over the socket is kept as it was written, byte for byte, but for
//! identities and the phone's times, which stand as names in braces: `{unit}`, `{entry-3}`, and `{now-37}` for the moment 37 ms before.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tests::test_hall::fresh;

/// One thing that happened, in the sequence of happening.
#[derive(Debug)]
pub(super) enum Line<'a> {
    /// The phone called the HTTP door; a call of `/ws/unit` opens the socket.
    PhoneCalls(Call),
    /// The hall answered that call.
    HallAnswers(Answered),
    /// The phone's message on the socket.
    PhoneSays(&'a str),
    /// The hall's.
    HallSays(&'a str),
    /// What somebody at a desk did meanwhile, by another door.
    Desk(Deed),
    /// The phone closed the socket.
    PhoneHangsUp,
}

/// A request, without what each connection makes up for itself.
#[derive(Debug, Deserialize)]
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
    /// A body of JSON.
    pub(super) body: Option<Value>,
    /// Any other body.
    pub(super) base64: Option<String>,
}

/// An answer; of its headers only what a phone looks at.
#[derive(Debug, Deserialize)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Value>,
}

/// What a desk did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Deed {
    SendsAnOrder,
    ClosesTheOrder,
}

/// The lines of a recording, each with how long after the first one it was.
pub(super) fn lines(recorded: &str) -> impl Iterator<Item = (Duration, Line<'_>)> {
    recorded.lines().map(|line| {
        let (at_ms, key, said) = parts(line).unwrap_or_else(|| panic!("{line}"));
        let what = match key {
            "phone_calls" => Line::PhoneCalls(serde_json::from_str(said).unwrap()),
            "hall_answers" => Line::HallAnswers(serde_json::from_str(said).unwrap()),
            "phone_says" => Line::PhoneSays(said),
            "hall_says" => Line::HallSays(said),
            "desk" => Line::Desk(serde_json::from_str(said).unwrap()),
            "phone_hangs_up" => Line::PhoneHangsUp,
            _ => panic!("nobody does `{key}`"),
        };
        (Duration::from_millis(at_ms), what)
    })
}

/// Cuts a line up, which leaves what was said as it was written.
fn parts(line: &str) -> Option<(u64, &str, &str)> {
    let (at_ms, rest) = line.strip_prefix("{\"at_ms\":")?.split_once(",\"")?;
    let (key, said) = rest.strip_suffix('}')?.split_once("\":")?;
    Some((at_ms.parse().ok()?, key, said))
}

/// What stands for the names of a recording when it is played.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Has a name stand for something from here on.
    pub(super) fn learn(&mut self, name: &str, stands_for: &impl ToString) {
        self.0.insert(name.to_owned(), stands_for.to_string());
    }

    /// A text with everything in place of the names; entries of the phone's get fresh identities.
    pub(super) fn fill(&mut self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            if let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_name(name)) {
                filled.push_str(&self.stands_for(name));
                rest = after;
            } else {
                // An object of JSON.
                filled.push('{');
                rest = after;
            }
        }
        filled + rest
    }

    fn stands_for(&mut self, name: &str) -> String {
        if let Some(ago) = name.strip_prefix("now-") {
            let ago = Duration::from_millis(ago.parse().unwrap());
            return hall::now().before(ago).to_string();
        }
        if name.starts_with("entry-") {
            let entry = self.0.entry(name.to_owned());
            return entry.or_insert_with(|| fresh().to_string()).clone();
        }
        let known = self.0.get(name);
        known
            .unwrap_or_else(|| panic!("nothing stands for {name} yet"))
            .clone()
    }
}

fn is_name(text: &str) -> bool {
    let of_a_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(of_a_name)
}
