//! How well the promise was kept, by kind of order.

use std::time::Duration;

use domain::order::{Leg, OrderKind, OrderStatus};
use domain::{Order, Timestamp};

/// The figures of one kind of order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindFigures {
    /// The kind.
    pub kind: OrderKind,
    /// Orders looked at.
    pub orders: u32,
    /// Of these, still open.
    pub open: u32,
    /// Of these, cancelled.
    pub cancelled: u32,
    /// How many met each leg in time, as [`Leg::ALL`] names them.
    pub in_time: [u32; 3],
    /// Orders whose limit was up with a leg not met, corrections counted. One that ended before its limit was
    /// up is none of them, whatever was left to do.
    pub late: u32,
    /// Of how many orders each leg is decided: met in time, or not while the limit was running.
    pub decided: [u32; 3],
    /// Of how many orders all legs are decided, or one of them late.
    pub decided_orders: u32,
    /// Items on the checklists of orders that were not cancelled.
    pub items: u32,
    /// Of these, done.
    pub items_done: u32,
    /// From the start of the clock to the arrival, for each order at whose place somebody arrived, shortest first.
    pub responses: Vec<Duration>,
}

impl KindFigures {
    fn none(kind: OrderKind) -> Self {
        Self {
            kind,
            orders: 0,
            open: 0,
            cancelled: 0,
            in_time: [0; 3],
            late: 0,
            decided: [0; 3],
            decided_orders: 0,
            items: 0,
            items_done: 0,
            responses: Vec::new(),
        }
    }

    /// The mean of the responses, in seconds; none if nobody arrived.
    pub fn mean_response_s(&self) -> Option<f64> {
        let count = u32::try_from(self.responses.len())
            .ok()
            .filter(|count| *count > 0)?;
        let all: Duration = self.responses.iter().sum();
        Some(all.as_secs_f64() / f64::from(count))
    }

    /// The response that nine of ten stay within, in seconds (nearest rank); none if nobody arrived.
    pub fn p90_response_s(&self) -> Option<f64> {
        let rank = self.responses.len().saturating_mul(9).div_ceil(10);
        let response = self.responses.get(rank.checked_sub(1)?)?;
        Some(response.as_secs_f64())
    }

    fn count(&mut self, order: &Order, now: Timestamp) {
        self.orders += 1;
        match order.status {
            OrderStatus::Open => self.open += 1,
            OrderStatus::Cancelled { .. } => self.cancelled += 1,
            OrderStatus::Closed { .. } | OrderStatus::Expired { .. } => {}
        }
        let due = order.clock.due_at(now);
        let in_time = |leg: &Leg| match due {
            Some(due) => order.legs.is_met_by(*leg, due),
            None => order.legs.first(*leg).is_some(),
        };
        for (count, leg) in self.in_time.iter_mut().zip(&Leg::ALL) {
            *count += u32::from(in_time(leg));
        }
        let cancelled = matches!(order.status, OrderStatus::Cancelled { .. });
        if !cancelled {
            let done = order.checklist.iter().filter(|item| item.is_done());
            self.items = self.items.saturating_add(few(order.checklist.len()));
            self.items_done = self.items_done.saturating_add(few(done.count()));
        }
        let looked_at = order.status.ended_at().unwrap_or(now);
        let over = due.is_some_and(|due| due <= looked_at);
        self.late += u32::from(!cancelled && over && !Leg::ALL.iter().all(in_time));
        self.decide(Leg::ALL.map(|leg| in_time(&leg)), !cancelled && over);
        if let (Some(started), Some(arrived)) = (order.clock.started_at(now), order.legs.first(Leg::Arrived))
        {
            self.responses.push(arrived.met_at.since(started));
        }
    }
}

impl KindFigures {
    /// Counts an order among those whose legs are decided: it met them in time, or its limit is up.
    fn decide(&mut self, in_time: [bool; 3], over: bool) {
        for (count, in_time) in self.decided.iter_mut().zip(in_time) {
            *count += u32::from(in_time || over);
        }
        self.decided_orders += u32::from(over || in_time.iter().all(|in_time| *in_time));
    }
}

fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The figures of `orders`, one row for each kind.
pub(crate) fn figures<'a>(orders: impl Iterator<Item = &'a Order>, now: Timestamp) -> Vec<KindFigures> {
    let mut rows: Vec<_> = OrderKind::ALL.into_iter().map(KindFigures::none).collect();
    for order in orders {
        if let Some(row) = rows.iter_mut().find(|row| row.kind == order.kind) {
            row.count(order, now);
        }
    }
    for row in &mut rows {
        row.responses.sort_unstable();
    }
    rows
}

#[cfg(test)]
mod tests;
