//! Which checklist goes with which order.
//!
//! The lists are the operator's; they come with the machine's settings, and an order keeps the one it was sent with.

use domain::IncidentId;
use domain::incident::IncidentKind;
use domain::order::{ChecklistItem, OrderKind};

use crate::Dispatch;

/// The district's checklists, one for each kind of incident; none until the operator's are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklists(Vec<(IncidentKind, Vec<ChecklistItem>)>);

impl Checklists {
    /// These items are the list of `kind` from now on.
    pub fn set(&mut self, kind: IncidentKind, items: Vec<ChecklistItem>) {
        self.0.retain(|(known, _)| *known != kind);
        self.0.push((kind, items));
    }

    /// What is to be seen to at an incident of `kind`.
    pub fn of(&self, kind: IncidentKind) -> &[ChecklistItem] {
        let known = self.0.iter().find(|(known, _)| *known == kind);
        known.map_or(&[], |(_, items)| items)
    }
}

impl Dispatch {
    /// Changes what the orders sent from now on are to see to.
    pub fn set_checklists(&mut self, checklists: Checklists) {
        self.settings.checklists = checklists;
    }

    /// What orders sent now are to see to.
    pub fn checklists(&self) -> &Checklists {
        &self.settings.checklists
    }

    /// What an order sent now is to see to. Whoever stands by has no scene; an emergency of which nobody has said what
    /// it is has the list of what is none of the kinds, a visit without an incident has its note.
    pub(crate) fn checklist_of(&self, kind: OrderKind, incident: Option<IncidentId>) -> Vec<ChecklistItem> {
        let known = incident.and_then(|incident| self.board.incidents.get(&incident));
        let of = match (kind, known) {
            (OrderKind::Standby, _) | (OrderKind::Routine, None) => return Vec::new(),
            (OrderKind::Emergency | OrderKind::Routine, Some(known)) => known.incident.kind,
            (OrderKind::Emergency, None) => IncidentKind::Other,
        };
        self.settings.checklists.of(of).to_vec()
    }
}
