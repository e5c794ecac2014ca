//! The outputs as a person can read them.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display, Write};

use super::*;
use crate::Record;

/// Inputs with the outputs that they brought about, one a line.
pub(super) struct Transcript {
    text: String,
    heading: Option<String>,
    names: BTreeMap<String, String>,
    counts: BTreeMap<&'static str, u32>,
}

impl Default for Transcript {
    fn default() -> Self {
        let mut names = BTreeMap::new();
        for number in 1..=2 {
            names.insert(town(number).to_string(), format!("town-{number}"));
            names.insert(desk(number).person.to_string(), format!("desk-{number}"));
        }
        for number in 1..=4 {
            names.insert(unit(number).to_string(), format!("unit-{number}"));
        }
        names.insert(dispatcher().person.to_string(), "dispatcher".to_owned());
        Self {
            text: String::new(),
            heading: None,
            names,
            counts: BTreeMap::new(),
        }
    }
}

/// The first word of what `thing` looks like.
pub(super) fn first_word(thing: &impl Debug) -> String {
    let text = format!("{thing:?}");
    text.split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap()
        .to_owned()
}

/// What a phone tells, in short.
pub(super) fn words(told: &UnitTold) -> String {
    match told {
        UnitTold::Order { command, .. } => first_word(command),
        UnitTold::Duty(on_duty) => format!("Duty {on_duty}"),
        UnitTold::Sos { .. } => "Sos".to_owned(),
        UnitTold::Fix(_) => "Fix".to_owned(),
    }
}

/// Minutes and seconds after the start.
fn clock(time: Timestamp) -> String {
    let millis = time.as_millis() - at(0).as_millis();
    let (seconds, sign) = (millis.abs() / 1000, if millis < 0 { "-" } else { "" });
    format!("{sign}{:02}:{:02}", seconds / 60, seconds % 60)
}

impl Transcript {
    pub(super) fn clear(&mut self) {
        self.text.clear();
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn name(&self, id: impl Display) -> String {
        let id = id.to_string();
        self.names.get(&id).cloned().unwrap_or(id)
    }

    /// Begins a new input, written down if anything follows.
    pub(super) fn heading(&mut self, now: Timestamp, what: &str) {
        self.heading = Some(format!("{} {what}\n", clock(now)));
    }

    /// Writes an output down. Forecasts are left out: they come every few seconds and have tests of their own.
    pub(super) fn line(&mut self, now: Timestamp, output: &Output) {
        let of_forecasts = match output {
            Output::Show(change) => matches!(change, Change::Forecast { .. } | Change::PromiseMap(_)),
            Output::Record(recorded) => matches!(
                recorded.record,
                Record::Alarmed { .. } | Record::ForecastsJudged { .. } | Record::TripSeen { .. }
            ),
            _ => false,
        };
        if of_forecasts {
            return;
        }
        self.text.push_str(&self.heading.take().unwrap_or_default());
        let line = self.describe(now, output);
        self.text.push_str("    ");
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn call(&mut self, kind: &'static str, id: impl Display) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        self.names.insert(id.to_string(), format!("{kind}-{count}"));
    }

    fn describe(&mut self, now: Timestamp, output: &Output) -> String {
        match output {
            Output::Record(recorded) => self.record(recorded),
            Output::KeepFix { unit, .. } => format!("keep a fix of {}", self.name(unit)),
            Output::Answer { result, .. } => match result {
                Ok(Answered::Order(order)) => format!("answer {}", self.name(order.id)),
                Ok(Answered::Incident(known)) => format!("answer {}", self.name(known.incident.id)),
                Ok(other) => format!("answer {other:?}"),
                Err(refusal) => format!("refuse: {refusal}"),
            },
            Output::AnswerUnit { unit, result, .. } => match result {
                Ok(()) => format!("answer {}: taken", self.name(unit)),
                Err(refusal) => format!("refuse {}: {}", self.name(unit), refusal.code()),
            },
            Output::SendOrders {
                unit,
                on_duty,
                sos,
                camera_asked,
                orders,
            } => {
                let orders: Vec<_> = orders.iter().map(|order| self.order(now, order)).collect();
                let duty = if *on_duty { "on duty" } else { "off duty" };
                let sos = if *sos { ", calls for help" } else { "" };
                let asked = if camera_asked.is_some() {
                    ", asked for the camera"
                } else {
                    ""
                };
                format!(
                    "send {}: {duty}{sos}{asked}, orders [{}]",
                    self.name(unit),
                    orders.join(", ")
                )
            }
            Output::SendOrder { unit, order } => {
                format!("send {}: {}", self.name(unit), self.order(now, order))
            }
            Output::SendDuty { unit, on_duty } => format!("send {}: on duty {on_duty}", self.name(unit)),
            Output::SendSos { unit, open } => format!("send {}: call for help open {open}", self.name(unit)),
            Output::SendCameraAsked { unit, asked } => {
                let by = asked.as_ref().map_or("nobody", |asked| &asked.name);
                format!("send {}: {by} asks for the camera", self.name(unit))
            }
            Output::Probe { unit, .. } => format!("probe {}", self.name(unit)),
            Output::GiveNotice(wanted) => {
                format!("tell {} by {}", self.name(wanted.unit), wanted.channel.name())
            }
            Output::HangUp { unit } => format!("hang up on {}", self.name(unit)),
            Output::Show(change) => self.change(now, change),
        }
    }

    fn record(&mut self, recorded: &Recorded) -> String {
        match &recorded.record {
            Record::IncidentRaised { incident } => self.call("incident", incident.id),
            Record::Order { order, event } => match event {
                domain::OrderEvent::Sent(_) => self.call("order", order),
                domain::OrderEvent::Offered { assignment, .. } => self.call("assignment", assignment),
                _ => {}
            },
            _ => {}
        }
        let mut text = serde_json::to_string(&recorded.record).unwrap();
        for (id, name) in &self.names {
            text = text.replace(id, name);
        }
        let mut written = String::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find("\"20") {
            let (before, from) = rest.split_at(start + 1);
            written.push_str(before);
            rest = from;
            if let Some((time, after)) = from.split_at_checked(24)
                && let Ok(time) = time.parse()
            {
                written.push_str(&clock(time));
                rest = after;
            }
        }
        let cause = if recorded.cause.is_some() { " (told)" } else { "" };
        format!("record{cause} {written}{rest}")
    }

    fn change(&self, now: Timestamp, change: &Change) -> String {
        let names = |towns: &BTreeSet<TownId>| {
            let towns: Vec<_> = towns.iter().map(|town| self.name(town)).collect();
            towns.join(", ")
        };
        match change {
            Change::Town(town) => format!("show {}", self.name(town.id)),
            Change::Rule(rule) => format!("show the rule: {rule:?}"),
            Change::Unit { unit: shown, .. } => {
                let live = if shown.live { ", live" } else { "" };
                format!("show {}: {:?}{live}", self.name(shown.unit.id), shown.state)
            }
            Change::Closures(closures) => format!("show {} closures", closures.len()),
            Change::Moved { unit, .. } => format!("show {}: moved", self.name(unit)),
            Change::Incident { incident, towns } => {
                let state = if incident.closed.is_some() {
                    "closed"
                } else {
                    "open"
                };
                format!(
                    "show {} to [{}]: {state}",
                    self.name(incident.incident.id),
                    names(towns)
                )
            }
            Change::Forecast { outlook, .. } => format!("show {outlook:?}"),
            Change::PromiseMap(news) => format!("show {news:?}"),
            Change::Order { order, towns } => {
                format!("show to [{}]: {}", names(towns), self.order(now, order))
            }
        }
    }

    fn order(&self, now: Timestamp, order: &Order) -> String {
        let status = first_word(&order.status).to_lowercase();
        let runs = order
            .clock
            .started_at(now)
            .map(|started| format!("runs from {}", clock(started)));
        let runs = runs.unwrap_or_else(|| "waits".to_owned());
        let mut text = format!("{} {status}, {runs}", self.name(order.id));
        for assignment in order.assignments.values() {
            let state = first_word(&assignment.state).to_lowercase();
            write!(text, "; {} {state}", self.name(assignment.unit)).unwrap();
        }
        for leg in Leg::ALL {
            let name = first_word(&leg).to_lowercase();
            if let Some(stamp) = order.legs.get(leg) {
                write!(
                    text,
                    "; {name} {} learnt {}",
                    clock(stamp.met_at),
                    clock(stamp.learnt_at)
                )
                .unwrap();
            }
            if let Some(breach) = order.legs.breach(leg) {
                write!(text, "; {name} missed {}", clock(breach.declared_at)).unwrap();
                if let Some(corrected) = breach.corrected_at {
                    write!(text, " corrected {}", clock(corrected)).unwrap();
                }
            }
        }
        text
    }
}
