//! A browser's socket without the browser.

use std::collections::BTreeMap;

use domain::{IncidentId, OrderId, UnitId};
use protocol::api::{IncidentView, OrderView, PositionView, UnitView};
use protocol::{ToViewer, ViewerToHall};
use uuid::Uuid;

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
    /// Who was said to speak, one word of it after the other.
    pub spoke: Vec<Vec<Uuid>>,
    /// How often the hall has told the time.
    pub times: usize,
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
            spoke: Vec::new(),
            times: 0,
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

    /// Hears all that the hall has said so far.
    pub async fn catch_up(&mut self) {
        self.say(&ViewerToHall::AskTime { asked_at: 0.0 }).await;
        let before = self.times;
        self.until("the time", |known| (known.times > before).then_some(()))
            .await;
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
            ToViewer::Speaking { units, desks } => {
                let units = units.into_iter().map(|unit| unit.0);
                let desks = desks.into_iter().map(|town| town.0);
                self.spoke.push(units.chain(desks).collect());
            }
            ToViewer::Time { .. } => self.times += 1,
            ToViewer::Forecasts { .. }
            | ToViewer::PromiseMap { .. }
            | ToViewer::ClosuresChanged { .. }
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
