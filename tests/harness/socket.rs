//! A WebSocket to the hall, with whatever text on it.

use futures_util::{SinkExt as _, StreamExt as _};
use protocol::{BEARER_SUBPROTOCOL, SUBPROTOCOL};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{Desk, SOON};

/// An open socket of somebody signed in.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens the socket at `path`.
    pub async fn open(desk: &Desk, path: &str) -> Self {
        let url = desk.url.replacen("http", "ws", 1) + path;
        let mut request = url.into_client_request().unwrap();
        let protocols = format!("{SUBPROTOCOL}, {BEARER_SUBPROTOCOL}{}", desk.token);
        request
            .headers_mut()
            .insert("Sec-WebSocket-Protocol", protocols.parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        Self(socket)
    }

    /// Sends a text.
    pub async fn say(&mut self, text: String) {
        self.0.send(Message::Text(text.into())).await.unwrap();
    }

    /// The next text; none once the hall has closed the socket. Panics when nothing comes soon.
    pub async fn hear(&mut self) -> Option<String> {
        let heard = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        tokio::time::timeout(SOON, heard)
            .await
            .expect("the hall says something or closes the socket in time")
    }

    /// The last text before the hall closed the socket.
    pub async fn last_words(&mut self) -> Option<String> {
        let mut last = None;
        while let Some(text) = self.hear().await {
            last = Some(text);
        }
        last
    }
}
