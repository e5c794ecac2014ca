//! Incidents: raised, corrected, merged, closed.
//!
//! A call is written down in seconds and put right afterwards. Two calls about one thing become one
//! incident: the one that goes on takes the orders over, and the other one says where they are.

use domain::incident::{Caller, IncidentEdit, IncidentKind};
use domain::{Incident, IncidentId, OrderId, PersonId, Place, RaisedBy, Timestamp};
use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use crate::{Answered, Board, Change, Dispatch, Output, Record, Recorded, Refusal, Seat};

/// An incident with its end, if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentOnBoard {
    /// What happened.
    pub incident: Incident,
    /// When it was last corrected, if it ever was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// How it ended.
    pub closed: Option<IncidentClosed>,
    /// The incident that it turned out to be; it has ended then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<IncidentId>,
}

/// How an incident ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentClosed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// Why; empty if it was merged into another.
    pub reason: String,
}

/// What is told of an incident when it is raised.
pub(crate) struct NewIncident {
    pub(crate) kind: IncidentKind,
    pub(crate) place: Place,
    pub(crate) caller: Option<Caller>,
    pub(crate) note: String,
}

impl Board {
    /// Folds in what the log says of an incident.
    pub(crate) fn apply_to_incident(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.record {
            Record::IncidentRaised { incident } => {
                let known = IncidentOnBoard {
                    incident: incident.clone(),
                    edited_at: None,
                    closed: None,
                    merged_into: None,
                };
                if let Some(unit) = incident.unit_in_danger() {
                    self.sos.insert(unit, incident.id);
                }
                self.demand.observe(incident);
                self.incidents.insert(incident.id, known);
            }
            Record::IncidentEdited { incident, edit, .. } => {
                if let Some(known) = self.incidents.get_mut(incident) {
                    self.demand.take_back(&known.incident);
                    known.incident.edit(edit);
                    self.demand.observe(&known.incident);
                    known.edited_at = Some(at);
                    // Logs hold edits of times when a call for help could become something else.
                    if known.incident.unit_in_danger().is_none() {
                        self.sos.retain(|_, open| open != incident);
                    }
                }
            }
            Record::IncidentMoved { incident, to } => {
                if let Some(known) = self.incidents.get_mut(incident) {
                    self.demand.take_back(&known.incident);
                    known.incident.place.at = *to;
                    known.incident.place_known = true;
                    self.demand.observe(&known.incident);
                }
            }
            Record::IncidentMerged { incident, into, by } => {
                self.sos.retain(|_, open| open != incident);
                if let Some(known) = self.incidents.get_mut(incident) {
                    self.demand.take_back(&known.incident);
                    let (by, reason) = (*by, String::new());
                    known.merged_into = Some(*into);
                    known.closed = Some(IncidentClosed { at, by, reason });
                }
                for order in self.orders.values_mut() {
                    if order.incident == Some(*incident) {
                        order.incident = Some(*into);
                    }
                }
            }
            Record::IncidentClosed { incident, by, reason } => {
                self.sos.retain(|_, open| open != incident);
                if let Some(known) = self.incidents.get_mut(incident) {
                    let (by, reason) = (*by, reason.clone());
                    known.closed = Some(IncidentClosed { at, by, reason });
                }
            }
            _ => {}
        }
    }

    fn orders_of(&self, incident: IncidentId) -> Vec<OrderId> {
        let orders = self.orders.values();
        let own = orders.filter(|order| order.incident == Some(incident));
        own.map(|order| order.id).collect()
    }
}

impl Dispatch {
    pub(crate) fn raise_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        id: Option<IncidentId>,
        new: NewIncident,
    ) -> Result<Answered, Refusal> {
        match id.and_then(|id| self.board.incidents.get(&id)) {
            // Asked again, since the answer was lost on its way.
            Some(known) if known.incident.raised_by == RaisedBy::Person(by.person) => {
                return Ok(Answered::Incident(known.clone()));
            }
            Some(_) => return Err(Refusal::IdTaken),
            None => {}
        }
        let id = id.unwrap_or_else(|| IncidentId(self.ids.next(now)));
        let incident = Incident {
            id,
            kind: new.kind,
            place: new.place,
            place_known: true,
            town: by.town(),
            caller: new.caller.and_then(Caller::known),
            note: new.note,
            raised_at: now,
            raised_by: RaisedBy::Person(by.person),
        };
        self.record(now, None, Record::IncidentRaised { incident });
        self.show_incident(id);
        self.incident(id)
    }

    pub(crate) fn edit_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        id: IncidentId,
        edit: IncidentEdit,
    ) -> Result<Answered, Refusal> {
        let known = self.open_incident(id)?;
        let (was_known, was) = (known.place_known, known.place.at);
        let in_danger = known.unit_in_danger().is_some();
        let edit = known.news_in(edit);
        let is_sos = |kind| kind == IncidentKind::Sos;
        if edit.kind.is_some_and(|kind| is_sos(kind) || is_sos(known.kind)) {
            return Err(Refusal::SosKind);
        }
        let moves = edit
            .place
            .as_ref()
            .is_some_and(|place| !was_known || place.at != was);
        if edit != IncidentEdit::default() {
            let (incident, by) = (id, by.person);
            self.record(now, None, Record::IncidentEdited { incident, by, edit });
            self.show_incident(id);
        }
        if in_danger && moves {
            self.help_follows(now, id, was_known, was);
        }
        self.incident(id)
    }

    pub(crate) fn merge_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        id: IncidentId,
        into: IncidentId,
    ) -> Result<Answered, Refusal> {
        if id == into {
            return Err(Refusal::SameIncident);
        }
        let known = self.board.incidents.get(&id).ok_or(Refusal::NoSuchIncident)?;
        if known.merged_into == Some(into) {
            // Asked again, since the answer was lost on its way.
            return self.incident(into);
        }
        let calls_for_help = self.open_incident(id)?.unit_in_danger().is_some();
        if calls_for_help {
            return Err(Refusal::SosOpen);
        }
        self.open_incident(into)?;
        let moved = self.board.orders_of(id);
        let (incident, by) = (id, by.person);
        self.record(now, None, Record::IncidentMerged { incident, into, by });
        for order in moved {
            self.show_order(order, &BTreeSet::new());
        }
        self.show_incident(id);
        self.show_incident(into);
        self.incident(into)
    }

    pub(crate) fn close_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        id: IncidentId,
        reason: String,
    ) -> Result<Answered, Refusal> {
        let in_danger = self.open_incident(id)?.unit_in_danger();
        if in_danger.is_some() && reason.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        let (incident, by) = (id, by.person);
        self.record(now, None, Record::IncidentClosed { incident, by, reason });
        self.show_incident(id);
        if let Some(unit) = in_danger {
            self.help_is_over(now, id, unit, by);
        }
        self.incident(id)
    }

    pub(crate) fn show_incident(&mut self, id: IncidentId) {
        let Some(incident) = self.board.incidents.get(&id).cloned() else {
            return;
        };
        let towns = self.board.towns_shown(&incident.incident);
        self.output(Output::Show(Change::Incident { incident, towns }));
    }

    /// An incident that has not ended.
    pub(crate) fn open_incident(&self, id: IncidentId) -> Result<&Incident, Refusal> {
        let known = self.board.incidents.get(&id).ok_or(Refusal::NoSuchIncident)?;
        if known.closed.is_some() {
            return Err(Refusal::IncidentClosed);
        }
        Ok(&known.incident)
    }

    fn incident(&self, id: IncidentId) -> Result<Answered, Refusal> {
        let known = self.board.incidents.get(&id).cloned();
        known.map(Answered::Incident).ok_or(Refusal::NoSuchIncident)
    }
}
