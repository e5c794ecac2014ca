//! A pretend network between a phone and the hall.
//!
//! [`TcpRelay`] carries HTTP and sockets, [`UdpRelay`] media. Both can be cut; the first can be stalled, the second loses and
//! delays, by a seed.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
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
    net: watch::Sender<Net>,
    task: JoinHandle<()>,
}

/// What becomes of what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Net {
    Up,
    Stalled,
    Cut,
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
        let (net, state) = watch::channel(Net::Up);
        let task = tokio::spawn(async move {
            loop {
                let Ok((from, _)) = listener.accept().await else {
                    return;
                };
                if *state.borrow() != Net::Cut {
                    tokio::spawn(carry_connection(from, target, state.clone()));
                }
            }
        });
        Self { address, net, task }
    }

    /// Breaks every connection and takes no new one.
    pub fn cut(&self) {
        let _ = self.net.send(Net::Cut);
    }

    /// Keeps every connection open and carries nothing: what a hall sees of a phone whose system put the app to sleep.
    pub fn stall(&self) {
        let _ = self.net.send(Net::Stalled);
    }

    /// Takes connections again, and carries what was held back.
    pub fn mend(&self) {
        let _ = self.net.send(Net::Up);
    }
}

/// Carries one connection until it ends or is cut.
async fn carry_connection(mut from: TcpStream, target: SocketAddr, mut net: watch::Receiver<Net>) {
    let Ok(mut to) = TcpStream::connect(target).await else {
        return;
    };
    let mut carrying = pin!(copy_bidirectional(&mut from, &mut to));
    loop {
        let state = *net.borrow_and_update();
        tokio::select! {
            _ = &mut carrying, if state == Net::Up => return,
            changed = net.changed() => if changed.is_err() {
                return;
            },
        }
        if *net.borrow() == Net::Cut {
            return;
        }
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
