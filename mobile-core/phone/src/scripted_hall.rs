//! A hall for tests that answers HTTP as its script says, without a socket for units.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use domain::{PersonId, Role, Timestamp};
use protocol::api::{Fault, SessionView, SignedIn};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// What is answered to a method with its path, asked for the nth time from 1 on; nothing hangs up without a word.
type Script = Box<dyn Fn(&str, usize) -> Option<(u16, String)> + Send + Sync>;

#[derive(Clone)]
pub(crate) struct ScriptedHall {
    address: SocketAddr,
    script: Arc<Script>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl ScriptedHall {
    pub(crate) async fn open(
        script: impl Fn(&str, usize) -> Option<(u16, String)> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hall = Self {
            address: listener.local_addr().unwrap(),
            script: Arc::new(Box::new(script)),
            asked: Arc::default(),
        };
        let serving = hall.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        hall
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often it was asked for this method with this path.
    pub(crate) fn asked(&self, what: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| *asked == what).count()
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some((head, _)) = read_request(&mut stream).await else {
            return;
        };
        let what = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
        self.asked.lock().unwrap().push(what.clone());
        if let Some((status, body)) = (self.script)(&what, self.asked(&what)) {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} so\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    }
}

/// What a hall says to somebody whom it signs in.
pub(crate) fn signed_in() -> String {
    let session = SessionView {
        person: PersonId(Uuid::nil()),
        name: "officer".to_owned(),
        role: Role::Leader,
    };
    let signed_in = SignedIn {
        token: "token".to_owned(),
        expires_at: Timestamp::MAX,
        session,
    };
    serde_json::to_string(&signed_in).unwrap()
}

/// What a hall says against something.
pub(crate) fn fault(code: &str) -> String {
    let fault = Fault {
        code: code.to_owned(),
        message: String::new(),
        field: None,
    };
    serde_json::to_string(&fault).unwrap()
}

/// Reads the head and the body of a request.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        let length = stream.read(&mut chunk).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&chunk[..length]);
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let length = text.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length:")?
            .trim()
            .parse()
            .ok()
    });
    let mut body = bytes.split_off(head);
    while body.len() < length.unwrap_or(0) {
        let read = stream.read(&mut chunk).await.ok().filter(|length| *length > 0)?;
        body.extend_from_slice(&chunk[..read]);
    }
    Some((text, body))
}
