//! What is remembered of the hall, for the officer off the net.

use super::FieldUnit;
use crate::{Change, Memory, Output};

impl FieldUnit {
    /// Keeps what is known of the hall, if that changed.
    pub(super) fn remember(&mut self) {
        let same = self.remembered.unit == self.unit
            && self.remembered.on_duty == self.duty_confirmed
            && self.remembered.telephone == self.telephone
            && self.orders.confirmed().eq(&self.remembered.orders);
        if !same {
            let orders = self.orders.confirmed().cloned().collect();
            self.remembered = Memory {
                unit: self.unit.clone(),
                on_duty: self.duty_confirmed,
                orders,
                telephone: self.telephone.clone(),
            };
            self.outputs
                .push_back(Output::Store(Change::Remember(self.remembered.clone())));
        }
    }
}
