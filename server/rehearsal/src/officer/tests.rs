//! Officers' stories in virtual time.

use domain::{ArrivalDetector, ArrivalRule, Fix, IdSource};

use super::*;
use crate::ground::tests::LIECHTENSTEIN;

mod seeing_to;

const VADUZ: usize = 10;

fn start() -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000)
}

fn order(number: u64) -> OrderId {
    OrderId(IdSource::new(number).next(start()))
}

/// An officer with everything it did and when.
struct Story {
    officer: PretendOfficer,
    now: Timestamp,
    told: Vec<(Timestamp, OfficerAction)>,
}

impl Story {
    fn new(town: usize, seed: u64) -> Self {
        let officer = PretendOfficer::new(Arc::clone(&LIECHTENSTEIN), town, seed);
        let mut story = Self {
            officer,
            now: start(),
            told: Vec::new(),
        };
        story.tell(OfficerInput::Began);
        story
    }

    fn tell(&mut self, input: OfficerInput) {
        self.officer.handle_input(self.now, input);
        while let Some(action) = self.officer.poll_output() {
            self.told.push((self.now, action));
        }
    }

    fn run(&mut self, duration: Duration) {
        let end = self.now.after(duration);
        while let Some(due) = self.officer.poll_timeout().filter(|due| *due <= end) {
            assert!(due >= self.now, "a timeout in the past");
            self.now = due;
            self.tell(OfficerInput::Timeout);
        }
        self.now = end;
    }

    fn deeds(&self) -> Vec<&OfficerAction> {
        self.told
            .iter()
            .map(|(_, action)| action)
            .filter(|action| !matches!(action, OfficerAction::Stand { .. }))
            .collect()
    }

    fn fixes(&self) -> impl Iterator<Item = &Fix> {
        self.told.iter().filter_map(|(_, action)| match action {
            OfficerAction::Stand { fix } => Some(fix),
            _ => None,
        })
    }

    fn when(&self, wanted: impl Fn(&OfficerAction) -> bool) -> Timestamp {
        self.told.iter().find(|(_, action)| wanted(action)).unwrap().0
    }
}

/// A place in the town of Vaduz.
fn scene() -> LatLon {
    LIECHTENSTEIN
        .point_on_street(VADUZ, &mut ChaCha8Rng::seed_from_u64(99))
        .unwrap()
        .at
}

/// A story of an officer who accepts the order at the scene and works it off.
fn accepted(seed: u64) -> Story {
    let mut story = Story::new(VADUZ, seed);
    story.run(Duration::from_mins(2));
    story.tell(OfficerInput::OrderRang {
        order: order(1),
        place: scene(),
    });
    story.run(Duration::from_mins(25));
    story
}

#[test]
fn a_shift_begins_with_a_patrol_in_the_own_town() {
    let mut story = Story::new(VADUZ, 3);
    story.run(Duration::from_mins(30));
    assert_eq!(story.deeds(), Vec::<&OfficerAction>::new());
    let fixes: Vec<_> = story.fixes().collect();
    assert_eq!(fixes.len(), 1801, "a fix each second");
    let moving = fixes.iter().filter(|fix| fix.speed_mps.unwrap() > 2.5).count();
    assert!((600..1750).contains(&moving), "{moving} of 1801 seconds moving");
    let vaduz = &LIECHTENSTEIN.district().towns()[VADUZ];
    let home = fixes.iter().filter(|fix| vaduz.contains(fix.at)).count();
    assert!(home > 900, "{home} of 1801 fixes in Vaduz");
    for pair in fixes.windows(2) {
        assert!(pair[0].at.distance_m(pair[1].at) < 60.0, "no jumps");
    }
}

#[test]
fn an_order_is_worked_off_step_by_step() {
    let story = accepted(4);
    let order = order(1);
    let mut deeds = story.deeds();
    deeds.retain(|deed| !matches!(deed, OfficerAction::CheckNext { .. }));
    match deeds[..] {
        [
            OfficerAction::Accept { order: accepted },
            OfficerAction::SetOff { order: underway },
            OfficerAction::GoLive,
            OfficerAction::Report {
                order: reported,
                text,
            },
            OfficerAction::StopLive,
        ] => {
            assert_eq!([*accepted, *underway, *reported], [order; 3]);
            assert!(!text.is_empty());
        }
        ref other => panic!("{other:?}"),
    }
    let rang = start().after(Duration::from_mins(2));
    let accept = story.when(|action| matches!(action, OfficerAction::Accept { .. }));
    assert!((3..=15).contains(&accept.since(rang).as_secs()));
    let live = story.when(|action| matches!(action, OfficerAction::GoLive));
    let report = story.when(|action| matches!(action, OfficerAction::Report { .. }));
    assert!((15..=40).contains(&report.since(live).as_secs()));
    for fix in story
        .fixes()
        .filter(|fix| fix.taken_at >= live && fix.taken_at <= report)
    {
        assert!(fix.at.distance_m(scene()) < 30.0, "stands at the scene");
    }
}

#[test]
fn the_real_arrival_detector_sees_every_officer_arrive_in_time() {
    for seed in 0..8 {
        let story = accepted(seed);
        if story
            .deeds()
            .iter()
            .any(|deed| matches!(deed, OfficerAction::Decline { .. }))
        {
            continue;
        }
        let accept = story.when(|action| matches!(action, OfficerAction::Accept { .. }));
        let live = story.when(|action| matches!(action, OfficerAction::GoLive));
        let mut detector = ArrivalDetector::new(ArrivalRule::default(), scene());
        let arrival = story
            .fixes()
            .filter(|fix| fix.taken_at > accept)
            .find_map(|fix| detector.observe(fix))
            .unwrap();
        assert!(arrival.at <= live, "seed {seed}: there before the camera is on");
        assert!(
            live.since(arrival.at) < Duration::from_mins(1),
            "seed {seed}: no false arrival on the way"
        );
        assert!(
            arrival.at.since(accept) < Duration::from_mins(15),
            "seed {seed}: within the quarter hour"
        );
    }
}

#[test]
fn a_second_order_is_declined_while_busy() {
    let mut story = Story::new(VADUZ, 4);
    story.tell(OfficerInput::OrderRang {
        order: order(1),
        place: scene(),
    });
    story.run(Duration::from_secs(20));
    story.tell(OfficerInput::OrderRang {
        order: order(2),
        place: scene(),
    });
    story.run(Duration::from_secs(20));
    let declined = OfficerAction::Decline {
        order: order(2),
        reason: DeclineReason::Engaged,
    };
    assert!(story.deeds().contains(&&declined), "{:?}", story.deeds());
    assert!(story.officer.is_on_task());
}

#[test]
fn ringing_twice_counts_once() {
    let mut story = Story::new(VADUZ, 4);
    for _ in 0..3 {
        story.tell(OfficerInput::OrderRang {
            order: order(1),
            place: scene(),
        });
    }
    story.run(Duration::from_secs(30));
    story.tell(OfficerInput::OrderRang {
        order: order(1),
        place: scene(),
    });
    story.run(Duration::from_secs(30));
    let accepts = story
        .deeds()
        .iter()
        .filter(|deed| matches!(deed, OfficerAction::Accept { .. }))
        .count();
    assert_eq!(accepts, 1);
}

#[test]
fn a_cancelled_order_sends_the_officer_back_on_patrol() {
    let mut story = Story::new(VADUZ, 4);
    story.tell(OfficerInput::OrderRang {
        order: order(1),
        place: scene(),
    });
    story.run(Duration::from_mins(1));
    assert!(story.officer.is_on_task());
    story.tell(OfficerInput::OrderEnded { order: order(1) });
    story.run(Duration::from_mins(20));
    assert!(!story.officer.is_on_task());
    assert!(
        story
            .deeds()
            .iter()
            .all(|deed| !matches!(deed, OfficerAction::GoLive | OfficerAction::Report { .. }))
    );
    let later = story.now.before(Duration::from_mins(10));
    assert!(
        story
            .fixes()
            .any(|fix| fix.taken_at > later && fix.speed_mps.unwrap() > 3.0),
        "patrols again"
    );
}

#[test]
fn an_order_that_ends_before_the_answer_is_forgotten() {
    let mut story = Story::new(VADUZ, 4);
    story.tell(OfficerInput::OrderRang {
        order: order(1),
        place: scene(),
    });
    story.tell(OfficerInput::OrderEnded { order: order(1) });
    story.run(Duration::from_mins(1));
    assert_eq!(story.deeds(), Vec::<&OfficerAction>::new());
}

#[test]
fn nothing_happens_before_the_shift() {
    let mut officer = PretendOfficer::new(Arc::clone(&LIECHTENSTEIN), VADUZ, 1);
    officer.handle_input(
        start(),
        OfficerInput::OrderRang {
            order: order(1),
            place: scene(),
        },
    );
    officer.handle_input(start(), OfficerInput::Timeout);
    assert_eq!((officer.poll_output(), officer.poll_timeout()), (None, None));
}

#[test]
fn a_shell_that_never_listens_fills_no_memory() {
    let mut officer = PretendOfficer::new(Arc::clone(&LIECHTENSTEIN), VADUZ, 1);
    officer.handle_input(start(), OfficerInput::Began);
    for second in 0..1000 {
        officer.handle_input(start().after(Duration::from_secs(second)), OfficerInput::Timeout);
    }
    assert!(std::iter::from_fn(|| officer.poll_output()).count() <= ACTIONS_MAX);
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(accepted(6).told, accepted(6).told);
    assert_ne!(accepted(6).told, accepted(7).told);
}
