//! A browser's socket without the browser.

use std::collections::BTreeMap;

use domain::{IncidentId, OrderId, UnitId};
use protocol::api::{IncidentView, OrderView, PositionView, UnitView};
use protocol::{ToViewer, ViewerToHall};

use crate::socket::Socket;
use crate::{Desk, SOON};

/// Folds what the hall tells, as the console does.
pub struct Viewer {
    /// The units shown.
    pub units: BTreeMap<UnitId, UnitView>,
    /// The positions shown.
    pub positions: BTreeMap<UnitId, PositionView>,
    /// The incidents shown.
    pub incidents: BTreeMap<IncidentId, IncidentView>,
    /// The orders shown.
    pub orders: BTreeMap<OrderId, OrderView>,
    socket: Socket,
}

impl Viewer {
    /// Opens the socket of a seat and waits for the board.
    pub async fn open(desk: &Desk) -> Self {
        let socket = Socket::open(desk, "/ws/viewer").await;
        let (units, positions, incidents, orders) = Default::default();
        let mut viewer = Self {
            units,
            positions,
            incidents,
            orders,
            socket,
        };
        viewer.hear().await;
        viewer
    }

    /// Hears on until what is shown is as wished; panics when that does not come soon.
    pub async fn until<T>(&mut self, what: &str, mut wished: impl FnMut(&Self) -> Option<T>) -> T {
        let heard = async {
            loop {
                if let Some(found) = wished(self) {
                    return found;
                }
                self.hear().await;
            }
        };
        tokio::time::timeout(SOON, heard)
            .await
            .unwrap_or_else(|_| panic!("was not shown in time: {what}"))
    }

    /// Tells the hall something.
    pub async fn say(&mut self, message: &ViewerToHall) {
        self.socket.say(serde_json::to_string(message).unwrap()).await;
    }

    async fn hear(&mut self) {
        let text = self.socket.hear().await.expect("the socket is open");
        match serde_json::from_str(&text).unwrap() {
            ToViewer::Board {
                units,
                incidents,
                orders,
                ..
            } => {
                self.units = units.into_iter().map(|unit| (unit.id, unit)).collect();
                self.incidents = incidents
                    .into_iter()
                    .map(|incident| (incident.id, incident))
                    .collect();
                self.orders = orders.into_iter().map(|order| (order.id, order)).collect();
            }
            ToViewer::UnitChanged { unit } => {
                self.units.insert(unit.id, unit);
            }
            ToViewer::UnitsMoved { units } => {
                self.positions
                    .extend(units.into_iter().map(|moved| (moved.unit, moved.position)));
            }
            ToViewer::IncidentChanged { incident } => {
                self.incidents.insert(incident.id, incident);
            }
            ToViewer::OrderChanged { order } => {
                self.orders.insert(order.id, order);
            }
            ToViewer::Forecasts { .. }
            | ToViewer::PromiseMap { .. }
            | ToViewer::ClosuresChanged { .. }
            | ToViewer::Time { .. }
            | ToViewer::Bye { .. }
            | ToViewer::Talk { .. }
            | ToViewer::RecordingRoom { .. }
            | ToViewer::DeskLive { .. }
            | ToViewer::Undecodable { .. }
            | ToViewer::CameraNeeded { .. }
            | ToViewer::WatchedBy { .. }
            | ToViewer::Unknown => {}
        }
    }
}
