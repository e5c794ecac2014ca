//! A session in the words of others.

use dispatch::Seat;
use protocol::api::SessionView;

use crate::people::Session;

impl Session {
    /// For the dispatch machine.
    pub(crate) fn seat(&self) -> Seat {
        Seat {
            person: self.person,
            role: self.role,
        }
    }

    /// For whoever is signed in.
    pub(crate) fn view(&self) -> SessionView {
        SessionView {
            person: self.person,
            name: self.name.clone(),
            role: self.role,
        }
    }
}
