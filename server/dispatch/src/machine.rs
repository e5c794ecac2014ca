//! The machine: the board, with what is still to be done.

use std::collections::{BTreeSet, VecDeque};

use domain::{CommandId, Fix, IdSource, OrderId, Source, Timestamp, UnitId};

use crate::foresight::Foresight;
use crate::offers::Offers;
use crate::travel::Travel;
use crate::{Board, Change, Input, Output, Record, Recorded, Settings, Snapshot};

/// How often one input may stir the machine anew.
const ROUNDS: usize = 4;

/// The hall's brain, driven by one loop.
#[derive(Debug)]
pub struct Dispatch {
    pub(crate) board: Board,
    pub(crate) ids: IdSource,
    pub(crate) settings: Settings,
    /// Orders whose clock viewers saw start by itself.
    pub(crate) clock_shown: BTreeSet<OrderId>,
    /// What is worked out from all that.
    pub(crate) foresight: Foresight,
    pub(crate) offers: Offers,
    outputs: VecDeque<Output>,
}

impl Dispatch {
    /// A machine at the end of the log: a snapshot with the entries after it.
    ///
    /// `seed` makes its ids; `fixes` are the latest of the trails.
    pub fn restore(
        seed: u64,
        snapshot: Snapshot,
        log: impl IntoIterator<Item = Recorded>,
        fixes: impl IntoIterator<Item = (UnitId, Fix)>,
    ) -> Self {
        let mut board = Board::from(snapshot);
        for recorded in log {
            board.apply(&recorded);
        }
        for (unit, fix) in fixes {
            if let Some(unit) = board.units.get_mut(&unit).filter(|unit| unit.on_duty) {
                // The trail's last may be of an earlier shift.
                let of_this_shift = |fix: &Fix| unit.on_duty_since.is_none_or(|since| fix.taken_at >= since);
                unit.fix = Some(fix).filter(of_this_shift);
            }
        }
        // Nobody is connected yet, and viewers who look now see that.
        for unit in board.units.values_mut() {
            unit.shown_unreachable = unit.on_duty;
        }
        let offers = Offers::new(board.open_orders().next().is_some());
        // What was open before is foreseen anew, at once.
        let touched: BTreeSet<OrderId> = board.open_orders().map(|order| order.id).collect();
        let foresight = Foresight {
            forecast_at: touched.first().map(|_| Timestamp::from_millis(0)),
            touched,
            ..Foresight::default()
        };
        Self {
            board,
            ids: IdSource::new(seed),
            settings: Settings::default(),
            clock_shown: BTreeSet::new(),
            foresight,
            offers,
            outputs: VecDeque::new(),
        }
    }

    /// Changes how the machine knows the way, at once.
    pub fn set_travel(&mut self, travel: Travel) {
        self.foresight.set_travel(travel);
    }

    /// Takes over what the log does not keep from the board that this machine's replaces.
    pub fn take_over(&mut self, now: Timestamp, before: &Board) {
        for unit in self.board.units.values_mut() {
            let Some(known) = before.units.get(&unit.unit.id) else {
                continue;
            };
            unit.heard_at = known.heard_at;
            unit.connected = known.connected;
            unit.live = known.live;
            unit.reaching = known.reaching.clone();
            unit.shown_unreachable = unit.on_duty && unit.is_silent(now);
        }
    }

    /// What is known.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Takes in what happened. Drain [`Self::poll_output`] afterwards.
    pub fn handle_input(&mut self, now: Timestamp, input: Input) {
        match input {
            Input::Asked { request, by, ask } => {
                let result = self.ask(now, by, ask);
                // What follows by itself belongs to the answer.
                self.go_on(now);
                let result = result.map(|answered| self.as_it_is_now(answered));
                self.output(Output::Answer { request, result });
            }
            Input::UnitConnected(unit) => self.unit_connected(now, unit),
            Input::UnitGone(unit) => self.unit_gone(unit),
            Input::UnitHeard(unit) => self.unit_heard(now, unit),
            Input::UnitTold { unit, command, told } => {
                self.unit_heard(now, unit);
                let said = told.duty().filter(|_| self.board.has_applied(command));
                let result = self.told(now, unit, command, told);
                self.output(Output::AnswerUnit {
                    unit,
                    command,
                    result,
                });
                if said.is_some() {
                    self.send_duty(unit);
                }
            }
            Input::UnitProbed { unit, id, condition } => {
                self.unit_heard(now, unit);
                self.probed(now, unit, id, condition);
            }
            Input::CameraDeclined { unit, since } => {
                self.unit_heard(now, unit);
                self.camera_declined(now, unit, since);
            }
            Input::WaysKnown { unit, ways } => self.ways_known(unit, ways),
            Input::NoticeHeard {
                order,
                assignment,
                notice,
                outcome,
            } => self.notice_heard(now, order, assignment, notice, outcome),
            Input::VideoStarted(Source::Unit(unit)) => {
                self.unit_heard(now, unit);
                self.video_started(now, unit);
            }
            Input::VideoStopped(Source::Unit(unit)) => self.video_stopped(now, unit),
            Input::VideoStarted(_) | Input::VideoStopped(_) => {}
            Input::Timeout => {
                self.timeout(now);
                // Not before: a batch of positions makes one map.
                self.map_promises(now);
            }
        }
        // One thing leads to another: an offer to a forecast, an alarm to an escalation, a move to an offer.
        for _ in 0..ROUNDS {
            self.go_on(now);
            self.climb(now);
            self.foresee(now);
            self.look_at_moves(now);
            if self.foresight.touched.is_empty() && !self.offers.has_news() {
                break;
            }
        }
    }

    /// The next thing to do, in sequence.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    pub(crate) fn output(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    /// Changes the board for good.
    pub(crate) fn record(&mut self, now: Timestamp, cause: Option<CommandId>, record: Record) {
        let recorded = Recorded {
            at: now,
            cause,
            record,
        };
        self.board.apply(&recorded);
        self.offers.happened();
        let happened = match &recorded.record {
            Record::Order { order, event } => Some((*order, event.clone())),
            _ => None,
        };
        self.output(Output::Record(recorded));
        if let Some((order, event)) = happened {
            self.notice(now, order, &event);
        }
    }

    pub(crate) fn show_unit(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get(&unit) else {
            return;
        };
        let shown = self.board.show(known, now);
        let towns = self.board.towns_shown_unit(known);
        let unreachable = known.on_duty && known.is_silent(now);
        if let Some(known) = self.board.units.get_mut(&unit) {
            known.shown_unreachable = unreachable;
            known.reaching.shown.clone_from(&shown.reachability);
        }
        self.foresight.mapping.touch();
        self.output(Output::Show(Change::Unit { unit: shown, towns }));
    }

    /// Shows an order to viewers, and to the phones of the units that have to do with it or had `until_now`.
    pub(crate) fn show_order(&mut self, order: OrderId, until_now: &BTreeSet<UnitId>) {
        let Some(known) = self.board.orders.get(&order).cloned() else {
            return;
        };
        for unit in &crate::orders::units_of(&known) | until_now {
            let order = crate::orders::seen_by(unit, &known);
            self.output(Output::SendOrder { unit, order });
        }
        self.show_order_to_viewers(order);
    }

    /// Shows an order to viewers alone, where nothing changed for the units.
    pub(crate) fn show_order_to_viewers(&mut self, order: OrderId) {
        if let Some(order) = self.board.orders.get(&order).cloned() {
            let towns = self.board.towns_of_order(&order);
            self.output(Output::Show(Change::Order { order, towns }));
        }
    }
}

#[cfg(test)]
mod tests;
