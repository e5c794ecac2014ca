//! What an officer without a task does: goes where the hall wants it, back to the post, or round about it.

use domain::Timestamp;
use rand::RngExt;

use super::super::surroundings::Surroundings;
use super::{Act, Officer};
use crate::chance::factor;
use crate::plane::displaced;

/// Who is this near to the post is there, in metres.
const AT_THE_POST_M: f64 = 60.0;

impl Officer {
    pub(super) fn follow_the_hall(&mut self, now: Timestamp, around: &Surroundings) {
        let due = self.moves_at.is_some_and(|at| at <= now) && self.task.is_none();
        if let (true, Some((order, place))) = (due, self.standby) {
            self.moves_at = None;
            self.go(place, now, 1.0, 0.0, around);
            self.acts.push(Act::Moves(order, self.trip.metres()));
        }
    }

    pub(super) fn idle(&mut self, now: Timestamp, around: &Surroundings) {
        if self.task.is_some() || self.idle_until > now {
            return;
        }
        if self.is_moving(now) {
            self.idle_until = self.trip.ends();
            return;
        }
        let officers = &around.world.officers;
        let (at, home) = (
            self.at(now).at,
            self.standby.map_or(self.post, |(_, place)| place),
        );
        let radius = if self.character.roams && self.standby.is_none() {
            officers.roaming_radius_m
        } else {
            0.0
        };
        let goal = if at.distance_m(home) > radius + AT_THE_POST_M {
            Some(home).filter(|_| officers.returns_to_post || self.standby.is_some())
        } else {
            (radius > 0.0).then(|| {
                let away = [0.0; 2].map(|_| self.rng.random_range(-radius..radius) / 1.5);
                let about = displaced(home, away);
                around.roads.nearest_road(about).map_or(home, |road| road.at)
            })
        };
        if let Some(goal) = goal {
            let pace = factor(&mut self.rng, around.world.pace.between_trips);
            self.go(goal, now, pace, 0.0, around);
        }
        self.idle_until = if self.character.roams || goal.is_some() {
            self.trip
                .ends()
                .max(now)
                .after(officers.roaming_pause.draw(&mut self.rng))
        } else {
            Timestamp::MAX
        };
    }
}
