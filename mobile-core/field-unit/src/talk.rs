//! The officer's line to talk.
//!
//! The hall grants the floor; here is only when it is asked, and when the microphone is let out: never unless the officer
//! pressed or answered. While nobody has said no, a voice goes out from the press on, so that no word is lost between the
//! press and the hall's yes. The sound itself belongs to `phone`.

use domain::TalkGroup;
use protocol::{OwnTalk, TalkView, ToHall};

/// What the officer does to talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TalkTap {
    /// Opens the line: what is said to the unit is heard, and one may press.
    Open,
    /// Closes it.
    Close,
    /// Presses the key to talk to a group.
    Press(TalkGroup),
    /// Lets go of the key.
    Release,
    /// Speaks too in a call, or no more.
    Answer(bool),
    /// Ends a call.
    HangUp,
}

/// Why the officer cannot talk now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TalkRefusal {
    /// Nothing leaves the phone off duty.
    OffDuty,
    /// The line is closed.
    Closed,
    /// The hall cannot be reached.
    OffTheNet,
    /// The line's sound has yet to be there.
    NoSound,
    /// A call goes on, in which nobody presses.
    InCall,
    /// No call goes on.
    NoCall,
}

impl TalkRefusal {
    /// Its stable name, with what it means in English.
    pub(crate) const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::OffDuty => ("off_duty", "go on duty before talking"),
            Self::Closed => ("talk_closed", "open the line before talking"),
            Self::OffTheNet => (
                "off_the_net",
                "the hall cannot be reached, and a voice does not wait for the net",
            ),
            Self::NoSound => (
                "no_sound",
                "the line's sound is not there yet; try again in a moment",
            ),
            Self::InCall => ("in_call", "a call goes on; answer it or hang up"),
            Self::NoCall => ("no_call", "no call goes on"),
        }
    }
}

/// What the officer does to be heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Speaks {
    /// Nothing.
    #[default]
    No,
    /// Holds the key, to talk to this group.
    Pressed(TalkGroup),
    /// Has answered a call.
    Answered,
}

/// The line, as the officer uses it and the hall shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    open: bool,
    sounds: bool,
    line: Option<TalkView>,
    speaks: Speaks,
}

impl Talk {
    /// Whether the officer has the line open.
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether its sound goes through.
    pub const fn sounds(&self) -> bool {
        self.sounds
    }

    /// What the hall shows on it; nothing while the hall cannot be reached.
    pub const fn line(&self) -> Option<&TalkView> {
        self.line.as_ref()
    }

    /// Whether the microphone is let out.
    pub fn is_out(&self) -> bool {
        let Some(line) = self.line.as_ref().filter(|_| self.open) else {
            return false;
        };
        match &line.own {
            OwnTalk::InCall { .. } => self.speaks == Speaks::Answered,
            OwnTalk::Granted { .. } | OwnTalk::Idle => matches!(self.speaks, Speaks::Pressed(_)),
            OwnTalk::Queued { .. } | OwnTalk::Ended { .. } | OwnTalk::Unknown => false,
        }
    }

    /// What the officer does; what the hall is to be told of it.
    pub(crate) fn tapped(&mut self, tap: TalkTap, on_duty: bool) -> Result<Option<ToHall>, TalkRefusal> {
        match tap {
            TalkTap::Open if !on_duty => Err(TalkRefusal::OffDuty),
            TalkTap::Open => {
                self.open = true;
                Ok(None)
            }
            TalkTap::Close => Ok(self.close()),
            TalkTap::Press(group) => self.press(group),
            TalkTap::Release => Ok(self.release()),
            TalkTap::Answer(speaks) => self.in_call().map(|()| {
                self.speaks = if speaks { Speaks::Answered } else { Speaks::No };
                None
            }),
            TalkTap::HangUp => self.in_call().map(|()| {
                self.speaks = Speaks::No;
                Some(ToHall::Release)
            }),
        }
    }

    /// Closes the line; what the hall is to be told.
    pub(crate) fn close(&mut self) -> Option<ToHall> {
        let had_something =
            matches!(self.speaks, Speaks::Pressed(_)) || (self.open && self.in_call().is_ok());
        self.open = false;
        self.sounds = false;
        self.speaks = Speaks::No;
        had_something.then_some(ToHall::Release)
    }

    /// The line's sound goes through, or does no more.
    pub(crate) const fn sound_changed(&mut self, sounds: bool) {
        self.sounds = sounds;
    }

    /// The hall shows something else.
    pub(crate) fn shown(&mut self, line: TalkView) {
        let goes_on = match (self.speaks, caller(&line)) {
            // A call takes the place of what was pressed; to let go of that now would end the call.
            (Speaks::Pressed(_), now) => now.is_none(),
            // Who answered one caller has not answered the next.
            (Speaks::Answered, now) => now.is_some() && now == self.line.as_ref().and_then(caller),
            (Speaks::No, _) => true,
        };
        if !goes_on {
            self.speaks = Speaks::No;
        }
        self.line = Some(line);
    }

    /// The hall cannot be reached, and the line is gone with its socket.
    pub(crate) fn lost_link(&mut self) {
        self.line = None;
        self.speaks = Speaks::No;
    }

    fn press(&mut self, group: TalkGroup) -> Result<Option<ToHall>, TalkRefusal> {
        let line = self.line.as_ref().ok_or(TalkRefusal::OffTheNet);
        let state = line.map(|line| &line.own);
        match state {
            _ if !self.open => Err(TalkRefusal::Closed),
            Err(refusal) => Err(refusal),
            Ok(OwnTalk::InCall { .. }) => Err(TalkRefusal::InCall),
            Ok(_) if !self.sounds => Err(TalkRefusal::NoSound),
            // One press is enough, unless nothing came of it or it was for others.
            Ok(own) if self.speaks == Speaks::Pressed(group) && !matches!(own, OwnTalk::Ended { .. }) => {
                Ok(None)
            }
            Ok(_) => {
                self.speaks = Speaks::Pressed(group);
                Ok(Some(ToHall::Press { group }))
            }
        }
    }

    fn release(&mut self) -> Option<ToHall> {
        let was_held = matches!(self.speaks, Speaks::Pressed(_));
        if was_held {
            self.speaks = Speaks::No;
        }
        was_held.then_some(ToHall::Release)
    }

    fn in_call(&self) -> Result<(), TalkRefusal> {
        let caller = self.line.as_ref().and_then(caller);
        caller.map(drop).ok_or(TalkRefusal::NoCall)
    }
}

/// Who is at the other end of a call, if one goes on.
fn caller(line: &TalkView) -> Option<&str> {
    match &line.own {
        OwnTalk::InCall { name, .. } => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
