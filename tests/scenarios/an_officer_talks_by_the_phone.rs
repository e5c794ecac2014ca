//! An officer talks by the phone itself, with the camera off or on; what is not let out is heard by nobody.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Role, TalkGroup};
use phone::{Live, LiveConfig, LiveEvent, OpenTalkError, Phone, Snapshot, Talk, TapError, UplinkState};
use protocol::{CallWith, OwnTalk, TalkView};
use tests::native_voice::{PIECE, VOICE};
use tests::relay::TcpRelay;
use tests::{Officer, TalkedTo, Talker, TestHall, eventually};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A microphone that is handed in all the time, whoever lets it out.
struct Microphone {
    speaking: JoinHandle<()>,
}

impl Microphone {
    fn of(talk: &Arc<Talk>, live: Option<&Arc<Live>>) -> Self {
        let (talk, live) = (Arc::clone(talk), live.cloned());
        let speaking = tokio::spawn(async move {
            let (began, mut pieces) = (Instant::now(), tokio::time::interval(PIECE));
            loop {
                pieces.tick().await;
                talk.sound(began.elapsed(), Some(VOICE), vec![0x78; 60]);
                if let Some(live) = &live {
                    live.sound(began.elapsed(), Some(VOICE), vec![0x78; 60]);
                }
            }
        });
        Self { speaking }
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.speaking.abort();
    }
}

/// An officer whose line is open, and a dispatcher with sound.
struct Night {
    hall: TestHall,
    officer: Officer,
    phone: Phone,
    talk: Arc<Talk>,
    dispatcher: Talker,
}

impl Night {
    async fn begin() -> Self {
        let hall = Box::pin(TestHall::start()).await;
        let town = hall.town("Vaduz").await;
        let officer = hall.officer("Vaduz 1", town).await;
        let phone = hall.online_phone(&officer, None).await;
        let desk = hall.seat("dispatcher", Role::Dispatcher).await;
        let dispatcher = Talker::at_seat(&desk).await.with_sound(2).await;
        let talk = Arc::new(phone.open_talk().await.unwrap());
        Self {
            hall,
            officer,
            phone,
            talk,
            dispatcher,
        }
    }

    fn to_the_hall(&self) -> TalkGroup {
        TalkGroup::Unit {
            unit: self.officer.unit,
        }
    }
}

async fn until(phone: &Phone, what: &str, wished: impl Fn(&Snapshot) -> bool) {
    eventually(what, async || wished(&phone.snapshot()).then_some(())).await;
}

fn is_granted(known: &Snapshot) -> bool {
    let own = known.talk.line().map(|line| &line.own);
    matches!(own, Some(OwnTalk::Granted { .. }))
}

fn hears(view: &TalkView, name: &str) -> bool {
    view.heard.iter().any(|voice| voice.name == name)
}

fn heard_by(view: &TalkView) -> Option<u32> {
    match view.own {
        OwnTalk::Granted { heard_by, .. } => Some(heard_by),
        _ => None,
    }
}

fn refused(tapped: Result<(), TapError>) -> String {
    match tapped {
        Err(TapError::Refused { code, .. }) => code,
        other => panic!("was to be refused, but {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hall_hears_the_officer_while_the_key_is_held_and_no_longer() {
    let mut night = Night::begin().await;
    let group = night.to_the_hall();
    until(&night.phone, "the line sounds", |known| known.talk.sounds()).await;
    let microphone = Microphone::of(&night.talk, None);
    night.dispatcher.must_not_hear("nobody pressed").await;

    night.talk.press(group).await.unwrap();
    night.dispatcher.must_hear("the officer").await;
    until(&night.phone, "the floor", is_granted).await;
    assert!(night.phone.snapshot().talk.is_out());
    night
        .dispatcher
        .until("who talks", |view| hears(view, "Vaduz 1"))
        .await;
    night.talk.release().await.unwrap();
    assert!(!night.phone.snapshot().talk.is_out());
    night.dispatcher.must_not_hear("the key is let go").await;

    // The dispatcher talks to the unit: it is heard on the phone, by name.
    let spoken = TalkedTo::by(night.talk.heard());
    night.dispatcher.take_the_floor(group).await;
    spoken.must_hear("the dispatcher").await;
    let shown = |known: &Snapshot| known.talk.line().is_some_and(|line| hears(line, "dispatcher"));
    until(&night.phone, "who talks", shown).await;
    night.dispatcher.let_go().await;

    night.talk.close().await;
    assert_eq!(refused(night.talk.press(group).await), "talk_closed");
    drop((microphone, night.talk));

    // One that is only let go of is gone at the hall sooner than a path that broke is noticed.
    let talk = night.phone.open_talk().await.unwrap();
    until(&night.phone, "the line sounds", |known| known.talk.sounds()).await;
    night.dispatcher.take_the_floor(group).await;
    night
        .dispatcher
        .until("the officer hears", |view| heard_by(view) == Some(1))
        .await;
    drop(talk);
    let gone = night
        .dispatcher
        .until("nobody hears", |view| heard_by(view) == Some(0));
    timeout(Duration::from_secs(12), gone).await.unwrap();
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_heard_at_once_and_the_officer_once_he_answers() {
    let night = Night::begin().await;
    let unit = night.officer.unit;
    until(&night.phone, "the line sounds", |known| known.talk.sounds()).await;
    let _microphone = Microphone::of(&night.talk, None);
    let desk = night.hall.seat("leader", Role::Leader).await;
    let mut leader = Talker::at_seat(&desk).await.with_sound(2).await;
    let spoken = TalkedTo::by(night.talk.heard());
    leader.call(CallWith::Unit { unit }).await;
    leader.voice.as_ref().unwrap().speak(true);
    let called = |known: &Snapshot| {
        let own = known.talk.line().map(|line| &line.own);
        matches!(own, Some(OwnTalk::InCall { name, .. }) if name == "leader")
    };
    until(&night.phone, "the call", called).await;
    spoken.must_hear("the leader").await;
    leader.must_not_hear("who is called has not answered").await;
    assert_eq!(refused(night.talk.press(night.to_the_hall()).await), "in_call");
    night.talk.answer(true).await.unwrap();
    leader.must_hear("the officer").await;
    night.talk.answer(false).await.unwrap();
    leader.must_not_hear("the officer is silent again").await;
    night.talk.hang_up().await.unwrap();
    until(&night.phone, "the end of the call", |known| !called(known)).await;
    leader
        .until("the end of the call", |view| view.own != leader_calls(unit))
        .await;
    night.hall.stop().await;
}

fn leader_calls(unit: domain::UnitId) -> OwnTalk {
    OwnTalk::InCall {
        with: Some(CallWith::Unit { unit }),
        name: "Vaduz 1".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_camera_is_on_its_sound_is_the_lines() {
    let mut night = Night::begin().await;
    let group = night.to_the_hall();
    until(&night.phone, "the line sounds", |known| known.talk.sounds()).await;
    // The key is held when the camera goes on: the voice goes over to the camera's sound.
    let alone = Microphone::of(&night.talk, None);
    night.talk.press(group).await.unwrap();
    night.dispatcher.must_hear("the officer, on the line").await;
    let live = Arc::new(night.phone.go_live(LiveConfig::default()).await.unwrap());
    let both = Microphone::of(&night.talk, Some(&live));
    drop(alone);
    let mut events = live.events();
    while !matches!(
        events.next().await,
        Some(LiveEvent::StateChanged(UplinkState::Connected))
    ) {}
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(is_granted(&night.phone.snapshot()), "the floor is kept");
    night
        .dispatcher
        .must_hear("the officer, by the camera's sound")
        .await;
    night.talk.release().await.unwrap();

    let by_camera = TalkedTo::by(live.heard());
    let by_line = TalkedTo::by(night.talk.heard());
    night.dispatcher.take_the_floor(group).await;
    by_camera
        .must_hear("the dispatcher, on the camera's connection")
        .await;
    by_line.must_not_hear("nobody is heard twice").await;
    night.dispatcher.let_go().await;
    night.talk.press(group).await.unwrap();
    night
        .dispatcher
        .must_hear("the officer, by the camera's sound")
        .await;
    night.talk.release().await.unwrap();

    // The camera goes off: the line has a connection of its own again.
    drop((both, live));
    until(&night.phone, "the camera is off", |known| !known.live).await;
    until(&night.phone, "the line sounds", |known| known.talk.sounds()).await;
    night.dispatcher.take_the_floor(group).await;
    by_line
        .must_hear("the dispatcher, on the line's own connection")
        .await;
    night.dispatcher.let_go().await;
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_for_officers_on_duty_and_comes_back_with_the_net() {
    let night = Night::begin().await;
    let group = night.to_the_hall();
    assert!(matches!(
        night.phone.open_talk().await,
        Err(OpenTalkError::OpenAlready)
    ));
    night.phone.go_off_duty().await.unwrap();
    assert!(
        !night.phone.snapshot().talk.is_open(),
        "nothing leaves the phone off duty"
    );
    assert!(matches!(
        night.phone.open_talk().await,
        Err(OpenTalkError::OffDuty)
    ));
    drop(night.talk);

    // Another officer's phone is behind a net that goes and comes back.
    let town = night.hall.town("Schaan").await;
    let officer = night.hall.officer("Schaan 1", town).await;
    let net = TcpRelay::to(night.hall.address).await;
    let phone = night.hall.online_phone(&officer, Some(net.address)).await;
    let talk = Arc::new(phone.open_talk().await.unwrap());
    until(&phone, "the line sounds", |known| known.talk.sounds()).await;
    let own = TalkGroup::Unit { unit: officer.unit };
    net.cut();
    until(&phone, "the net is gone", |known| known.talk.line().is_none()).await;
    assert_eq!(refused(talk.press(own).await), "off_the_net");
    net.mend();
    until(&phone, "the line is back", |known| {
        known.talk.line().is_some() && known.talk.sounds()
    })
    .await;
    let _microphone = Microphone::of(&talk, None);
    talk.press(own).await.unwrap();
    until(&phone, "the floor on the new line", is_granted).await;
    night.dispatcher.must_hear("the officer, on the new line").await;
    assert_ne!(own, group);
    night.hall.stop().await;
}
