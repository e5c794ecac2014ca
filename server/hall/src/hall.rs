//! The whole hall: what is started, in which sequence, and how it stops.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ::dispatch::{Checklists, Dispatch};
use ::roads::RoadNetwork;
use anyhow::Context as _;
use axum_server::Handle;
use domain::{Role, TownId, UnitId};
use gazetteer::Gazetteer;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::desk::Desk;
use crate::dispatch_loop::{self, DispatchLoop};
use crate::drills::Drills;
use crate::feed::Feed;
use crate::health::Health;
use crate::live::LiveSessions;
use crate::media_loop::{MediaDoor, MediaLoop, MediaPorts};
use crate::notifier::{self, NoticeRule};
use crate::pages::Basemap;
use crate::people::People;
use crate::promptness::Promptness;
use crate::recordings::{Recorded, RecordingRule};
use crate::session_watch::SessionWatch;
use crate::state::{Doors, Shared};
use crate::stills::Stills;
use crate::store::Store;
use crate::talk::{TalkDoor, TalkLoop};
use crate::turn::TurnServers;
use crate::turned_away::TurnedAway;
use crate::way::Ways;
use crate::{clock, http, listener, retention};

mod recording;
mod roads;
mod telling;

use self::recording::start_recordings;
use self::roads::start_roads;
use self::telling::start_telling;

/// How long open requests may take to end when the hall stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a hall is started with.
#[derive(Clone, Debug)]
pub struct HallOptions {
    /// The folder of its database.
    pub data: PathBuf,
    /// Where HTTP listens; port 0 takes a free one.
    pub bind: SocketAddr,
    /// Where media comes in.
    pub media: MediaPorts,
    /// Relays for networks that let no media through.
    pub turn: Option<TurnServers>,
    /// The operator's certificate; plain HTTP without one.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// The SHA-256 of its public key, then of those to come, which enrolled phones are told to trust.
    pub pins: Vec<[u8; 32]>,
    /// The street map.
    pub basemap: Basemap,
    /// The district's roads; without them, ways are guessed from distances.
    pub roads: Option<RoadNetwork>,
    /// What places are called; an empty one understands coordinates.
    pub gazetteer: Gazetteer,
    /// What officers see to at each kind of incident.
    pub checklists: Checklists,
    /// Bytes that the database may take; as many as the disk has if none.
    pub room: Option<u64>,
    /// What is recorded, for how long.
    pub recordings: RecordingRule,
    /// How officers are told of orders when the app's own line is not there.
    pub notices: NoticeRule,
    /// Where officers call the hall: digits, perhaps after a `+`.
    pub telephone: Option<String>,
}

/// A hall that runs.
pub struct Hall {
    /// Where HTTP listens.
    pub address: SocketAddr,
    /// Where media listens.
    pub media_address: SocketAddr,
    /// The door to the dispatch machine.
    pub desk: Desk,
    /// Who may sign in.
    pub people: People,
    drills: Drills,
    media: MediaDoor,
    seen: Feed,
    stop: watch::Sender<bool>,
    handle: Handle<SocketAddr>,
    http: JoinHandle<std::io::Result<()>>,
    dispatch: JoinHandle<()>,
    follow: JoinHandle<()>,
    recorded: [JoinHandle<()>; 2],
}

impl Hall {
    /// Starts a hall on what its data folder holds.
    pub async fn start(options: HallOptions) -> anyhow::Result<Self> {
        let store = match options.room {
            None => Store::open(&options.data).await,
            Some(room) => Store::open_limited(&options.data, room).await,
        };
        let store = store.context("opening the database")?;
        let people = People::new(store.clone());
        let dispatch = restore(&store, options.checklists).await?;
        let feed = Feed::new(clock::now(), dispatch.board());
        let health = Health::default();
        let (desk, letters) = Desk::new();
        let (notices, wanted) = notifier::queue();
        let promptness = Promptness::default();
        let dispatch = DispatchLoop::new(
            dispatch,
            store.clone(),
            feed.clone(),
            health.clone(),
            letters,
            notices,
            promptness.clone(),
        );
        let dispatch = tokio::spawn(dispatch.with_telephone(options.telephone).run());

        let (listener, address) = listen(options.bind)?;
        let (media, events) = MediaLoop::start(options.media).context("starting the media loop")?;
        let (stop, stopping) = watch::channel(false);
        let sessions = SessionWatch::default();
        let watch = sessions.clone().run(people.clone(), stopping.clone());
        spawn(&health, "the watch over sign-ins", watch);
        let notifier = start_telling(options.notices, &store, &desk, wanted, (&health, &stopping)).await?;
        let forgetting = retention::run(store.clone(), feed.clone(), stopping.clone());
        spawn(&health, "the forgetting of old data", forgetting);
        let doors = (&feed, &desk, &health);
        let (roads, learnt) = start_roads(options.roads, &store, doors, &stopping).await;
        let (talk, said) = TalkDoor::new(media.clone());
        let talking = TalkLoop::new(feed.clone(), &talk, said).run(stopping.clone());
        spawn(&health, "the talk loop", talking);
        let recorded = Recorded::default();
        let live = LiveSessions::new(
            media.clone(),
            sessions.clone(),
            feed.clone(),
            talk.clone(),
            recorded.clone(),
        );
        let following = live.clone().follow(desk.clone(), events);
        let follow = spawn(&health, "the watch over media sessions", following);

        let doors = (&feed, &media, &health);
        let (recordings, recorded) =
            start_recordings(&options.recordings, &store, doors, recorded, &stopping).await?;

        let turned_away = TurnedAway::default();
        let telling = turned_away.clone().run(media.clone(), stopping.clone());
        spawn(&health, "the watch over who is turned away", telling);

        let (drills, started) = (Drills::default(), Instant::now());
        let (for_http, for_people) = (desk.clone(), people.clone());
        let seen = feed.clone();
        let shared = Shared::new(Doors {
            desk: for_http,
            drills: drills.clone(),
            feed,
            gazetteer: Arc::new(options.gazetteer),
            health,
            learnt,
            live: live.clone(),
            notifier,
            people: for_people,
            pins: options.pins,
            promptness,
            recordings,
            roads,
            sessions,
            stills: Stills::new(live.clone()),
            store,
            talk,
            stopping,
            turn: options.turn,
            turned_away,
            ways: Ways::default(),
            started,
        });
        let handle = Handle::new();
        let router = http::router(shared, options.basemap);
        let http = listener::serve(listener, options.tls, router, handle.clone())?;
        let media_address = media.local_addr();
        Ok(Self {
            address,
            media_address,
            desk,
            people,
            drills,
            media,
            seen,
            stop,
            handle,
            http,
            dispatch,
            follow,
            recorded,
        })
    }

    /// The towns and units on the board.
    pub fn enrolled(&self) -> (BTreeSet<TownId>, BTreeSet<UnitId>) {
        let everything = Role::Administrator;
        let towns = self
            .seen
            .towns(everything)
            .into_iter()
            .map(|town| town.id)
            .collect();
        (
            towns,
            self.seen
                .units(everything)
                .into_iter()
                .map(|unit| unit.id)
                .collect(),
        )
    }

    /// Says farewell to sockets and requests, ends the media, and writes a snapshot.
    pub async fn stop(self) {
        let Self {
            drills,
            desk,
            people,
            media,
            stop,
            handle,
            http,
            mut dispatch,
            follow,
            recorded,
            ..
        } = self;
        let _ = stop.send(true);
        drills.close();
        handle.graceful_shutdown(Some(FAREWELL));
        let _ = http.await;
        for task in recorded {
            if tokio::time::timeout(FAREWELL, task).await.is_err() {
                tracing::warn!("the recordings were not finished in time; they are at the next start");
            }
        }
        media.shutdown().await;
        let _ = tokio::time::timeout(FAREWELL, follow).await;
        // The dispatch loop ends when the last desk is gone.
        drop((desk, people));
        if tokio::time::timeout(FAREWELL, &mut dispatch).await.is_err() {
            tracing::warn!("the dispatch loop did not end in time");
            // It may wait for a disk that does not come back.
            dispatch.abort();
        }
    }
}

/// Listens for HTTP; where.
fn listen(bind: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(bind).with_context(|| format!("listening on {bind}"))?;
    listener.set_nonblocking(true).context("preparing the listener")?;
    let address = listener
        .local_addr()
        .context("asking for the listener's address")?;
    Ok((listener, address))
}

/// Has something work until the hall stops; that it has ended before is told by `/healthz`.
fn spawn(
    health: &Health,
    what: &'static str,
    work: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<()> {
    let at_work = health.at_work(what);
    tokio::spawn(async move {
        let _at_work = at_work;
        work.await;
    })
}

/// The dispatch brain as the log leaves it, with the lists for orders to come.
async fn restore(store: &Store, checklists: Checklists) -> anyhow::Result<Dispatch> {
    let mut dispatch = dispatch_loop::restore(store).await.context("reading the log")?;
    dispatch.set_checklists(checklists);
    Ok(dispatch)
}
