//! Kinds of road, by what their `highway` tag says.

/// A kind of road. Links are of the kind they lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// A motorway.
    Motorway,
    /// A trunk road.
    Trunk,
    /// A primary road.
    Primary,
    /// A secondary road.
    Secondary,
    /// A tertiary road.
    Tertiary,
    /// A through road of no class, or of an unknown one.
    Unclassified,
    /// A street that people live in.
    Residential,
    /// An access road, an alley, an aisle of a car park.
    Service,
    /// A street where people on foot come first.
    Living,
    /// A way across fields or through woods.
    Track,
    /// A way for feet or bicycles.
    Path,
    /// Steps.
    Steps,
    /// A crossing by boat.
    Ferry,
}

impl RoadClass {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Unclassified,
        Self::Residential,
        Self::Service,
        Self::Living,
        Self::Track,
        Self::Path,
        Self::Steps,
        Self::Ferry,
    ];

    /// The class of a `highway` value, with whether it is a link; none for what nobody travels on.
    pub(crate) fn of(highway: &str) -> Option<(Self, bool)> {
        let (name, link) = match highway.strip_suffix("_link") {
            Some(name) => (name, true),
            None => (highway, false),
        };
        let class = match name {
            "motorway" => Self::Motorway,
            "trunk" => Self::Trunk,
            "primary" => Self::Primary,
            "secondary" => Self::Secondary,
            "tertiary" => Self::Tertiary,
            "unclassified" | "road" => Self::Unclassified,
            "residential" => Self::Residential,
            "service" => Self::Service,
            "living_street" => Self::Living,
            "track" => Self::Track,
            "path" | "footway" | "cycleway" | "pedestrian" | "bridleway" => Self::Path,
            "steps" => Self::Steps,
            _ => return None,
        };
        Some((class, link))
    }
}
