//! A pretend network between a phone and the hall.
//!
//! [`TcpRelay`] carries HTTP and sockets, [`UdpRelay`] media. Both can be cut; the one for media also
//! loses and delays, by a seed.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

/// How long the hall may say nothing to a peer until nothing more is carried to it: longer than any story is cut off.
const SILENT_FOR: Duration = Duration::from_mins(5);

/// Carries TCP connections to the hall until it is cut.
pub struct TcpRelay {
    /// Where phones dial in.
    pub address: SocketAddr,
    up: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl TcpRelay {
    /// A relay to `target`, up.
    pub async fn to(target: SocketAddr) -> Self {
        Self::between((Ipv4Addr::LOCALHOST, 0).into(), target).await
    }

    /// Listens at `at` and carries to `target`.
    pub async fn between(at: SocketAddr, target: SocketAddr) -> Self {
        let listener = TcpListener::bind(at).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (up, is_up) = watch::channel(true);
        let task = tokio::spawn(async move {
            loop {
                let Ok((mut from, _)) = listener.accept().await else {
                    return;
                };
                let mut is_up = is_up.clone();
                if !*is_up.borrow() {
                    continue;
                }
                tokio::spawn(async move {
                    let Ok(mut to) = TcpStream::connect(target).await else {
                        return;
                    };
                    tokio::select! {
                        _ = copy_bidirectional(&mut from, &mut to) => {}
                        _ = is_up.wait_for(|up| !*up) => {}
                    }
                });
            }
        });
        Self { address, up, task }
    }

    /// Breaks every connection and takes no new one.
    pub fn cut(&self) {
        let _ = self.up.send(false);
    }

    /// Takes connections again.
    pub fn mend(&self) {
        let _ = self.up.send(true);
    }
}

impl Drop for TcpRelay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a network treats datagrams.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// The share of datagrams lost, 0 to 1.
    pub loss: f64,
    /// How long each takes, one way.
    pub delay: Duration,
}

/// Carries datagrams to the hall and back, until it is cut.
pub struct UdpRelay {
    path: Arc<Path>,
    task: JoinHandle<()>,
}

/// What datagrams meet on their way.
struct Path {
    weather: Weather,
    chance: Mutex<ChaCha8Rng>,
    is_up: AtomicBool,
}

impl UdpRelay {
    /// Listens at `at` and carries to `target`.
    pub async fn between(at: SocketAddr, target: SocketAddr, weather: Weather, seed: u64) -> Self {
        let outside = Arc::new(UdpSocket::bind(at).await.unwrap());
        let path = Arc::new(Path {
            weather,
            chance: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            is_up: AtomicBool::new(true),
        });
        let task = tokio::spawn(carry(outside, target, Arc::clone(&path)));
        Self { path, task }
    }

    /// Loses every datagram.
    pub fn cut(&self) {
        self.path.is_up.store(false, Ordering::Relaxed);
    }

    /// Carries datagrams again.
    pub fn mend(&self) {
        self.path.is_up.store(true, Ordering::Relaxed);
    }
}

impl Drop for UdpRelay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(outside: Arc<UdpSocket>, target: SocketAddr, path: Arc<Path>) {
    let mut inside: HashMap<SocketAddr, Arc<UdpSocket>> = HashMap::new();
    let mut buffer = [0; 2048];
    loop {
        let Ok((length, from)) = outside.recv_from(&mut buffer).await else {
            return;
        };
        let socket = if let Some(socket) = inside.get(&from) {
            Arc::clone(socket)
        } else {
            let socket = Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
            let (back, out, path) = (Arc::clone(&socket), Arc::clone(&outside), Arc::clone(&path));
            tokio::spawn(carry_back(back, out, from, path));
            inside.insert(from, Arc::clone(&socket));
            socket
        };
        path.pass(buffer[..length].to_vec(), socket, target).await;
    }
}

async fn carry_back(inside: Arc<UdpSocket>, outside: Arc<UdpSocket>, to: SocketAddr, path: Arc<Path>) {
    let mut buffer = [0; 2048];
    while let Ok(Ok((length, _))) = tokio::time::timeout(SILENT_FOR, inside.recv_from(&mut buffer)).await {
        path.pass(buffer[..length].to_vec(), Arc::clone(&outside), to)
            .await;
    }
}

impl Path {
    async fn pass(&self, datagram: Vec<u8>, socket: Arc<UdpSocket>, to: SocketAddr) {
        let is_lost = self.chance.lock().await.random_bool(self.weather.loss);
        if is_lost || !self.is_up.load(Ordering::Relaxed) {
            return;
        }
        let delay = self.weather.delay;
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let _ = socket.send_to(&datagram, to).await;
        });
    }
}
