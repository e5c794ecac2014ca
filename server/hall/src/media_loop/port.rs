//! A shard's UDP port: media in one socket, feedback in another, both with the same number.
//!
//! What is to be forwarded wakes the thread at once. The viewers' feedback is several times as many datagrams, each on its
//! own, of which none minds a few milliseconds; waking up for each would cost more than forwarding to tens of viewers. The
//! kernel tells them apart (`SO_ATTACH_REUSEPORT_CBPF`, Linux 4.5), so that feedback can rest while media is listened to.
//! It leaves what datagrams mean to the shard, and sending to `egress`.

use std::net::SocketAddr;
use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use mio::{Interest, Registry, Token};

use super::intake::Intake;
use super::socket;

/// How long feedback rests after some was taken, if nothing else wakes the thread.
const REST: Duration = Duration::from_millis(10);
/// How long it rests if something does.
const SHORT_REST: Duration = Duration::from_millis(4);

/// The port.
#[derive(Debug)]
pub(super) struct Port {
    media: UdpSocket,
    media_waits: bool,
    feedback: Option<Feedback>,
}

/// The socket of feedback (RTCP), which is listened to unless it rests.
#[derive(Debug)]
struct Feedback {
    socket: UdpSocket,
    registry: Registry,
    token: Token,
    state: State,
    was_any: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The poll tells of what comes.
    Listening,
    /// Something waits.
    Readable,
    /// The poll is silent about it.
    Resting(Instant),
}

impl Port {
    /// Opens it.
    pub(super) fn open(
        address: SocketAddr,
        registry: &Registry,
        tokens: [Token; 2],
    ) -> std::io::Result<Self> {
        let media = socket::bind(address)?;
        let feedback = socket::bind_feedback(&media);
        Self::over(media, feedback, registry, tokens)
    }

    fn over(
        mut media: UdpSocket,
        feedback: std::io::Result<UdpSocket>,
        registry: &Registry,
        [media_token, token]: [Token; 2],
    ) -> std::io::Result<Self> {
        registry.register(&mut media, media_token, Interest::READABLE)?;
        let feedback = match feedback {
            Ok(mut socket) => {
                registry.register(&mut socket, token, Interest::READABLE)?;
                Some(Feedback {
                    socket,
                    registry: registry.try_clone()?,
                    token,
                    state: State::Readable,
                    was_any: false,
                })
            }
            Err(error) => {
                tracing::info!(%error, "the media port takes feedback with the media");
                None
            }
        };
        Ok(Self {
            media,
            media_waits: true,
            feedback,
        })
    }

    /// Where it is.
    pub(super) fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.media.local_addr()
    }

    /// Takes note of media that came.
    pub(super) fn note_media(&mut self) {
        self.media_waits = true;
    }

    /// Takes note of feedback that came.
    pub(super) fn note_feedback(&mut self) {
        if let Some(feedback) = &mut self.feedback {
            feedback.state = State::Readable;
        }
    }

    /// Tells whether media may wait.
    pub(super) fn media_waits(&self) -> bool {
        self.media_waits
    }

    /// Tells whether anything is known to wait.
    pub(super) fn is_waiting(&self) -> bool {
        let feedback = self.feedback.as_ref().map(|feedback| feedback.state);
        self.media_waits || feedback == Some(State::Readable)
    }

    /// When feedback has rested, if it does.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        match self.feedback.as_ref()?.state {
            State::Resting(since) => Some(since + REST),
            State::Listening | State::Readable => None,
        }
    }

    /// Takes media; tells whether more may wait.
    pub(super) fn take_media(&mut self, intake: &mut Intake) -> bool {
        self.media_waits = intake.take(&self.media);
        self.media_waits
    }

    /// Takes feedback, unless it rests; tells whether more may wait.
    pub(super) fn take_feedback(&mut self, now: Instant, intake: &mut Intake) -> bool {
        let Some(feedback) = self.feedback.as_mut().filter(|feedback| feedback.is_due(now)) else {
            intake.clear();
            return false;
        };
        let more = intake.take(&feedback.socket);
        feedback.was_any |= intake.datagrams().next().is_some();
        if !more {
            feedback.is_taken(now);
        }
        more
    }
}

impl AsRawFd for Port {
    /// The socket to send from.
    fn as_raw_fd(&self) -> RawFd {
        self.media.as_raw_fd()
    }
}

impl Feedback {
    fn is_due(&self, now: Instant) -> bool {
        match self.state {
            State::Listening => false,
            State::Readable => true,
            State::Resting(since) => now.saturating_duration_since(since) >= SHORT_REST,
        }
    }

    /// All of it was taken. It rests if there was any, lest the thread wake up for each; a poll that refuses has its way.
    fn is_taken(&mut self, now: Instant) {
        let was_any = std::mem::take(&mut self.was_any);
        let Self {
            socket,
            registry,
            token,
            state,
            ..
        } = self;
        let rests = match (matches!(state, State::Resting(_)), was_any) {
            (true, true) => true,
            (true, false) => registry.register(socket, *token, Interest::READABLE).is_err(),
            (false, true) => registry.deregister(socket).is_ok(),
            (false, false) => false,
        };
        *state = if rests {
            State::Resting(now)
        } else {
            State::Listening
        };
    }
}

#[cfg(test)]
mod tests;
