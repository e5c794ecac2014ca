//! A proxy of a network: it carries bytes where it is asked to, counts, may want a password, dies and comes back.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A proxy that knows one name and where it leads.
pub struct Proxy {
    address: SocketAddr,
    name: String,
    hall: SocketAddr,
    known: Arc<Mutex<Known>>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Known {
    /// What it is to be shown, if anything.
    password: Option<String>,
    tunnels: usize,
    refused: usize,
}

impl Proxy {
    /// One that leads to `hall` whoever asks for `name`, which is a host with a port.
    pub async fn open(name: &str, hall: SocketAddr) -> Self {
        let known = Arc::default();
        let (address, serving) = serve("127.0.0.1:0".parse().unwrap(), name, hall, &known).await;
        Self {
            address,
            name: name.to_owned(),
            hall,
            known,
            serving,
        }
    }

    /// Its address, as it is told to a phone.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address with `officer` and a password.
    pub fn url_with(&self, password: &str) -> String {
        format!("http://officer:{password}@{}", self.address)
    }

    /// Wants to be shown this by `officer` from now on.
    pub fn lock(&self, password: &str) {
        let shown = STANDARD.encode(format!("officer:{password}"));
        self.known.lock().unwrap().password = Some(format!("Proxy-Authorization: Basic {shown}\r\n"));
    }

    /// How many tunnels it has opened.
    pub fn tunnels(&self) -> usize {
        self.known.lock().unwrap().tunnels
    }

    /// How many it has not, for want of a password.
    pub fn refused(&self) -> usize {
        self.known.lock().unwrap().refused
    }

    /// Dies, and all tunnels with it.
    pub async fn die(&mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }

    /// Comes back where it was.
    pub async fn come_back(&mut self) {
        (self.address, self.serving) = serve(self.address, &self.name, self.hall, &self.known).await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(
    at: SocketAddr,
    name: &str,
    hall: SocketAddr,
    known: &Arc<Mutex<Known>>,
) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind(at).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (known, name) = (Arc::clone(known), name.to_owned());
    let serving = tokio::spawn(async move {
        // They end with it.
        let mut tunnels = JoinSet::new();
        while let Ok((phone, _)) = listener.accept().await {
            while tunnels.try_join_next().is_some() {}
            tunnels.spawn(carry(phone, name.clone(), hall, Arc::clone(&known)));
        }
    });
    (address, serving)
}

async fn carry(
    mut phone: TcpStream,
    name: String,
    hall: SocketAddr,
    known: Arc<Mutex<Known>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 8 * 1024 {
        head.push(phone.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let answer = {
        let mut known = known.lock().unwrap();
        if known.password.as_ref().is_some_and(|shown| !head.contains(shown)) {
            known.refused += 1;
            "407 Proxy Authentication Required"
        } else if head.starts_with(&format!("CONNECT {name} HTTP/1.1\r\n")) {
            known.tunnels += 1;
            "200 Connection established"
        } else {
            "502 Bad Gateway"
        }
    };
    phone
        .write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes())
        .await?;
    if answer.starts_with("200") {
        copy_bidirectional(&mut phone, &mut TcpStream::connect(hall).await?).await?;
    }
    Ok(())
}
