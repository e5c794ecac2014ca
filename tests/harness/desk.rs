//! Somebody at a desk, with the HTTP API in hand.

use std::sync::Mutex;
use std::time::Duration;

use domain::order::Addressee;
use domain::{LatLon, OrderId, Place, UnitId};
use protocol::api::{
    Fault, NewOrder, OrderView, Recommendations, RecordingView, SessionView, SignedIn, UnitView,
};
use reqwest::{Client, ClientBuilder, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::eventually;

/// A signed-in caller of the HTTP API.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The hall's address.
    pub url: String,
    /// The bearer token.
    pub token: String,
    /// Who it is.
    pub session: SessionView,
    http: Client,
}

impl Desk {
    /// Signs in.
    pub async fn sign_in(url: &str, name: &str, password: &str) -> Self {
        Self::sign_in_by(Client::builder(), url, name, password).await
    }

    /// Signs in by a client of the story's own.
    pub async fn sign_in_by(client: ClientBuilder, url: &str, name: &str, password: &str) -> Self {
        let http = client.timeout(Duration::from_secs(10)).build().unwrap();
        let body = json!({ "name": name, "password": password });
        let answer = http
            .post(format!("{url}/api/session"))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let SignedIn { token, session, .. } = answer.json().await.unwrap();
        Self {
            url: url.to_owned(),
            token,
            session,
            http,
        }
    }

    /// The order's recordings once they are as wished; what became of them until then is told along with a failure.
    #[expect(clippy::print_stdout, reason = "it is shown with a story that fails")]
    pub async fn recordings_when(
        &self,
        what: &str,
        order: &OrderView,
        wished: impl Fn(&[RecordingView]) -> bool,
    ) -> Vec<RecordingView> {
        let told = Mutex::new(Vec::new());
        eventually(what, async || {
            let path = format!("/api/recordings?order={}", order.id);
            let found: Vec<RecordingView> = self.get(&path).await;
            let mut told = told.lock().unwrap();
            if *told != found {
                println!("{what}: {found:?}");
                told.clone_from(&found);
            }
            Some(found).filter(|found| wished(found))
        })
        .await
    }

    /// Calls the API; the answer if it is one, else the fault.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, (StatusCode, Fault)> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        if status.is_success() {
            Ok(answer.json().await.unwrap())
        } else {
            Err((status, answer.json().await.unwrap()))
        }
    }

    /// Gets what there must be.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        self.call(Method::GET, path, None::<&()>).await.unwrap()
    }

    /// Posts what must be taken.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        self.call(Method::POST, path, Some(body)).await.unwrap()
    }

    /// Puts; what the hall says of it.
    pub async fn put(&self, path: &str, body: &impl Serialize) -> StatusCode {
        let put = self
            .http
            .put(format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        put.json(body).send().await.unwrap().status()
    }

    /// Posts to a hall that may be gone; an error unless an answer came whole.
    pub async fn try_post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> reqwest::Result<T> {
        let post = self
            .http
            .post(format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        let answer = post.json(body).send().await?.error_for_status()?;
        answer.json().await
    }

    /// Sends an emergency order to `addressee` for a place.
    pub async fn order(&self, addressee: Addressee, at: LatLon) -> OrderView {
        self.post("/api/orders", &order_to(addressee, at)).await
    }

    /// Asks a unit to take an order.
    pub async fn offer(&self, order: OrderId, unit: UnitId) -> OrderView {
        self.post(&format!("/api/orders/{order}/offers"), &json!({ "unit": unit }))
            .await
    }

    /// The units that could go to a place.
    pub async fn recommendations(&self, at: LatLon) -> Recommendations {
        self.get(&format!("/api/recommendations?lat={}&lon={}", at.lat(), at.lon()))
            .await
    }

    /// A unit on the board.
    pub async fn unit(&self, unit: UnitId) -> UnitView {
        let units: Vec<UnitView> = self.get("/api/units").await;
        units.into_iter().find(|known| known.id == unit).unwrap()
    }

    /// The order, once it is as wished.
    pub async fn order_when(
        &self,
        what: &str,
        order: OrderId,
        wished: impl Fn(&OrderView) -> bool,
    ) -> OrderView {
        eventually(what, async || {
            Some(self.get::<OrderView>(&format!("/api/orders/{order}")).await).filter(&wished)
        })
        .await
    }
}

/// An emergency order.
pub fn order_to(addressee: Addressee, at: LatLon) -> NewOrder {
    let place = Place {
        at,
        name: "Städtle".to_owned(),
        address: String::new(),
    };
    NewOrder {
        id: None,
        kind: None,
        incident: None,
        place: Some(place),
        addressee,
        note: None,
    }
}
