//! What the tags of a way mean for a car.
//!
//! Speeds are averages over a whole street, crossings included, for a patrol car that is not in a
//! hurry. They are a crude start, to be learnt from trails later. Access is read only as far as it
//! closes a way outright; time-limited rules are not.

/// How a car may use a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Passage {
    /// Metres a second, above zero.
    pub(crate) speed_mps: f64,
    /// Whether it may go as the way is drawn.
    pub(crate) forward: bool,
    /// Whether it may go against that.
    pub(crate) backward: bool,
}

/// The passage of a car along a way of these tags, or none.
pub(crate) fn passage(tags: &[(&str, &str)]) -> Option<Passage> {
    let value = |key: &str| {
        tags.iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    };
    let highway = value("highway")?;
    let by_class = average_kmh(highway)?;
    if closed(value) || value("area") == Some("yes") {
        return None;
    }
    let kmh = value("maxspeed")
        .and_then(limit_kmh)
        .map_or(by_class, |limit| by_class.min(limit));
    let (forward, backward) = directions(highway, value("oneway"), value("junction"));
    Some(Passage {
        speed_mps: kmh / 3.6,
        forward,
        backward,
    })
}

/// Whether a car cannot pass a node of these tags.
pub(crate) fn blocked(tags: &[(&str, &str)]) -> bool {
    let value = |key: &str| {
        tags.iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    };
    let Some(barrier) = value("barrier") else {
        return false;
    };
    if permission(value).is_some() {
        return closed(value);
    }
    matches!(
        barrier,
        "bollard" | "block" | "chain" | "jersey_barrier" | "kissing_gate" | "log" | "stile" | "turnstile"
    )
}

fn average_kmh(highway: &str) -> Option<f64> {
    Some(match highway {
        "motorway" => 100.0,
        "trunk" => 75.0,
        "motorway_link" | "primary" => 55.0,
        "trunk_link" | "secondary" => 50.0,
        "primary_link" | "tertiary" => 42.0,
        "secondary_link" | "unclassified" => 38.0,
        "tertiary_link" | "road" => 30.0,
        "residential" => 28.0,
        "service" => 15.0,
        "living_street" => 10.0,
        _ => return None,
    })
}

/// The most specific word on whether a car may pass.
fn permission<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    ["motorcar", "motor_vehicle", "vehicle", "access"]
        .into_iter()
        .find_map(value)
}

fn closed<'a>(value: impl Fn(&str) -> Option<&'a str>) -> bool {
    matches!(
        permission(value),
        Some("no" | "private" | "agricultural" | "forestry")
    )
}

/// `maxspeed` in km/h; words such as `DE:urban` or `none` say nothing here.
fn limit_kmh(maxspeed: &str) -> Option<f64> {
    let (number, factor) = match maxspeed.strip_suffix("mph") {
        Some(miles) => (miles, 1.609_344),
        None => (maxspeed, 1.0),
    };
    let limit = number.trim().parse::<f64>().ok()? * factor;
    (5.0..=300.0).contains(&limit).then_some(limit)
}

fn directions(highway: &str, oneway: Option<&str>, junction: Option<&str>) -> (bool, bool) {
    match oneway {
        Some("yes" | "true" | "1") => (true, false),
        Some("-1" | "reverse") => (false, true),
        Some("no" | "false" | "0") => (true, true),
        _ => {
            let implied = matches!(highway, "motorway" | "motorway_link")
                || matches!(junction, Some("roundabout" | "circular"));
            (true, !implied)
        }
    }
}

#[cfg(test)]
mod tests;
