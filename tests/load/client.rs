//! One WebRTC client: a transport of its own on a socket of its own.

mod moving;

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpPacket;
use str0m::{Candidate, Event, IceCreds, Input, Output, Rtc, RtcConfig};

use crate::lacks::lacks;
use crate::stamp::now_ns;

/// How often one input may make the transport want to go on at once.
const MAX_TURNS: usize = 64;
/// What is asked of the kernel for a client's buffers.
const BUFFER_BYTES: usize = 4 * 1024 * 1024;
const LARGEST_DATAGRAM: usize = 2_048;

/// A client.
pub(crate) struct Client {
    pub(crate) rtc: Box<Rtc>,
    pub(crate) socket: UdpSocket,
    pub(crate) address: SocketAddr,
    /// When it wants to be woken.
    pub(crate) wake_at: Instant,
    /// What it heard and nobody has taken yet.
    pub(crate) heard: Vec<Heard>,
    pub(crate) is_connected: bool,
    /// The section of its video.
    pub(crate) video: Option<Mid>,
    /// What the server does not take for it.
    pub(crate) lacks: Vec<&'static str>,
    /// When the first media packet since somebody took this left, in nanoseconds since 1970.
    pub(crate) left_ns: Option<u64>,
    /// The network it is about to leave, as long as that carries on.
    former: Option<(SocketAddr, UdpSocket)>,
    /// Media have left from the network it is on.
    has_moved: bool,
    /// How many networks it has left.
    moves: u32,
    /// The credentials that a restart of ICE was asked for with.
    restarting: Option<IceCreds>,
    /// Where a fragment of its SDP belongs: the group, with the first media section.
    about: String,
}

/// What a client's video is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Video {
    Vp8,
    H264,
}

/// What a client heard.
#[derive(Debug)]
pub(crate) enum Heard {
    Packet(RtpPacket),
    KeyFrameWanted,
    Closed,
}

/// A client whose offer waits for its answer.
pub(crate) struct Offering {
    client: Client,
    pending: SdpPendingOffer,
}

impl Client {
    /// A client that offers to send or to receive one video.
    pub(crate) fn offering(
        direction: Direction,
        track: &str,
        video: Video,
    ) -> anyhow::Result<(Offering, String)> {
        let mut client = Self::new(video)?;
        let mut changes = client.rtc.sdp_api();
        let video = changes.add_media(
            MediaKind::Video,
            direction,
            Some("yike-load".to_owned()),
            Some(track.to_owned()),
            None,
        );
        let (offer, pending) = changes.apply().context("making an offer")?;
        client.video = Some(video);
        let offer = offer.to_sdp_string();
        client.about = moving::about(&offer);
        Ok((Offering { client, pending }, offer))
    }

    /// A client that offers to receive into slots, each of a video and a sound.
    pub(crate) fn offering_wall(slots: u8) -> anyhow::Result<(Offering, String)> {
        let socket = socket()?;
        let mut client = Self::with(socket, config(Video::Vp8).enable_opus(true, false))?;
        let mut changes = client.rtc.sdp_api();
        for kind in [MediaKind::Video, MediaKind::Audio] {
            for _ in 0..slots {
                changes.add_media(kind, Direction::RecvOnly, None, None, None);
            }
        }
        let (offer, pending) = changes.apply().context("making an offer")?;
        Ok((Offering { client, pending }, offer.to_sdp_string()))
    }

    /// A client that answers a server's offer.
    pub(crate) fn answering(offer: &str) -> anyhow::Result<(Self, String)> {
        let mut client = Self::new(Video::Vp8)?;
        let answer = client.answer(offer)?;
        Ok((client, answer))
    }

    /// Answers an offer, the first or a later one.
    pub(crate) fn answer(&mut self, offer: &str) -> anyhow::Result<String> {
        self.lacks = lacks(offer);
        let offer = SdpOffer::from_sdp_string(offer).context("reading the server's offer")?;
        let answer = self
            .rtc
            .sdp_api()
            .accept_offer(offer)
            .context("answering the server's offer")?;
        self.settle(Instant::now())?;
        Ok(answer.to_sdp_string())
    }

    /// Takes a candidate of the server's that came by itself.
    pub(crate) fn add_candidate(&mut self, candidate: &str) -> anyhow::Result<()> {
        let candidate = Candidate::from_sdp_string(candidate).context("reading the server's candidate")?;
        self.rtc.add_remote_candidate(candidate);
        self.settle(Instant::now())
    }

    fn new(video: Video) -> anyhow::Result<Self> {
        Self::with(socket()?, config(video))
    }

    fn with(socket: UdpSocket, config: RtcConfig) -> anyhow::Result<Self> {
        let address = socket.local_addr()?;
        let now = Instant::now();
        let mut rtc = Box::new(config.build(now));
        rtc.add_local_candidate(Candidate::host(address, "udp").context("naming the client's address")?);
        Ok(Self {
            rtc,
            socket,
            address,
            wake_at: now,
            heard: Vec::new(),
            is_connected: false,
            video: None,
            lacks: Vec::new(),
            left_ns: None,
            former: None,
            has_moved: false,
            moves: 0,
            restarting: None,
            about: String::new(),
        })
    }

    /// Takes in a datagram.
    pub(crate) fn receive(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) -> anyhow::Result<()> {
        let to = self.address;
        self.receive_at(now, from, to, bytes)
    }

    fn receive_at(
        &mut self,
        now: Instant,
        from: SocketAddr,
        to: SocketAddr,
        bytes: &[u8],
    ) -> anyhow::Result<()> {
        if let Ok(receive) = Receive::new(Protocol::Udp, from, to, bytes) {
            self.rtc.handle_input(Input::Receive(now, receive))?;
        }
        self.settle(now)
    }

    /// Takes in what has arrived, and does what is due.
    pub(crate) fn turn(&mut self) -> anyhow::Result<()> {
        let mut buffer = [0; LARGEST_DATAGRAM];
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            self.receive(Instant::now(), from, buffer.get(..length).unwrap_or_default())?;
        }
        self.turn_former(&mut buffer)?;
        let now = Instant::now();
        if self.wake_at <= now {
            self.wake(now)?;
        }
        Ok(())
    }

    /// Lets time pass.
    pub(crate) fn wake(&mut self, now: Instant) -> anyhow::Result<()> {
        self.rtc.handle_input(Input::Timeout(now))?;
        self.settle(now)
    }

    /// Takes out all the transport has to say.
    pub(crate) fn settle(&mut self, now: Instant) -> anyhow::Result<()> {
        for _ in 0..MAX_TURNS {
            self.drain()?;
            if self.leaves_former()? {
                continue;
            }
            if self.wake_at > now {
                return Ok(());
            }
            self.rtc.handle_input(Input::Timeout(now))?;
        }
        self.drain()?;
        self.wake_at = self.wake_at.max(now + Duration::from_millis(1));
        Ok(())
    }

    fn drain(&mut self) -> anyhow::Result<()> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.wake_at = at;
                    return Ok(());
                }
                Output::Transmit(transmit) => {
                    let Some(socket) = self.socket_at(transmit.source) else {
                        // The network it was meant for is gone.
                        continue;
                    };
                    // A full buffer loses it, as a network would.
                    let at_ns = now_ns();
                    let _ = socket.send_to(&transmit.contents, transmit.destination);
                    if is_media(&transmit.contents) {
                        self.left_ns.get_or_insert(at_ns);
                        self.has_moved |= transmit.source == self.address;
                    }
                }
                Output::Event(Event::Connected) => self.is_connected = true,
                Output::Event(Event::RtpPacket(packet)) => self.heard.push(Heard::Packet(packet)),
                Output::Event(Event::MediaAdded(added)) if added.kind == MediaKind::Video => {
                    self.video = Some(added.mid);
                }
                Output::Event(Event::KeyframeRequest(_)) => self.heard.push(Heard::KeyFrameWanted),
                Output::Event(Event::Closed) => self.heard.push(Heard::Closed),
                Output::Event(_) => {}
            }
        }
    }
}

impl Offering {
    /// Takes the server's answer.
    pub(crate) fn accept(self, answer: &str) -> anyhow::Result<Client> {
        let Self { mut client, pending } = self;
        client.lacks = lacks(answer);
        let answer = SdpAnswer::from_sdp_string(answer).context("reading the server's answer")?;
        client
            .rtc
            .sdp_api()
            .accept_answer(pending, answer)
            .context("taking the server's answer")?;
        client.settle(Instant::now())?;
        Ok(client)
    }
}

/// Whether a datagram is RTP, and not RTCP (RFC 5761 section 4, RFC 7983).
pub(crate) fn is_media(datagram: &[u8]) -> bool {
    matches!(datagram, [128..=191, kind, ..] if !(64..=95).contains(&(kind & 0x7F)))
}

fn socket() -> anyhow::Result<UdpSocket> {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None)?;
    // The kernel may grant less.
    let _ = socket.set_recv_buffer_size(BUFFER_BYTES);
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.set_nonblocking(true)?;
    Ok(UdpSocket::from(socket))
}

/// One codec with repair and transport feedback, packet by packet.
fn config(video: Video) -> RtcConfig {
    Rtc::builder()
        .set_rtp_mode(true)
        .clear_codecs()
        .enable_vp8(video == Video::Vp8)
        .enable_h264(video == Video::H264)
}
