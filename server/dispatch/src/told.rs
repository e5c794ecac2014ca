//! What phones tell.

use domain::order::{Correspondent, ItemChecked, Leg, MessageWritten, MessagesSeen, OrderCommand, Receiver};
use domain::{AssignmentId, CommandId, Fix, LatLon, OrderId, OrderRefusal, Timestamp, UnitId, fix::FixFault};

use crate::{Change, Dispatch, Output};

/// A fix further ahead of the hall's clock is kept in the trail but says nothing of the unit.
const FUTURE_ALLOWANCE: std::time::Duration = std::time::Duration::from_secs(5);

/// What a unit's phone tells.
#[derive(Clone, Debug, PartialEq)]
pub enum UnitTold {
    /// Where it was, in the datum that the fix names.
    Fix(Fix),
    /// Something about one of its orders.
    Order {
        /// Which order.
        order: OrderId,
        /// What.
        command: OrderCommand,
    },
    /// That its officer is in danger.
    Sos {
        /// Where the phone was last, in WGS-84, if it knows.
        at: Option<LatLon>,
    },
    /// That its officer goes on or off duty.
    Duty(bool),
}

/// Why the hall does not take what a phone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ToldRefusal {
    /// The unit is not on the board.
    #[error("there is no such unit")]
    NoSuchUnit,
    /// The order or the assignment is not this unit's.
    #[error("the unit has no such order")]
    NotYours,
    /// Only the hall may say this.
    #[error("a phone may not say this")]
    NotAPhonesWord,
    /// The unit is off duty: its position is nobody's business.
    #[error("the unit is off duty")]
    OffDuty,
    /// The unit calls for help: a person in the hall ends that first.
    #[error("the unit calls for help; the hall has to end that first")]
    SosOpen,
    /// The fix makes no sense.
    #[error(transparent)]
    Fix(#[from] FixFault),
    /// The order itself refuses.
    #[error(transparent)]
    Order(#[from] OrderRefusal),
}

impl ToldRefusal {
    /// The stable name of the refusal, as phones read it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchUnit => "no_such_unit",
            Self::NotYours => "not_yours",
            Self::NotAPhonesWord => "not_a_phones_word",
            Self::OffDuty => "off_duty",
            Self::SosOpen => "sos_open",
            Self::Fix(_) => "bad_fix",
            Self::Order(refusal) => refusal.code(),
        }
    }
}

impl UnitTold {
    /// Whether the officer went on duty or off, if that is what is told.
    pub(crate) const fn duty(&self) -> Option<bool> {
        match self {
            Self::Duty(on_duty) => Some(*on_duty),
            _ => None,
        }
    }
}

impl Dispatch {
    pub(crate) fn told(
        &mut self,
        now: Timestamp,
        unit: UnitId,
        command: CommandId,
        told: UnitTold,
    ) -> Result<(), ToldRefusal> {
        if !self.board.units.contains_key(&unit) {
            return Err(ToldRefusal::NoSuchUnit);
        }
        if self.board.has_applied(command) {
            return Ok(());
        }
        match told {
            UnitTold::Fix(fix) => self.fix(now, unit, command, fix),
            UnitTold::Order {
                order,
                command: about,
            } => self.told_of_order(now, unit, command, order, about),
            UnitTold::Sos { at } => {
                self.call_for_help(now, unit, command, at);
                Ok(())
            }
            UnitTold::Duty(on_duty) => self.told_duty(now, command, unit, on_duty),
        }
    }

    fn told_of_order(
        &mut self,
        now: Timestamp,
        unit: UnitId,
        cause: CommandId,
        order: OrderId,
        command: OrderCommand,
    ) -> Result<(), ToldRefusal> {
        let assignment = assignment_in(&command).ok_or(ToldRefusal::NotAPhonesWord)?;
        let known = self.board.orders.get(&order).ok_or(ToldRefusal::NotYours)?;
        if known
            .assignments
            .get(&assignment)
            .is_none_or(|known| known.unit != unit)
        {
            return Err(ToldRefusal::NotYours);
        }
        let command = self.named(unit, command);
        let takes = matches!(command, OrderCommand::Accept { .. } | OrderCommand::SetOff { .. });
        match self.command(now, Some(cause), order, command) {
            Ok(()) => {}
            Err(OrderRefusal::AlreadySo) => return Ok(()),
            Err(refusal) => return Err(refusal.into()),
        }
        if takes {
            self.already_live(now, unit, order, assignment);
        }
        Ok(())
    }

    fn fix(&mut self, now: Timestamp, unit: UnitId, command: CommandId, fix: Fix) -> Result<(), ToldRefusal> {
        if let Some(fault) = fix.fault() {
            return Err(fault.into());
        }
        let known = self.board.units.get(&unit).ok_or(ToldRefusal::NoSuchUnit)?;
        if !known.on_duty {
            return Err(ToldRefusal::OffDuty);
        }
        let towns = self.board.towns_shown_unit(known);
        let fix = self.put_right(now, unit, fix);
        self.output(Output::KeepFix {
            unit,
            command,
            fix: fix.clone(),
        });
        let latest = now.after(FUTURE_ALLOWANCE);
        if fix.taken_at > latest {
            return Ok(());
        }
        self.look_for_arrival(now, unit, &fix);
        let Some(known) = self.board.units.get_mut(&unit) else {
            return Ok(());
        };
        let newer = known
            .fix
            .as_ref()
            .is_none_or(|before| fix.taken_at > before.taken_at || before.taken_at > latest);
        if newer {
            if known.fix.is_none() {
                self.offers.happened();
            }
            known.fix = Some(fix.clone());
            self.follow(unit, &fix);
            self.foresight.mapping.touch();
            self.follow_in_danger(now, unit, &fix);
            self.output(Output::Show(Change::Moved { unit, towns, fix }));
            self.review(now, unit);
        }
        Ok(())
    }
}

impl Dispatch {
    /// A tick with the unit's name on it: whoever shares the order sees who was there, and no phone says who it is.
    fn named(&self, unit: UnitId, command: OrderCommand) -> OrderCommand {
        match (command, self.board.units.get(&unit)) {
            (OrderCommand::CheckItem(checked), Some(known)) => OrderCommand::CheckItem(ItemChecked {
                name: known.unit.name.clone(),
                ..checked
            }),
            (command, _) => command,
        }
    }
}

/// The assignment that a phone's word is about; none if only the hall may say it.
fn assignment_in(command: &OrderCommand) -> Option<AssignmentId> {
    match command {
        OrderCommand::Receive {
            receiver: Receiver::Phone(assignment),
            ..
        }
        | OrderCommand::Accept { assignment, .. }
        | OrderCommand::Decline { assignment, .. }
        | OrderCommand::SetOff { assignment, .. }
        | OrderCommand::Report { assignment, .. }
        | OrderCommand::CheckItem(ItemChecked { assignment, .. })
        | OrderCommand::Write(MessageWritten {
            from: Correspondent::Part(assignment),
            ..
        })
        | OrderCommand::Read(MessagesSeen {
            by: Correspondent::Part(assignment),
            ..
        })
        | OrderCommand::MeetLeg {
            leg: Leg::Arrived,
            assignment,
            ..
        } => Some(*assignment),
        _ => None,
    }
}
