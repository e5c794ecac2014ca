//! A hall just big enough for a phone's shell: it signs in, answers the socket, takes photos.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::order::{Addressee, OrderKind, OrderSent};
use domain::{
    AssignmentId, CommandId, LatLon, Order, OrderEvent, OrderId, PersonId, Place, Role, Timestamp, TownId,
    Unit, UnitId,
};
use futures_util::{SinkExt, StreamExt};
use protocol::api::{NewSession, OrderView, SessionView, SignedIn};
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Outcome, SUBPROTOCOL, ToHall, ToUnit, Told, VERSION};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, watch};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};
use uuid::Uuid;

use super::picture_taker::{self, Arrived};
use super::reaching::Reached;
use super::uploads::Uploads;
use super::way::Led;
use crate::boot_time;
use crate::scripted_hall::{fault, read_request};

pub(super) const PASSWORD: &str = "correct horse";
/// How far the hall's clock is ahead of the phone's wall clock.
pub(super) const AHEAD_MS: i64 = 77_000;

#[derive(Clone)]
pub(super) struct SmallHall {
    address: SocketAddr,
    known: Arc<Mutex<Known>>,
    say: broadcast::Sender<Option<ToUnit>>,
}

#[derive(Default)]
struct Known {
    sign_ins: usize,
    /// Whether the phone was put out.
    revoked: bool,
    session: Option<String>,
    told: Vec<(CommandId, Told)>,
    uploads: Uploads,
    /// Whether streams are taken.
    takes_streams: bool,
    /// Streams taken and not deleted, by number.
    streams: BTreeMap<usize, watch::Sender<bool>>,
    streams_taken: usize,
    /// What was asked of streams, in sequence.
    asked_of_streams: Vec<String>,
    arrived: Arrived,
    orders: Vec<UnitOrder>,
    reached: Reached,
    led: Led,
}

impl SmallHall {
    pub(super) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (say, _) = broadcast::channel(16);
        let hall = Self {
            address: listener.local_addr().unwrap(),
            known: Arc::default(),
            say,
        };
        let serving = hall.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        hall
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn sign_ins(&self) -> usize {
        self.known.lock().unwrap().sign_ins
    }

    pub(super) fn told(&self) -> Vec<Told> {
        let known = self.known.lock().unwrap();
        known.told.iter().map(|(_, told)| told.clone()).collect()
    }

    pub(super) fn uploads<T>(&self, look: impl FnOnce(&mut Uploads) -> T) -> T {
        look(&mut self.known.lock().unwrap().uploads)
    }

    pub(super) fn reached<T>(&self, look: impl FnOnce(&mut Reached) -> T) -> T {
        look(&mut self.known.lock().unwrap().reached)
    }

    pub(super) fn led<T>(&self, look: impl FnOnce(&mut Led) -> T) -> T {
        look(&mut self.known.lock().unwrap().led)
    }

    pub(super) fn take_streams(&self) {
        self.known.lock().unwrap().takes_streams = true;
    }

    pub(super) fn arrived(&self) -> Arrived {
        self.known.lock().unwrap().arrived.clone()
    }

    /// Streams taken and not deleted.
    pub(super) fn streams(&self) -> usize {
        self.known.lock().unwrap().streams.len()
    }

    pub(super) fn streams_taken(&self) -> usize {
        self.known.lock().unwrap().streams_taken
    }

    pub(super) fn asked_of_streams(&self) -> Vec<String> {
        self.known.lock().unwrap().asked_of_streams.clone()
    }

    /// The media server forgets every stream, as when it is started anew.
    pub(super) fn forget_streams(&self) {
        for (_, end) in std::mem::take(&mut self.known.lock().unwrap().streams) {
            end.send_replace(true);
        }
    }

    /// Gives the unit an order, which it is told of with the next call at the latest.
    pub(super) fn give_order(&self) -> OrderId {
        let now = boot_time::wall_clock();
        let mut order = Order::sent(OrderSent {
            order: OrderId(Uuid::from_u128(5)),
            kind: OrderKind::Emergency,
            limit: OrderKind::Emergency.limit(),
            arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
            incident: None,
            place: Place {
                at: LatLon::new(47.141, 9.521).unwrap(),
                name: String::new(),
                address: String::new(),
            },
            addressee: Addressee::Unit(unit().id),
            note: String::new(),
            checklist: Vec::new(),
            by: PersonId(Uuid::nil()),
            from_town: None,
            at: now,
        });
        order.apply(&OrderEvent::Offered {
            choice: None,
            assignment: AssignmentId(Uuid::from_u128(6)),
            unit: unit().id,
            at: now,
            by: PersonId(Uuid::nil()),
        });
        let id = order.id;
        let order = UnitOrder {
            view: OrderView::new(&order, now),
            order,
        };
        self.known.lock().unwrap().orders.push(order.clone());
        // Nobody listening is told with its next call.
        let _ = self.say.send(Some(ToUnit::OrderChanged { order }));
        id
    }

    /// Puts the phone out.
    pub(super) fn revoke(&self) {
        self.known.lock().unwrap().revoked = true;
        self.end_sessions();
    }

    pub(super) fn end_sessions(&self) {
        self.known.lock().unwrap().session = None;
    }

    pub(super) fn say(&self, message: ToUnit) {
        self.say.send(Some(message)).unwrap();
    }

    pub(super) fn hang_up(&self) {
        self.say.send(None).unwrap();
    }

    pub(super) async fn until(&self, wished: impl Fn(&[Told]) -> bool) {
        while !wished(&self.told()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn serve(self, mut stream: TcpStream) {
        let mut start = [0; 16];
        let length = stream.peek(&mut start).await.unwrap_or(0);
        if start[..length].starts_with(b"GET /ws/unit") {
            self.talk(stream).await;
        } else if let Some((head, body)) = read_request(&mut stream).await {
            let (status, answer) = self.answer(&head, &body);
            if status.is_empty() {
                return;
            }
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                answer.len()
            );
            let _ = stream.write_all(format!("{head}{answer}").as_bytes()).await;
        }
    }

    fn answer(&self, head: &str, body: &[u8]) -> (String, String) {
        let mut known = self.known.lock().unwrap();
        if head.starts_with("POST /api/session ") {
            known.sign_ins += 1;
            if known.revoked {
                return ("401 Unauthorized".to_owned(), fault("phone_revoked"));
            }
            let asked: NewSession = serde_json::from_slice(body).unwrap();
            if asked.password != PASSWORD {
                return ("401 Unauthorized".to_owned(), "{}".to_owned());
            }
            let token = format!("token-{}", known.sign_ins);
            known.session = Some(token.clone());
            let role = Role::Officer { unit: unit().id };
            let session = SessionView {
                person: PersonId(Uuid::nil()),
                name: asked.name,
                role,
            };
            let signed_in = SignedIn {
                token,
                expires_at: Timestamp::MAX,
                session,
            };
            return ("200 OK".to_owned(), serde_json::to_string(&signed_in).unwrap());
        }
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with(name))?;
            Some(line[name.len()..].trim().to_owned())
        };
        let path = head.split(' ').nth(1).unwrap_or_default();
        if path.starts_with("/api/notices/") {
            return known.reached.hear(head, body);
        }
        if header("authorization:") != known.session.as_ref().map(|token| format!("Bearer {token}")) {
            return ("401 Unauthorized".to_owned(), "{}".to_owned());
        }
        if path.starts_with("/api/attachments") || path.starts_with("/api/photos/") {
            known.uploads.answer(head, header, body)
        } else if path.starts_with("/api/orders/") {
            known.led.answer(path)
        } else if path == "/api/push/app" || path == "/api/telephone" {
            known.reached.hear(head, body)
        } else if path == format!("/whip/{}", unit().id) && known.takes_streams {
            assert_eq!(header("content-type:").unwrap(), "application/sdp");
            let (end, ended) = watch::channel(false);
            known.streams_taken += 1;
            let number = known.streams_taken;
            known.asked_of_streams.push(format!("take {number}"));
            known.streams.insert(number, end);
            let offer = std::str::from_utf8(body).unwrap();
            let answer = picture_taker::take(offer, known.arrived.clone(), ended);
            (format!("201 Created\r\nlocation: /whip/streams/{number}"), answer)
        } else if let Some(number) = path.strip_prefix("/whip/streams/") {
            if head.starts_with("PATCH ") {
                // A hall that cannot restart ICE.
                return ("404 Not Found".to_owned(), "{}".to_owned());
            }
            known.asked_of_streams.push(format!("end {number}"));
            if let Some(end) = known.streams.remove(&number.parse().unwrap()) {
                end.send_replace(true);
            }
            ("200 OK".to_owned(), String::new())
        } else {
            ("404 Not Found".to_owned(), "{}".to_owned())
        }
    }

    #[expect(
        clippy::result_large_err,
        reason = "the handshake's callback is given by the library"
    )]
    async fn talk(self, stream: TcpStream) {
        let check = |request: &Request, mut response: Response| {
            let bearer = request
                .headers()
                .get("authorization")
                .and_then(|bearer| bearer.to_str().ok());
            let session = self
                .known
                .lock()
                .unwrap()
                .session
                .as_ref()
                .map(|token| format!("Bearer {token}"));
            if session.is_none() || bearer != session.as_deref() {
                let mut refusal = ErrorResponse::new(None);
                *refusal.status_mut() = StatusCode::UNAUTHORIZED;
                return Err(refusal);
            }
            response
                .headers_mut()
                .insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
            Ok(response)
        };
        let mut said = self.say.subscribe();
        let Ok(mut socket) = accept_hdr_async(stream, check).await else {
            return;
        };
        loop {
            let answers = tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => self.hear(serde_json::from_str(&text).unwrap()),
                    Some(Ok(_)) => Vec::new(),
                    Some(Err(_)) | None => return,
                },
                said = said.recv() => match said {
                    Ok(Some(message)) => vec![message],
                    Ok(None) | Err(_) => return,
                },
            };
            for answer in answers {
                let text = serde_json::to_string(&answer).unwrap();
                if socket.send(Message::text(text)).await.is_err() {
                    return;
                }
            }
        }
    }

    fn on_duty(&self) -> bool {
        let told = self.told();
        matches!(
            told.iter().rfind(|told| !matches!(told, Told::Fix { .. })),
            Some(Told::GoOnDuty)
        )
    }

    fn hear(&self, message: ToHall) -> Vec<ToUnit> {
        let hall_time = Timestamp::from_millis(boot_time::wall_clock().as_millis() + AHEAD_MS);
        match message {
            ToHall::Hello { .. } => vec![
                ToUnit::Welcome {
                    version: VERSION,
                    unit: unit(),
                    on_duty: self.on_duty(),
                    sos: false,
                    camera_asked: None,
                    hall_time,
                    telephone: None,
                },
                ToUnit::Orders {
                    orders: self.known.lock().unwrap().orders.clone(),
                },
            ],
            ToHall::AskTime { asked_at } => vec![ToUnit::Time { asked_at, hall_time }],
            ToHall::Submit { entries } => {
                let mut known = self.known.lock().unwrap();
                let answers = entries
                    .iter()
                    .map(|entry| Answer {
                        id: entry.id,
                        outcome: Outcome::Taken,
                    })
                    .collect();
                for entry in entries {
                    if known.told.iter().all(|(id, _)| *id != entry.id) {
                        known.told.push((entry.id, entry.told));
                    }
                }
                vec![ToUnit::Answers { answers }]
            }
            ToHall::Probed { .. }
            | ToHall::CameraDeclined { .. }
            | ToHall::Press { .. }
            | ToHall::Release
            | ToHall::Unknown => Vec::new(),
        }
    }
}

fn unit() -> Unit {
    Unit {
        id: UnitId(Uuid::from_u128(7)),
        name: "Vaduz 1".to_owned(),
        town: TownId(Uuid::from_u128(1)),
        mode: domain::TravelMode::Car,
    }
}
