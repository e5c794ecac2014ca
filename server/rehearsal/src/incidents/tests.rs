//! The row of incidents in Liechtenstein.

use std::collections::BTreeSet;

use super::*;
use crate::ground::tests::LIECHTENSTEIN;

fn row(seed: u64, hours: u64) -> Vec<(Timestamp, PretendIncident)> {
    let start = Timestamp::from_millis(1_700_000_000_000);
    let mut incidents =
        PretendIncidents::new(Arc::clone(&LIECHTENSTEIN), start, Duration::from_secs(90), seed);
    let mut row = Vec::new();
    while let Some(now) = incidents
        .poll_timeout()
        .filter(|due| due.since(start) < Duration::from_hours(hours))
    {
        while let Some(incident) = incidents.poll(now) {
            row.push((now, incident));
        }
    }
    row
}

#[test]
fn they_come_as_often_as_asked() {
    let row = row(1, 10);
    // 400 on average; cutting long pauses makes it a few more.
    assert!((350..490).contains(&row.len()), "{}", row.len());
    let longest = row
        .windows(2)
        .map(|pair| pair[1].0.since(pair[0].0))
        .max()
        .unwrap();
    assert!(longest <= Duration::from_secs(271), "{longest:?}");
}

#[test]
fn they_happen_on_the_streets_of_all_towns() {
    let row = row(2, 10);
    let towns: BTreeSet<_> = row.iter().map(|(_, incident)| incident.town).collect();
    assert_eq!(towns, (0..11).collect());
    let mut in_town = 0;
    for (_, incident) in &row {
        let town = &LIECHTENSTEIN.district().towns()[incident.town];
        let road = LIECHTENSTEIN.roads().nearest_road(incident.place.at).unwrap();
        assert!(
            road.metres < 0.5 && !incident.note.is_empty() && !incident.place.name.is_empty(),
            "{incident:?}"
        );
        in_town += usize::from(town.contains(incident.place.at));
    }
    assert!(in_town * 10 > row.len() * 9, "{in_town} of {}", row.len());
    let addressed = row
        .iter()
        .filter(|(_, incident)| !incident.place.address.is_empty())
        .count();
    assert!(addressed * 10 > row.len() * 8, "{addressed} of {}", row.len());
}

#[test]
fn a_seed_repeats_them() {
    assert_eq!(row(3, 1), row(3, 1));
    assert_ne!(row(3, 1), row(4, 1));
}

#[test]
fn a_shell_that_slept_owes_no_burst() {
    let start = Timestamp::from_millis(0);
    let mut incidents = PretendIncidents::new(Arc::clone(&LIECHTENSTEIN), start, Duration::from_secs(10), 1);
    let late = start.after(Duration::from_hours(5));
    assert!(incidents.poll(late).is_some());
    assert_eq!(incidents.poll(late), None);
}
