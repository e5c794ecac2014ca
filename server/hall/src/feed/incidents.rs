//! Incidents, as each role may see them.
//!
//! A caller's name and number are for those who deal with the incident: whoever may give orders about it. A
//! leader who looks on, or an administrator, sees the incident without them.

use dispatch::IncidentOnBoard;
use domain::Role;
use protocol::api::IncidentView;

/// The incident as somebody of `role` may read it.
pub(super) fn incident_for(role: Role, incident: &IncidentView) -> IncidentView {
    let mut incident = incident.clone();
    if !role.gives_orders() {
        incident.caller = None;
    }
    incident
}

/// An incident with everything that is known of it.
pub(crate) fn incident_view(known: &IncidentOnBoard) -> IncidentView {
    let closed = known.closed.as_ref();
    let said = |reason: &&String| !reason.is_empty();
    IncidentView {
        edited_at: known.edited_at,
        closed_at: closed.map(|closed| closed.at),
        closed_because: closed.map(|closed| &closed.reason).filter(said).cloned(),
        merged_into: known.merged_into,
        ..IncidentView::new(&known.incident)
    }
}
