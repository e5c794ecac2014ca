//! One connection with what it carries: a WHIP resource (RFC 9725) with its datagrams.

mod obeying;

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Timestamp;
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep_until;
use uplink::{Input, MOST_LAYERS, Uplink, UplinkConfig, UplinkError, UplinkState, VideoCodec};
use url::Url;

use super::carrying::Carried;
use super::frames::{Frame, Taken};
use super::layer_wishes::LayerWishes;
use super::opening::Opening;
use super::returns::Returns;
use super::sockets::{Received, Sockets, open_anew};
use super::{LiveConfig, LiveEvent, tcp};
use crate::door::{Destination, Door, DoorError};

/// More than the network carries in one datagram.
const DATAGRAM_BYTES: usize = 2048;
/// A hall that is reached again is to be heard on the media path within this.
const PROVE_WITHIN: Duration = Duration::from_secs(3);
/// The longest sleep between looking after the timers.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

pub(super) struct Connection {
    uplink: Box<Uplink>,
    sockets: Sockets,
    opening: Opening<UdpSocket>,
    opening_tcp: Opening<tcp::Connection>,
    door: Arc<Door>,
    restart: Option<JoinHandle<Result<String, DoorError>>>,
    carried: Carried,
    /// What the encoders make, as far as it was offered.
    codecs: watch::Receiver<&'static [VideoCodec]>,
    resource: Option<Url>,
    opened_at: Instant,
}

/// How a connection ended.
pub(super) struct Over {
    /// Why.
    pub(super) why: Ended,
    /// What the hall is to be told of, if it knows of it.
    pub(super) resource: Option<Url>,
}

/// Why a connection ended.
pub(super) enum Ended {
    /// The camera went off.
    Off,
    /// It broke.
    Broken {
        /// After this long.
        lasted: Duration,
    },
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    #[error("there is no way to the hall")]
    Network(#[from] std::io::Error),
    #[error("no offer was made")]
    Uplink(#[from] UplinkError),
    #[error("the offer was not taken")]
    Door(#[from] DoorError),
}

impl OpenError {
    /// Whether opening one again soon is no use.
    pub(super) fn is_for_good(&self) -> bool {
        matches!(self, Self::Door(error) if error.is_for_good())
    }
}

impl Connection {
    /// Offers what is to be carried and takes the hall's answer.
    pub(super) async fn open(
        door: &Arc<Door>,
        to: Destination,
        config: LiveConfig,
        hall_time: Timestamp,
        carried: &Carried,
    ) -> Result<Self, OpenError> {
        let (sockets, local) = Sockets::open(door).await?;
        let opened_at = Instant::now();
        let mut codecs = carried.codecs.subscribe();
        let config = UplinkConfig {
            local,
            video: *codecs.borrow_and_update(),
            sound: config.sound,
            hears: config.hears,
            layers: config.layers,
            max_bitrate_bps: config.max_bitrate_bps,
            hall_time: hall_time.into(),
        };
        let (uplink, offer) = Uplink::new(opened_at, config)?;
        let mut uplink = Box::new(uplink);
        let published = door.publish(to, &offer).await.inspect_err(|error| {
            if let Some(status) = error.status() {
                carried.events.tell(LiveEvent::Refused { status });
            }
        })?;
        uplink.handle_input(
            Instant::now(),
            Input::Answered {
                sdp: &published.answer,
            },
        );
        carried.encode_in(uplink.codec().unwrap_or_default());
        Ok(Self {
            uplink,
            sockets,
            opening: Opening::default(),
            opening_tcp: Opening::default(),
            door: Arc::clone(door),
            restart: None,
            carried: carried.clone(),
            codecs,
            resource: published.resource,
            opened_at,
        })
    }

    /// Sends frames until it breaks or is to end.
    pub(super) async fn run(
        mut self,
        networks: &mut watch::Receiver<u64>,
        returns: &mut Returns,
        wishes: &mut LayerWishes,
        off: &mut Pin<&mut impl Future<Output = ()>>,
    ) -> Over {
        let frames = Arc::clone(&self.carried.frames);
        frames.clear();
        wishes.begin();
        let mut datagram = vec![0; DATAGRAM_BYTES];
        // The hall may have been started anew: unless something comes by then, it was.
        let mut prove_by: Option<Instant> = None;
        let why = loop {
            self.carry_out().await;
            let unproven = prove_by.is_some_and(|by| by <= Instant::now());
            if unproven || self.uplink.state() == UplinkState::Closed {
                let lasted = self.opened_at.elapsed();
                tracing::debug!(fault = ?self.uplink.fault(), "the connection of media broke");
                break Ended::Broken { lasted };
            }
            let latest = Instant::now() + LONGEST_SLEEP;
            let wake_at = self.uplink.poll_timeout().map_or(latest, |at| at.min(latest));
            tokio::select! {
                biased;
                () = &mut *off => break Ended::Off,
                _ = self.codecs.changed(), if self.uplink.codec() == Some(VideoCodec::H265) => {
                    break Ended::Broken { lasted: self.opened_at.elapsed() };
                }
                _ = networks.changed() => self.opening.begin(open_anew(Arc::clone(&self.door))),
                opened = self.opening.opened() => self.move_to(opened),
                opened = self.opening_tcp.opened() => self.go_round(opened),
                restarted = answer_to(&mut self.restart) => self.restarted(restarted),
                () = returns.next() => prove_by = Some(Instant::now() + PROVE_WITHIN),
                wanted = wishes.next(MOST_LAYERS) => self.want_layers(&wanted),
                received = self.sockets.receive(&mut datagram) => match received {
                    Ok(received) => {
                        if self.receive(&received, &datagram) {
                            prove_by = None;
                        }
                    }
                    Err(_) => break Ended::Broken { lasted: self.opened_at.elapsed() },
                },
                () = sleep_until(wake_at.into()) => self.uplink.handle_input(Instant::now(), Input::Timeout),
                taken = frames.take() => self.take(&taken),
            }
        };
        self.uplink.handle_input(Instant::now(), Input::Stopped);
        self.carry_out().await;
        self.carried.flows.send_replace(false);
        Over {
            why,
            resource: self.resource,
        }
    }

    /// Passes on what came; whether it is something of the hall's.
    fn receive(&mut self, received: &Received, buffer: &[u8]) -> bool {
        let now = Instant::now();
        match *received {
            Received::Datagram {
                protocol,
                length,
                from,
                to,
            } => {
                let datagram = Input::Datagram {
                    protocol,
                    from,
                    to,
                    bytes: buffer.get(..length).unwrap_or_default(),
                };
                self.uplink.handle_input(now, datagram);
                true
            }
            Received::Lost { local } => {
                self.uplink.handle_input(now, Input::TcpLost { local });
                false
            }
        }
    }

    fn want_layers(&mut self, layers: &[(usize, bool)]) {
        for &(layer, wanted) in layers {
            self.uplink
                .handle_input(Instant::now(), Input::LayerWanted { layer, wanted });
        }
    }

    fn take(&mut self, taken: &Taken) {
        let now = Instant::now();
        match taken {
            Taken::Frame(Frame::Video { at, layer, bytes, .. }) => {
                let (at, layer) = (*at, *layer);
                self.uplink
                    .handle_input(now, Input::VideoFrame { at, layer, bytes });
            }
            Taken::Frame(Frame::Sound { at, level, bytes }) => {
                let (at, level) = (*at, *level);
                self.uplink
                    .handle_input(now, Input::SoundFrame { at, level, bytes });
            }
            Taken::KeyFrameWanted { layer } => self
                .carried
                .events
                .tell(LiveEvent::KeyFrameWanted { layer: *layer }),
        }
    }

    /// Goes on from a socket on another network.
    fn move_to(&mut self, opened: std::io::Result<UdpSocket>) {
        match opened.and_then(|socket| self.sockets.add(socket)) {
            Ok(local) => self.uplink.handle_input(Instant::now(), Input::Moved { local }),
            Err(error) => tracing::debug!(%error, "there is no way to the hall over the other network"),
        }
    }

    /// Goes on with a connection that was to be opened.
    fn go_round(&mut self, opened: std::io::Result<tcp::Connection>) {
        let input = match opened {
            Ok(connection) => {
                let (local, to) = (connection.local(), connection.to());
                self.sockets.add_connection(connection);
                Input::TcpOpened { local, to }
            }
            Err(error) => {
                tracing::debug!(%error, "the hall takes no media over TCP");
                Input::TcpFailed
            }
        };
        self.uplink.handle_input(Instant::now(), input);
    }

    fn restarted(&mut self, answer: Result<String, DoorError>) {
        match answer {
            Ok(fragment) => {
                let fragment = &fragment;
                self.uplink
                    .handle_input(Instant::now(), Input::Restarted { fragment });
            }
            // The uplink goes on as it was, as long as that works.
            Err(error) => tracing::debug!(%error, "the hall does not restart ICE"),
        }
    }
}

/// Waits for the answer to something asked, if anything was. Safe to cancel.
async fn answer_to(asked: &mut Option<JoinHandle<Result<String, DoorError>>>) -> Result<String, DoorError> {
    loop {
        let Some(asking) = asked else {
            return std::future::pending().await;
        };
        let answer = asking.await;
        *asked = None;
        // A task that was ended has no answer.
        if let Ok(answer) = answer {
            return answer;
        }
    }
}
