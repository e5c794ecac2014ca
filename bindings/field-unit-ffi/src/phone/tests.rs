//! A phone behind its face, with no hall to be reached.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;
use crate::{Cadence, LiveState, PushVendor, VideoCodec, fault_code};

/// Hands on what it hears, and throws at every notice.
struct Listening(mpsc::Sender<News>);

impl PhoneListener for Listening {
    fn on_notice(&self, notice: Notice) -> Result<(), AppFault> {
        let _ = self.0.send(News::Notice(notice));
        Err(AppFault::Thrown {
            detail: "on purpose".to_owned(),
        })
    }

    fn on_snapshot(&self, snapshot: Snapshot) -> Result<(), AppFault> {
        let _ = self.0.send(News::Snapshot(snapshot));
        Ok(())
    }
}

struct NoCamera;

impl CameraControl for NoCamera {
    fn encode_in(&self, _: VideoCodec) -> Result<(), AppFault> {
        Ok(())
    }

    fn set_bitrate(&self, _: u8, _: u64) -> Result<(), AppFault> {
        Ok(())
    }

    fn make_key_frame(&self, _: u8) -> Result<(), AppFault> {
        Ok(())
    }

    fn encode(&self, _: bool) -> Result<(), AppFault> {
        Ok(())
    }

    fn stills_only(&self, _: bool) -> Result<(), AppFault> {
        Ok(())
    }

    fn on_silent(&self, _: bool) -> Result<(), AppFault> {
        Ok(())
    }

    fn on_state(&self, _: LiveState) -> Result<(), AppFault> {
        Ok(())
    }

    fn on_refused(&self, _: u16) -> Result<(), AppFault> {
        Ok(())
    }

    fn on_missed(&self, _: u64) -> Result<(), AppFault> {
        Ok(())
    }
}

fn settings(folder: &TempDir) -> PhoneSettings {
    PhoneSettings {
        hall: "http://127.0.0.1:9".to_owned(),
        name: "officer".to_owned(),
        password: "a password".to_owned(),
        store: folder.path().join("phone.db").display().to_string(),
        app: "test 1".to_owned(),
        connect_to: None,
        proxy: None,
        ca: None,
        enrolled: None,
    }
}

/// Awaits something as a foreign language does: on no runtime of ours.
fn await_it<T>(work: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut work = std::pin::pin!(work);
    loop {
        match work.as_mut().poll(&mut context) {
            std::task::Poll::Ready(done) => return done,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

fn hear(heard: &mpsc::Receiver<News>, mut wished: impl FnMut(&News) -> bool) {
    let until = Instant::now() + Duration::from_secs(10);
    while !wished(&heard.recv_timeout(until - Instant::now()).expect("it is told")) {}
}

#[test]
fn what_happens_is_told_even_to_a_listener_that_throws() {
    let folder = TempDir::new().unwrap();
    let (say, heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    await_it(phone.go_on_duty()).unwrap();
    // One may be told before the other.
    let (mut noticed, mut known) = (false, false);
    hear(&heard, |news| {
        match news {
            News::Notice(notice) => noticed |= *notice == Notice::DutyChanged { on_duty: true },
            News::Snapshot(snapshot) => known |= snapshot.on_duty && snapshot.waiting == 1,
        }
        noticed && known
    });
    assert!(phone.snapshot().on_duty);
    await_it(phone.shutdown());
    // Its thread is gone when nobody can say anything any more.
    let until = Instant::now() + Duration::from_secs(10);
    while heard.recv_timeout(until - Instant::now()).is_ok() {}
    assert!(Instant::now() < until, "the listener's thread goes on");
}

/// Hands on how it is to measure, and throws.
struct Receiver(mpsc::Sender<Option<Cadence>>);

impl LocationControl for Receiver {
    fn measure(&self, cadence: Option<Cadence>) -> Result<(), AppFault> {
        let _ = self.0.send(cadence);
        Err(AppFault::Thrown {
            detail: "no permission".to_owned(),
        })
    }
}

#[test]
fn a_receiver_is_told_how_to_measure_until_another_takes_its_place_or_the_phone_ends() {
    const SOON: Duration = Duration::from_secs(10);
    let folder = TempDir::new().unwrap();
    let (say, _heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    let receiver = || {
        let (tell, told) = mpsc::channel();
        phone.locate_with(Some(Arc::new(Receiver(tell)))).map(|()| told)
    };
    let first = receiver().unwrap();
    assert_eq!(first.recv_timeout(SOON), Ok(None), "off duty");
    await_it(phone.go_on_duty()).unwrap();
    let asked = first.recv_timeout(SOON).unwrap();
    assert!(asked.is_some_and(|asked| asked.every_ms >= 1_000), "{asked:?}");

    let second = receiver().unwrap();
    assert_eq!(second.recv_timeout(SOON), Ok(asked), "at once");
    assert_eq!(
        first.try_recv(),
        Ok(None),
        "it was told before that it measures no more"
    );
    assert!(first.recv_timeout(SOON).is_err(), "it was let go");
    await_it(phone.go_off_duty()).unwrap();
    assert_eq!(second.recv_timeout(SOON), Ok(None));
    await_it(phone.go_on_duty()).unwrap();
    assert_eq!(second.recv_timeout(SOON), Ok(asked));
    phone.locate_with(None).unwrap();
    assert_eq!(second.recv_timeout(SOON), Ok(None), "it was given up");

    let third = receiver().unwrap();
    assert_eq!(third.recv_timeout(SOON), Ok(asked));
    await_it(phone.shutdown());
    assert_eq!(third.recv_timeout(SOON), Ok(None), "for nobody");
    assert!(third.recv_timeout(SOON).is_err(), "once");
    assert_eq!(receiver().err(), Some(PhoneFault::Stopped));
}

#[test]
fn nothing_is_taken_after_the_end() {
    let folder = TempDir::new().unwrap();
    let (say, _heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    await_it(phone.shutdown());
    assert_eq!(await_it(phone.go_on_duty()), Err(PhoneFault::Stopped));
    let order = uuid::Uuid::nil().to_string();
    assert_eq!(await_it(phone.accept(order.clone())), Err(PhoneFault::Stopped));
    assert_eq!(await_it(phone.way(order.clone())), Err(PhoneFault::Stopped));
    let reached = await_it(phone.push_token(PushVendor::Mi, "a-token".to_owned()));
    assert_eq!(reached, Err(PhoneFault::Stopped));
    assert_eq!(
        await_it(phone.pushed("a-push".to_owned(), true)),
        Err(PhoneFault::Stopped)
    );
    assert_eq!(
        await_it(phone.report(order, "seen".to_owned(), None)),
        Err(PhoneFault::Stopped)
    );
    await_it(phone.shutdown());
}

#[test]
fn a_phone_that_is_let_go_ends_and_keeps_what_it_was_told() {
    let folder = TempDir::new().unwrap();
    let (say, heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    await_it(phone.go_on_duty()).unwrap();
    drop(phone);
    let until = Instant::now() + Duration::from_secs(10);
    while heard.recv_timeout(until - Instant::now()).is_ok() {}
    assert!(Instant::now() < until, "the listener's thread goes on");

    let (say, _heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    assert!(phone.snapshot().on_duty);
    assert_eq!(phone.snapshot().waiting, 1);
    await_it(phone.shutdown());
}

#[test]
fn what_cannot_be_is_a_fault_with_a_name() {
    let folder = TempDir::new().unwrap();
    let start = |settings| {
        let (say, _heard) = mpsc::channel();
        let started = await_it(FieldPhone::start(settings, Arc::new(Listening(say))));
        fault_code(&started.err().expect("it does not start"))
    };
    let with = |change: fn(&mut PhoneSettings)| {
        let mut settings = settings(&folder);
        change(&mut settings);
        settings
    };
    assert_eq!(
        start(with(|to| to.hall = "ftp://hall".to_owned())),
        "hall_address"
    );
    assert_eq!(
        start(with(|to| to.connect_to = Some("hall".to_owned()))),
        "hall_address"
    );
    let unreadable = |to: &mut PhoneSettings| {
        to.hall = "https://hall.invalid".to_owned();
        to.ca = Some(b"no certificate".to_vec());
    };
    assert_eq!(start(with(unreadable)), "certificates");
    assert_eq!(
        start(with(|to| to.store = "/proc/nowhere/phone.db".to_owned())),
        "store"
    );

    let (say, _heard) = mpsc::channel();
    let phone = await_it(FieldPhone::start(settings(&folder), Arc::new(Listening(say)))).unwrap();
    let id = await_it(phone.accept("7".to_owned())).unwrap_err();
    assert_eq!(fault_code(&id), "not_an_id");
    let unknown = await_it(phone.accept(uuid::Uuid::nil().to_string())).unwrap_err();
    assert_eq!(fault_code(&unknown), "refused");
    let way = await_it(phone.way("7".to_owned())).unwrap_err();
    assert_eq!(fault_code(&way), "not_an_id");
    let way = await_it(phone.way(uuid::Uuid::nil().to_string())).unwrap_err();
    let PhoneFault::Refused { reason, detail } = way else {
        panic!("{way:?}")
    };
    assert!(
        reason == "not_at_hand" && detail.contains("open orders"),
        "{detail}"
    );
    let token = await_it(phone.push_token(PushVendor::Hms, "two words".to_owned()));
    assert_eq!(fault_code(&token.unwrap_err()), "not_a_push_token");
    let number = await_it(phone.telephone(Some("12".to_owned())));
    assert_eq!(fault_code(&number.unwrap_err()), "not_a_number");
    let photo = phone.report(uuid::Uuid::nil().to_string(), String::new(), Some(vec![0x89]));
    assert_eq!(fault_code(&await_it(photo).unwrap_err()), "photo_not_jpeg");
    let live = LiveSettings {
        sound: true,
        layers: 1,
        max_bitrate_bps: 1_000_000,
        h265: false,
    };
    let live = await_it(phone.go_live(live, Arc::new(NoCamera), None)).err();
    assert_eq!(live, Some(PhoneFault::UnitUnknown));
    let nowhere = Measurement {
        lat: 91.0,
        lon: 0.0,
        accuracy_m: 5.0,
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: None,
        activity: None,
        age_ms: 0,
        datum: None,
    };
    assert_eq!(fault_code(&phone.fix(nowhere).unwrap_err()), "not_a_place");
    await_it(phone.shutdown());
}
