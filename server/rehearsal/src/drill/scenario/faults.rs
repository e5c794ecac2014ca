//! What can be wrong with a world, naming the field, its range, and the cure.

use super::{Delay, Scenario};

/// Why a text describes no world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// It is neither TOML nor JSON.
    #[error("the scenario is neither TOML nor JSON: {0}")]
    Unreadable(String),
    /// A field is missing, unknown, of another type or out of range.
    #[error("{path}: {problem}; `yike drill --print-scenario` documents every field")]
    Field {
        /// Which, from the top, with dots.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl ScenarioError {
    pub(super) fn field(path: &str, problem: String) -> Self {
        let path = if path == "." { "the scenario" } else { path };
        Self::Field {
            path: path.to_owned(),
            problem,
        }
    }
}

type Checked = Result<(), ScenarioError>;

impl Scenario {
    pub(super) fn check(&self) -> Checked {
        let hour = self.calendar.start_hour;
        if !(0.0..24.0).contains(&hour) {
            return Err(out_of_range("calendar.start_hour", hour, 0.0, "below 24"));
        }
        self.check_incidents()?;
        delay("seat.intake", self.seat.intake, [0.0, 3600.0])?;
        delay("seat.closing", self.seat.closing, [0.0, 3600.0])?;
        self.check_officers()?;
        self.check_pace()?;
        self.check_tasks()?;
        self.check_receiver()?;
        self.check_phones()?;
        number("arrival.radius_m", self.arrival.radius_m, 5.0, 1000.0)?;
        let (stop_within_m, radius_m) = (self.tasks.stop_within_m, self.arrival.radius_m);
        if stop_within_m < radius_m {
            Ok(())
        } else {
            Err(ScenarioError::field(
                "tasks.stop_within_m",
                format!(
                    "{stop_within_m} is not below arrival.radius_m, {radius_m}, so that officers would \
                     never arrive; make it smaller, or the radius larger"
                ),
            ))
        }
    }

    fn check_incidents(&self) -> Checked {
        let incidents = &self.incidents;
        hours("incidents.by_hour", &incidents.by_hour, 0.0, 1000.0)?;
        not_all_zero("incidents.by_hour", &incidents.by_hour)?;
        number("incidents.hot_spots", f64::from(incidents.hot_spots), 0.0, 100.0)?;
        share("incidents.hot_share", incidents.hot_share)?;
        number("incidents.hot_spread_m", incidents.hot_spread_m, 0.0, 50_000.0)?;
        for (place, point) in incidents.points.iter().enumerate() {
            let path = |name: &str| format!("incidents.points[{place}].{name}");
            number(&path("lat"), point.lat, -90.0, 90.0)?;
            number(&path("lon"), point.lon, -180.0, 180.0)?;
            number(&path("weight"), point.weight, 0.0, 1000.0)?;
            number(&path("spread_m"), point.spread_m, 0.0, 50_000.0)?;
        }
        if !incidents.points.is_empty() {
            let weights: Vec<f64> = incidents.points.iter().map(|point| point.weight).collect();
            not_all_zero("incidents.points[0].weight", &weights)?;
        }
        number(
            "incidents.emergency_weight",
            incidents.emergency_weight,
            0.0,
            1000.0,
        )?;
        number("incidents.routine_weight", incidents.routine_weight, 0.0, 1000.0)?;
        not_all_zero(
            "incidents.emergency_weight",
            &[incidents.emergency_weight, incidents.routine_weight],
        )?;
        number(
            "incidents.given_up_after_min",
            incidents.given_up_after_min,
            20.0,
            720.0,
        )
    }

    fn check_officers(&self) -> Checked {
        let officers = &self.officers;
        let weights = [officers.car_weight, officers.e_bike_weight, officers.foot_weight];
        number("officers.car_weight", officers.car_weight, 0.0, 1000.0)?;
        number("officers.e_bike_weight", officers.e_bike_weight, 0.0, 1000.0)?;
        number("officers.foot_weight", officers.foot_weight, 0.0, 1000.0)?;
        not_all_zero("officers.car_weight", &weights)?;
        for (place, post) in officers.posts.iter().enumerate() {
            number(&format!("officers.posts[{place}].lat"), post.lat, -90.0, 90.0)?;
            number(&format!("officers.posts[{place}].lon"), post.lon, -180.0, 180.0)?;
        }
        share("officers.hot_posts", officers.hot_posts)?;
        share("officers.roaming", officers.roaming)?;
        number(
            "officers.roaming_radius_m",
            officers.roaming_radius_m,
            0.0,
            50_000.0,
        )?;
        delay("officers.roaming_pause", officers.roaming_pause, [1.0, 86_400.0])?;
        number("officers.shift_h", officers.shift_h, 0.5, 1000.0)?;
        number("officers.handover_min", officers.handover_min, 0.0, 600.0)
    }

    fn check_pace(&self) -> Checked {
        let pace = &self.pace;
        number("pace.median", pace.median, 0.2, 5.0)?;
        number("pace.between_officers", pace.between_officers, 0.0, 1.5)?;
        number("pace.between_trips", pace.between_trips, 0.0, 1.5)?;
        number("pace.between_roads", pace.between_roads, 0.0, 1.5)?;
        number("pace.between_hours", pace.between_hours, 0.0, 1.5)?;
        hours("pace.by_hour", &pace.by_hour, 0.2, 10.0)?;
        number("pace.between_days", pace.between_days, 0.0, 1.5)
    }

    fn check_tasks(&self) -> Checked {
        delay("answers.accept", self.answers.accept, [0.0, 3600.0])?;
        number(
            "answers.between_officers",
            self.answers.between_officers,
            0.0,
            3.0,
        )?;
        share("answers.decline_share", self.answers.decline_share)?;
        share("answers.silence_share", self.answers.silence_share)?;
        let tasks = &self.tasks;
        delay("tasks.start", tasks.start, [0.0, 3600.0])?;
        number("tasks.between_officers", tasks.between_officers, 0.0, 3.0)?;
        share("tasks.taps_under_way", tasks.taps_under_way)?;
        delay("tasks.last_metres", tasks.last_metres, [0.0, 3600.0])?;
        number("tasks.stop_within_m", tasks.stop_within_m, 0.0, 1000.0)?;
        delay("tasks.video", tasks.video, [0.0, 3600.0])?;
        delay("tasks.report", tasks.report, [0.0, 3600.0])?;
        delay("tasks.work", tasks.work, [0.0, 86_400.0])
    }

    fn check_receiver(&self) -> Checked {
        let receiver = &self.receiver;
        number("receiver.moving_every_s", receiver.moving_every_s, 0.2, 120.0)?;
        number("receiver.still_every_s", receiver.still_every_s, 0.2, 120.0)?;
        number("receiver.sigma_m", receiver.sigma_m, 0.0, 200.0)?;
        number("receiver.memory_s", receiver.memory_s, 0.0, 600.0)?;
        number(
            "receiver.reported_accuracy",
            receiver.reported_accuracy,
            0.05,
            20.0,
        )?;
        number("receiver.bias_m", receiver.bias_m, 0.0, 200.0)?;
        number("receiver.bias_memory_s", receiver.bias_memory_s, 1.0, 3600.0)?;
        share("receiver.jump_share", receiver.jump_share)?;
        pair("receiver.jump_m", receiver.jump_m, 0.0, 100_000.0)?;
        number("receiver.gaps_per_hour", receiver.gaps_per_hour, 0.0, 600.0)?;
        delay("receiver.gap", receiver.gap, [0.0, 3600.0])?;
        share("receiver.mock_share", receiver.mock_share)?;
        share("receiver.wrong_datum_share", receiver.wrong_datum_share)
    }

    fn check_phones(&self) -> Checked {
        let phones = &self.phones;
        number("phones.dead_per_day", phones.dead_per_day, 0.0, 1000.0)?;
        delay("phones.dead", phones.dead, [1.0, 864_000.0])?;
        pair("phones.battery_pct", phones.battery_pct, 1.0, 100.0)?;
        number(
            "phones.battery_pct_per_hour",
            phones.battery_pct_per_hour,
            0.0,
            100.0,
        )?;
        number("phones.clock_error_s", phones.clock_error_s, 0.0, 3600.0)?;
        pair("network.latency_ms", self.network.latency_ms, 1.0, 60_000.0)?;
        number("network.cuts_per_hour", self.network.cuts_per_hour, 0.0, 600.0)?;
        delay("network.cut", self.network.cut, [0.0, 864_000.0])
    }
}

fn number(path: &str, value: f64, least: f64, most: f64) -> Checked {
    // NaN lies in no range.
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(out_of_range(path, value, least, &format!("to {most}")))
    }
}

fn out_of_range(path: &str, value: f64, least: f64, most: &str) -> ScenarioError {
    ScenarioError::field(
        path,
        format!("{value} is out of range; give a number from {least} {most}"),
    )
}

fn share(path: &str, value: f64) -> Checked {
    number(path, value, 0.0, 1.0)
}

fn delay(path: &str, delay: Delay, [least, most]: [f64; 2]) -> Checked {
    number(&format!("{path}.median_s"), delay.median_s, least, most)?;
    number(&format!("{path}.spread"), delay.spread, 0.0, 3.0)
}

fn pair(path: &str, [first, second]: [f64; 2], least: f64, most: f64) -> Checked {
    number(&format!("{path}[0]"), first, least, most)?;
    number(&format!("{path}[1]"), second, least, most)?;
    if first <= second {
        Ok(())
    } else {
        Err(ScenarioError::field(
            path,
            format!("{first} is above {second}; give the smaller number first"),
        ))
    }
}

fn hours(path: &str, values: &[f64; 24], least: f64, most: f64) -> Checked {
    values
        .iter()
        .enumerate()
        .try_for_each(|(hour, value)| number(&format!("{path}[{hour}]"), *value, least, most))
}

fn not_all_zero(path: &str, values: &[f64]) -> Checked {
    if values.iter().any(|value| *value > 0.0) {
        Ok(())
    } else {
        Err(ScenarioError::field(
            path,
            "all are 0; give at least one above 0".to_owned(),
        ))
    }
}
