//! The loop that drives the floor.
//!
//! It owns the machine and the lines; nothing shares them. After each letter it gives every ear its voice and every line
//! what it shows, so that whatever happened, what is heard and what is said about it agree.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dispatch::floor::{Floor, Input, Output, TalkerId};
use domain::{TalkLineId, Timestamp, UnitId};
use protocol::{CallWith, OwnTalk};
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

use super::TalkDoor;
use super::letters::Letter;
use super::line::{Line, Sound};
use super::pressing::party;
use super::sound::Ears;
use super::speakers::Speakers;
use crate::clock::{self, SteadyClock};
use crate::feed::Feed;
use crate::flag::raised;
use crate::media_loop::MediaDoor;
use crate::people::SessionId;

/// How often it is looked whether all is as it should be: lines without a socket, ears that could not be set.
const CHECK_EVERY: Duration = Duration::from_millis(500);

pub(crate) struct TalkLoop {
    pub(super) floor: Floor,
    pub(super) feed: Feed,
    media: MediaDoor,
    letters: mpsc::Receiver<Letter>,
    pub(super) lines: BTreeMap<u64, Line>,
    /// Phones that send their picture, and may hear there.
    pub(super) phones: BTreeMap<UnitId, Sound>,
    /// Whom the calls are with.
    pub(super) calls: BTreeMap<TalkerId, CallWith>,
    ears: Ears,
    speakers: Speakers,
    clock: SteadyClock,
    pub(super) last: Timestamp,
    /// Calls whose other end has no ears, and since when.
    pub(super) deserted: BTreeMap<TalkerId, Timestamp>,
    /// Whom each talker may reach at present.
    pub(super) reaches: BTreeMap<TalkerId, BTreeSet<UnitId>>,
}

impl TalkLoop {
    pub(crate) fn new(feed: Feed, door: &TalkDoor, letters: mpsc::Receiver<Letter>) -> Self {
        let clock = SteadyClock::new();
        Self {
            floor: Floor::default(),
            feed,
            media: door.media.clone(),
            letters,
            lines: BTreeMap::new(),
            phones: BTreeMap::new(),
            calls: BTreeMap::new(),
            ears: Ears::default(),
            speakers: door.speakers.clone(),
            clock,
            last: clock.now(),
            deserted: BTreeMap::new(),
            reaches: BTreeMap::new(),
        }
    }

    /// Runs until the hall stops.
    pub(crate) async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        let mut check = tokio::time::interval(CHECK_EVERY);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let due = self.floor.poll_timeout().map(|at| at.since(self.clock.now()));
            tokio::select! {
                letter = self.letters.recv() => match letter {
                    Some(Letter::VoiceHeard { stream }) => if !self.voice_heard(stream) {
                        continue;
                    },
                    Some(letter) => self.take_in(letter),
                    None => return,
                },
                () = tokio::time::sleep(due.unwrap_or_default()), if due.is_some() => self.happened(Input::Timeout),
                _ = check.tick() => self.let_go_of_the_left(),
                () = raised(&mut stopping) => return,
            }
            self.look_at_reaches();
            let wanted = self.wanted_voices();
            self.ears.set(&self.media, &wanted);
            self.speakers.set(self.speaking());
            self.show();
        }
    }

    fn take_in(&mut self, letter: Letter) {
        match letter {
            Letter::Opened { number, line } => drop(self.lines.insert(number, line)),
            Letter::Gone(number) => self.gone(number),
            Letter::Pressed(number, group) => self.pressed(number, group),
            Letter::Called(number, with) => self.called(number, with),
            Letter::Released(number) => self.released(number),
            Letter::Asked { line, session, reply } => {
                let own = |known: &Line| known.id == line && known.session == session;
                // Whoever asked may have given up, here as below.
                let _ = reply.send(self.lines.values().any(own));
            }
            Letter::SoundOpened {
                line,
                sound,
                peer,
                ears,
            } => {
                let stream = sound.as_u128();
                let known = self.lines.values_mut().find(|known| known.id == line);
                let before = match known {
                    Some(known) => known
                        .sound
                        .replace(Sound::new(peer, stream, ears))
                        .map(|before| before.peer),
                    None => Some(peer),
                };
                if let Some(before) = before {
                    self.media.leave(before);
                }
            }
            Letter::SoundClosed {
                line,
                session,
                sound,
                reply,
            } => {
                let peer = self.own_sound(line, session, sound).map(|sound| sound.peer);
                if let Some(peer) = peer {
                    self.media.leave(peer);
                    self.peer_left(peer);
                }
                let _ = reply.send(peer.is_some());
            }
            Letter::SoundAsked {
                line,
                session,
                sound,
                reply,
            } => drop(reply.send(self.own_sound(line, session, sound))),
            Letter::SoundRestarted(peer) => {
                let sounds = self.lines.values_mut().filter_map(|line| line.sound.as_mut());
                for sound in sounds.filter(|sound| sound.peer == peer) {
                    sound.restarts = sound.restarts.wrapping_add(1);
                }
            }
            Letter::UnitPublished { unit, peer, ears } => {
                let stream = unit.0.as_u128();
                self.phones.insert(unit, Sound::new(peer, stream, ears));
            }
            Letter::VoiceHeard { stream } => {
                self.voice_heard(stream);
            }
            Letter::PeerLeft { peer } => self.peer_left(peer),
        }
    }

    fn own_sound(&self, line: TalkLineId, session: SessionId, sound: Uuid) -> Option<Sound> {
        let mut lines = self.lines.values();
        lines.find_map(|known| known.own_sound(line, session, sound))
    }

    /// Takes note of a voice; whether anybody is to hear it.
    fn voice_heard(&mut self, stream: u128) -> bool {
        let mut is_heard = false;
        let numbers: Vec<_> = self.lines.keys().copied().collect();
        for number in numbers {
            if self.voice_of(number).is_none_or(|sound| sound.stream != stream) {
                continue;
            }
            let now = self.last;
            let Some(line) = self.lines.get_mut(&number) else {
                continue;
            };
            line.spoke_at = Some(now);
            let (talker, called_as) = (TalkerId(number), line.called_as());
            let party = called_as.map(party);
            self.happened(Input::Spoke { talker, party });
            is_heard |= self.is_to_be_heard(talker, called_as);
        }
        is_heard
    }

    fn peer_left(&mut self, peer: u64) {
        self.ears.forget(peer);
        self.phones.retain(|_, phone| phone.peer != peer);
        let lost = self
            .lines
            .iter_mut()
            .find(|(_, line)| line.sound.is_some_and(|sound| sound.peer == peer));
        if let Some((number, line)) = lost {
            line.sound = None;
            let number = *number;
            // Whose phone films speaks by its sound.
            if self.voice_of(number).is_none() {
                self.happened(Input::Lost(TalkerId(number)));
            }
        }
        // An officer who talks on the phone's own line has lost it as well.
        let talking: Vec<_> = self.floor.talking().map(|(talker, _)| talker).collect();
        for talker in talking {
            if self.voice_of(talker.0).is_none() {
                self.happened(Input::Lost(talker));
            }
        }
    }

    fn let_go_of_the_left(&mut self) {
        self.last = self.clock.now();
        self.end_deserted_calls();
        let left = self.lines.iter().filter(|(_, line)| line.is_left());
        let left: Vec<_> = left.map(|(number, _)| *number).collect();
        for number in left {
            self.gone(number);
        }
    }

    fn gone(&mut self, number: u64) {
        self.happened(Input::Lost(TalkerId(number)));
        if let Some(sound) = self.lines.remove(&number).and_then(|line| line.sound) {
            self.ears.forget(sound.peer);
            self.media.leave(sound.peer);
        }
    }

    pub(super) fn happened(&mut self, input: Input) {
        self.last = self.clock.now();
        self.floor.handle_input(self.last, input);
        while let Some(output) = self.floor.poll_output() {
            self.heed(&output);
        }
    }

    fn heed(&mut self, output: &Output) {
        match *output {
            Output::Grant { talker, group } => {
                // What is shown is the wall clock's time, whatever the floor's own clock says.
                let since = clock::now();
                let own = OwnTalk::Granted {
                    group,
                    since,
                    heard_by: 0,
                    units: 0,
                    seats: 0,
                };
                self.set_own(talker.0, own);
            }
            Output::Queue { talker, group, place } => {
                let place = u32::try_from(place).unwrap_or(u32::MAX);
                self.set_own(talker.0, OwnTalk::Queued { group, place });
            }
            Output::Connect { talker } => {
                let with = self.calls.get(&talker).copied();
                let name = with.map(|with| self.name_of(with)).unwrap_or_default();
                self.set_own(talker.0, OwnTalk::InCall { with, name });
            }
            Output::Revoke { talker, why } => {
                self.calls.remove(&talker);
                let own = self.ended(why);
                self.set_own(talker.0, own);
            }
        }
    }

    pub(super) fn set_own(&mut self, number: u64, own: OwnTalk) {
        if let Some(line) = self.lines.get_mut(&number) {
            line.own = own;
        }
    }
}
