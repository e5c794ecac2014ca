//! The pretend dispatcher, who uses the same API as a person.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::{IncidentId, LatLon, OrderId, UnitId};
use protocol::api::{
    IncidentView, NewIncident, NewOrder, OrderState, OrderView, Reason, Recommendations, SignedIn,
};
use rehearsal::dispatcher::{IncidentSeen, OrderSeen};
use rehearsal::{Decision, Ground, PretendIncidents, View, decide};
use reqwest::{Client, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use super::enrolment::{Cast, Login};

/// How often the dispatcher looks at the board.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long one call may take.
const CALL_DEADLINE: Duration = Duration::from_secs(10);

/// Mean time between incidents.
const INCIDENT_EVERY: Duration = Duration::from_secs(45);

/// Plays the dispatcher until the curtain falls.
pub(super) async fn play(
    url: &str,
    cast: &Cast,
    ground: Arc<Ground>,
    seed: u64,
    mut fallen: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let login = cast.dispatcher.as_ref().context("the cast has no dispatcher")?;
    let played = cast
        .officers
        .iter()
        .filter_map(|officer| officer.login.unit)
        .collect();
    let mut seat = Dispatcher::sign_in(url, login, played).await?;
    let mut incidents = PretendIncidents::new(ground, seat.now(), INCIDENT_EVERY, seed);
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = look.tick() => {}
            _ = fallen.wait_for(|fallen| *fallen) => return Ok(()),
        }
        // A hall that is busy or full is asked again at the next look.
        if let Err(error) = seat.look(&mut incidents).await {
            tracing::warn!(error = format!("{error:#}"), "the pretend dispatcher met a fault");
        }
    }
}

struct Dispatcher {
    http: Client,
    url: String,
    login: Login,
    token: String,
    played: BTreeSet<UnitId>,
    incidents: BTreeSet<IncidentId>,
    orders: BTreeSet<OrderId>,
}

impl Dispatcher {
    async fn sign_in(url: &str, login: &Login, played: BTreeSet<UnitId>) -> anyhow::Result<Self> {
        let http = Client::builder().timeout(CALL_DEADLINE).build()?;
        let (incidents, orders) = (BTreeSet::new(), BTreeSet::new());
        let (url, login, token) = (url.to_owned(), login.clone(), String::new());
        let mut seat = Self {
            http,
            url,
            login,
            token,
            played,
            incidents,
            orders,
        };
        seat.renew().await?;
        Ok(seat)
    }

    async fn renew(&mut self) -> anyhow::Result<()> {
        let body = serde_json::json!({ "name": self.login.name, "password": self.login.password });
        let signed_in: SignedIn = self.call(Method::POST, "/api/session", Some(&body)).await?;
        self.token = signed_in.token;
        Ok(())
    }

    #[expect(
        clippy::unused_self,
        reason = "the seat's clock is the machine's, as a person's would be the wall's"
    )]
    fn now(&self) -> domain::Timestamp {
        hall::now()
    }

    async fn look(&mut self, incidents: &mut PretendIncidents) -> anyhow::Result<()> {
        while let Some(incident) = incidents.poll(self.now()) {
            self.raise(incident).await?;
        }
        let view = self.view().await?;
        for decision in decide(self.now(), &view) {
            self.carry_out(decision, incidents).await?;
        }
        Ok(())
    }

    async fn view(&mut self) -> anyhow::Result<View> {
        let orders: Vec<OrderView> = self.get("/api/orders").await?;
        let incidents: Vec<IncidentView> = self.get("/api/incidents").await?;
        Ok(View {
            incidents: incidents
                .iter()
                .filter(|incident| incident.closed_at.is_none())
                .map(|incident| self.incident_seen(incident, &orders))
                .collect(),
            orders: orders
                .iter()
                .filter(|order| order.status == OrderState::Open)
                .map(|order| self.order_seen(order))
                .collect(),
        })
    }

    fn incident_seen(&self, incident: &IncidentView, orders: &[OrderView]) -> IncidentSeen {
        let mine: Vec<_> = orders
            .iter()
            .filter(|order| order.incident == Some(incident.id))
            .collect();
        IncidentSeen {
            id: incident.id,
            at: incident.place.at,
            raised_at: incident.raised_at,
            ours: self.incidents.contains(&incident.id),
            has_open_order: mine.iter().any(|order| order.status == OrderState::Open),
            was_reported: mine
                .iter()
                .any(|order| order.status != OrderState::Open && order.legs.reported.is_some()),
        }
    }

    fn order_seen(&self, order: &OrderView) -> OrderSeen {
        OrderSeen {
            id: order.id,
            given_at: order.sent_at,
            reported_at: order.legs.reported.map(|stamp| stamp.learnt_at),
            ours: self.orders.contains(&order.id),
        }
    }

    async fn carry_out(
        &mut self,
        decision: Decision,
        incidents: &mut PretendIncidents,
    ) -> anyhow::Result<()> {
        match decision {
            Decision::RaiseIncident => {
                if let Some(incident) = incidents.draw() {
                    self.raise(incident).await?;
                }
            }
            Decision::GiveOrder { incident, at } => {
                let Some(unit) = self.best_placed(at).await? else {
                    return Ok(());
                };
                let body = NewOrder {
                    id: None,
                    kind: None,
                    incident: Some(incident),
                    place: None,
                    addressee: domain::order::Addressee::Unit(unit),
                    note: None,
                };
                let order: OrderView = self.call(Method::POST, "/api/orders", Some(&body)).await?;
                self.orders.insert(order.id);
            }
            Decision::CloseOrder { order } => {
                let _: OrderView = self
                    .call(Method::POST, &format!("/api/orders/{order}/close"), None::<&()>)
                    .await?;
            }
            Decision::CloseIncident { incident } => {
                let body = Reason {
                    reason: "已处置 dealt with".to_owned(),
                };
                let _: IncidentView = self
                    .call(
                        Method::POST,
                        &format!("/api/incidents/{incident}/close"),
                        Some(&body),
                    )
                    .await?;
            }
        }
        Ok(())
    }

    /// The best that the hall recommends of the officers played here; a visitor's own phone is left alone.
    async fn best_placed(&mut self, at: LatLon) -> anyhow::Result<Option<UnitId>> {
        let path = format!("/api/recommendations?lat={}&lon={}&most=50", at.lat(), at.lon());
        let advice: Recommendations = self.get(&path).await?;
        let played = |unit: &UnitId| self.played.contains(unit);
        Ok(advice
            .units
            .iter()
            .map(|recommended| recommended.unit)
            .find(played))
    }

    async fn raise(&mut self, incident: rehearsal::PretendIncident) -> anyhow::Result<()> {
        let body = NewIncident {
            id: None,
            kind: incident.kind,
            place: incident.place,
            caller: None,
            note: Some(incident.note),
        };
        let raised: IncidentView = self.call(Method::POST, "/api/incidents", Some(&body)).await?;
        self.incidents.insert(raised.id);
        Ok(())
    }

    async fn get<T: DeserializeOwned>(&mut self, path: &str) -> anyhow::Result<T> {
        self.call(Method::GET, path, None::<&()>).await
    }

    async fn call<T: DeserializeOwned>(
        &mut self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> anyhow::Result<T> {
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.with_context(|| format!("{method} {path}"))?;
        let status = response.status();
        if status == StatusCode::UNAUTHORIZED && path != "/api/session" {
            // Tokens end after half a day; the next look goes on with a new one.
            Box::pin(self.renew()).await?;
        }
        if !status.is_success() {
            anyhow::bail!(
                "{method} {path}: {status}: {}",
                response.text().await.unwrap_or_default()
            );
        }
        response.json().await.with_context(|| format!("{method} {path}"))
    }
}
