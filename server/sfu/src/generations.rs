//! The ICE credentials of one peer, from one restart to the next.
//!
//! A restart must harm nothing until it has worked (RFC 8445 section 9): checks under the present credentials go on being
//! answered, beside those under the next ones, and only a nomination under these retires the present ones. The WebRTC
//! library's agent knows one pair at a time, and forgets its paths when told of a restart, so it is lent the next pair for
//! as long as it looks at a check that names it.

use str0m::IceCreds;

use crate::credentials::Ufrag;
use crate::transport::Transport;

/// The credentials of both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    local: IceCreds,
    remote: IceCreds,
}

/// The generations of one peer.
#[derive(Debug)]
pub(crate) struct Generations {
    ufrag: Ufrag,
    present: Option<Pair>,
    next: Option<(Ufrag, Pair)>,
    retired: Option<Ufrag>,
}

/// How credentials of a peer stand to those known.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They are in use.
    Present,
    /// They were offered before, and answered with these of ours.
    Next(IceCreds),
    /// They are new.
    New,
    /// Nobody can tell: those that the transport was negotiated with were not readable.
    Unknown,
}

impl Generations {
    /// Starts with a fragment of ours, before the peer's is known.
    pub(crate) fn new(ufrag: Ufrag) -> Self {
        Self {
            ufrag,
            present: None,
            next: None,
            retired: None,
        }
    }

    /// Takes note of the credentials that the transport was negotiated with.
    pub(crate) fn begin(&mut self, local: IceCreds, remote: IceCreds) {
        self.present = Some(Pair { local, remote });
    }

    /// Tells how credentials of the peer stand.
    pub(crate) fn standing(&self, remote: &IceCreds) -> Standing {
        let Some(present) = &self.present else {
            return Standing::Unknown;
        };
        match &self.next {
            Some((_, pair)) if pair.remote == *remote => Standing::Next(pair.local.clone()),
            _ if present.remote == *remote => Standing::Present,
            _ => Standing::New,
        }
    }

    /// Takes credentials of both ends for the next generation; returns our fragment of one that is given up for it.
    pub(crate) fn offer(&mut self, ufrag: Ufrag, local: IceCreds, remote: IceCreds) -> Option<Ufrag> {
        let given_up = self.next.replace((ufrag, Pair { local, remote }));
        given_up.map(|(ufrag, _)| ufrag)
    }

    /// Lends the transport the next generation, if a check names that; tells whether it does.
    pub(crate) fn lend(&self, ufrag: Ufrag, transport: &mut Transport) -> bool {
        let next = self.next.as_ref().filter(|(next, _)| *next == ufrag);
        if let (Some((_, pair)), true) = (next, self.present.is_some()) {
            transport.use_credentials(&pair.local, &pair.remote);
            return true;
        }
        false
    }

    /// Gives the transport the present generation back.
    pub(crate) fn take_back(&self, transport: &mut Transport) {
        if let Some(pair) = &self.present {
            transport.use_credentials(&pair.local, &pair.remote);
        }
    }

    /// Makes the next generation the present one.
    pub(crate) fn turn(&mut self) {
        if let Some((ufrag, pair)) = self.next.take() {
            self.retired = Some(std::mem::replace(&mut self.ufrag, ufrag));
            self.present = Some(pair);
        }
    }

    /// Takes out our fragment of the generation that was retired last.
    pub(crate) fn take_retired(&mut self) -> Option<Ufrag> {
        self.retired.take()
    }

    /// All fragments of ours that checks may name.
    pub(crate) fn ufrags(&self) -> impl Iterator<Item = Ufrag> + '_ {
        let next = self.next.iter().map(|(ufrag, _)| *ufrag);
        next.chain([self.ufrag]).chain(self.retired)
    }
}
