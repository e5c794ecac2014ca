//! One connection of a live picture: a WHIP resource (RFC 9725) with its datagrams.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::UnitId;
use reqwest::Url;
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::time::sleep_until;
use uplink::{Input, Output, Uplink, UplinkConfig, UplinkError, UplinkState};

use super::frames::{Frame, Frames, Taken};
use super::returns::Returns;
use super::{LiveConfig, LiveEvent};
use crate::door::{Door, DoorError};
use crate::feed::Feed;

/// More than the network carries in one datagram.
const DATAGRAM_BYTES: usize = 2048;
/// A hall that is reached again is to be heard on the media path within this.
const PROVE_WITHIN: Duration = Duration::from_secs(3);
/// The longest sleep between looking after the timers.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

pub(super) struct Connection {
    uplink: Box<Uplink>,
    socket: UdpSocket,
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
    /// The phone is on another network.
    NetworkChanged,
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

impl Connection {
    /// Offers the stream and takes the hall's answer.
    pub(super) async fn open(
        door: &Door,
        unit: UnitId,
        config: LiveConfig,
        events: &Arc<Feed<LiveEvent>>,
    ) -> Result<Self, OpenError> {
        let socket = UdpSocket::bind(SocketAddr::new(local_address(door).await?, 0)).await?;
        let opened_at = Instant::now();
        let config = UplinkConfig {
            local: socket.local_addr()?,
            video: true,
            sound: config.sound,
            max_bitrate_bps: config.max_bitrate_bps,
        };
        let (uplink, offer) = Uplink::new(opened_at, config)?;
        let mut uplink = Box::new(uplink);
        let published = door.publish(unit, &offer).await.inspect_err(|error| {
            if let DoorError::Status(status) = error {
                events.tell(LiveEvent::Refused {
                    status: status.as_u16(),
                });
            }
        })?;
        uplink.handle_input(
            Instant::now(),
            Input::Answered {
                sdp: &published.answer,
            },
        );
        Ok(Self {
            uplink,
            socket,
            resource: published.resource,
            opened_at,
        })
    }

    /// Sends frames until it breaks or is to end.
    pub(super) async fn run(
        mut self,
        frames: &Frames,
        events: &Feed<LiveEvent>,
        networks: &mut watch::Receiver<u64>,
        returns: &mut Returns,
        off: &mut Pin<&mut impl Future<Output = ()>>,
    ) -> Over {
        frames.clear();
        let mut datagram = vec![0; DATAGRAM_BYTES];
        // The hall may have been started anew: unless something comes by then, it was.
        let mut prove_by: Option<Instant> = None;
        let why = loop {
            self.carry_out(events).await;
            let unproven = prove_by.is_some_and(|by| by <= Instant::now());
            if unproven || self.uplink.state() == UplinkState::Closed {
                let lasted = self.opened_at.elapsed();
                tracing::debug!(fault = ?self.uplink.fault(), "the picture's connection broke");
                break Ended::Broken { lasted };
            }
            let latest = Instant::now() + LONGEST_SLEEP;
            let wake_at = self.uplink.poll_timeout().map_or(latest, |at| at.min(latest));
            tokio::select! {
                biased;
                () = &mut *off => break Ended::Off,
                _ = networks.changed() => break Ended::NetworkChanged,
                () = returns.next() => prove_by = Some(Instant::now() + PROVE_WITHIN),
                received = self.socket.recv_from(&mut datagram) => {
                    // A system that takes a socket away, as in the background, never gives it back.
                    let Ok((length, from)) = received else {
                        break Ended::Broken { lasted: self.opened_at.elapsed() };
                    };
                    prove_by = None;
                    let bytes = datagram.get(..length).unwrap_or_default();
                    self.uplink.handle_input(Instant::now(), Input::Datagram { from, bytes });
                }
                () = sleep_until(wake_at.into()) => self.uplink.handle_input(Instant::now(), Input::Timeout),
                taken = frames.take() => self.take(&taken, events),
            }
        };
        self.uplink.handle_input(Instant::now(), Input::Stopped);
        self.carry_out(events).await;
        Over {
            why,
            resource: self.resource,
        }
    }

    fn take(&mut self, taken: &Taken, events: &Feed<LiveEvent>) {
        let now = Instant::now();
        match taken {
            Taken::Frame(Frame::Video { at, bytes }) => {
                self.uplink
                    .handle_input(now, Input::VideoFrame { at: *at, bytes });
            }
            Taken::Frame(Frame::Sound { at, bytes }) => {
                self.uplink
                    .handle_input(now, Input::SoundFrame { at: *at, bytes });
            }
            Taken::KeyFrameWanted => events.tell(LiveEvent::KeyFrameWanted),
        }
    }

    async fn carry_out(&mut self, events: &Feed<LiveEvent>) {
        while let Some(output) = self.uplink.poll_output() {
            match output {
                Output::Transmit { to, bytes } => {
                    // A datagram that cannot be sent is a lost one, which the uplink mends.
                    let _ = self.socket.send_to(&bytes, to).await;
                }
                Output::SetBitrate { bits_per_second } => {
                    events.tell(LiveEvent::SetBitrate { bits_per_second });
                }
                Output::KeyFrameWanted => events.tell(LiveEvent::KeyFrameWanted),
                Output::StateChanged(state) => events.tell(LiveEvent::StateChanged(state)),
            }
        }
    }
}

/// The address of the interface that leads to the hall. Nothing is sent to find it out.
async fn local_address(door: &Door) -> std::io::Result<IpAddr> {
    let hall = door.addresses().await?.into_iter().next();
    let hall = hall.ok_or_else(|| std::io::Error::other("the hall's name leads nowhere"))?;
    let any: IpAddr = if hall.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    let probe = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    probe.connect(hall).await?;
    Ok(probe.local_addr()?.ip())
}
