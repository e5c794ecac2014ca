//! Somebody who talks: a socket with its line, and a voice on it.

use std::time::{Duration, Instant};

use domain::TalkGroup;
use protocol::{CallWith, OwnTalk, TalkView};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::native_voice::NativeVoice;
use crate::socket::Socket;
use crate::voice::Voice;
use crate::{Desk, SOON, eventually};

/// How long silence is listened to, to be sure that it is one.
const LISTEN: Duration = Duration::from_millis(300);

/// A line in use.
pub struct Talker {
    /// What the line shows.
    pub view: TalkView,
    /// The voice on it.
    pub voice: Option<Voice>,
    desk: Desk,
    socket: Socket,
}

impl Talker {
    /// Opens the line of a seat, without sound.
    pub async fn at_seat(desk: &Desk) -> Self {
        Self::on(desk, Socket::open(desk, "/ws/viewer").await).await
    }

    /// Opens the line of an officer, without sound.
    pub async fn in_the_field(desk: &Desk) -> Self {
        let mut socket = Socket::open(desk, "/ws/unit").await;
        let hello = json!({ "type": "hello", "version": protocol::VERSION, "app": "stories" });
        socket.say(hello.to_string()).await;
        Self::on(desk, socket).await
    }

    async fn on(desk: &Desk, mut socket: Socket) -> Self {
        let view = next_view(&mut socket).await;
        Self {
            view,
            voice: None,
            desk: desk.clone(),
            socket,
        }
    }

    /// Opens the sound, hearing in so many places.
    pub async fn with_sound(mut self, ears: usize) -> Self {
        let (offering, offer) = Voice::offer(ears);
        let voice = offering.accept(&self.open_sound(offer).await);
        voice.connected().await;
        self.voice = Some(voice);
        self
    }

    /// Opens the sound of a phone's own, which is not this talker's to switch.
    pub async fn native_voice(&self) -> NativeVoice {
        let (offering, offer) = NativeVoice::offer();
        let voice = offering.accept(&self.open_sound(offer).await);
        voice.connected().await;
        voice
    }

    async fn open_sound(&self, offer: String) -> String {
        let answer = Client::new()
            .post(format!("{}/whip/talk/{}", self.desk.url, self.view.line))
            .bearer_auth(&self.desk.token)
            .header(CONTENT_TYPE, "application/sdp")
            .body(offer)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.text().await.unwrap()
    }

    /// Presses to talk, and begins to speak.
    pub async fn press(&mut self, group: TalkGroup) {
        self.say(json!({ "type": "press", "group": group })).await;
        if let Some(voice) = &self.voice {
            voice.speak(true);
        }
    }

    /// Presses, and waits for the floor; returns how long that took.
    pub async fn take_the_floor(&mut self, group: TalkGroup) -> Duration {
        let pressed = Instant::now();
        self.press(group).await;
        self.until("the floor", |view| matches!(view.own, OwnTalk::Granted { .. }))
            .await;
        pressed.elapsed()
    }

    /// Lets go, and is silent.
    pub async fn release(&mut self) {
        if let Some(voice) = &self.voice {
            voice.speak(false);
        }
        self.say(json!({ "type": "release" })).await;
    }

    /// Lets go, and waits until the hall has understood.
    pub async fn let_go(&mut self) {
        self.release().await;
        self.until("nothing", |view| view.own == OwnTalk::Idle).await;
    }

    /// Calls somebody, both ways at once.
    pub async fn call(&mut self, with: CallWith) {
        self.say(json!({ "type": "call", "with": with })).await;
    }

    /// Looks on until the line shows what is wished.
    pub async fn until(&mut self, what: &str, wished: impl Fn(&TalkView) -> bool) -> TalkView {
        let looks = async {
            while !wished(&self.view) {
                self.view = next_view(&mut self.socket).await;
            }
        };
        let in_time = tokio::time::timeout(SOON, looks).await;
        assert!(
            in_time.is_ok(),
            "was not shown in time: {what}, but {:?}",
            self.view
        );
        self.view.clone()
    }

    /// Waits until a voice is heard.
    pub async fn must_hear(&self, what: &str) {
        let voice = self.voice.as_ref().unwrap();
        let before = voice.heard();
        eventually(what, async || (voice.heard() > before + 5).then_some(())).await;
    }

    /// Listens for a while: there must be silence.
    pub async fn must_not_hear(&self, what: &str) {
        let voice = self.voice.as_ref().unwrap();
        // What is on its way still comes.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let before = voice.heard();
        tokio::time::sleep(LISTEN).await;
        assert_eq!(voice.heard(), before, "{what}");
    }

    async fn say(&mut self, message: Value) {
        self.socket.say(message.to_string()).await;
    }
}

async fn next_view(socket: &mut Socket) -> TalkView {
    loop {
        let text = socket.hear().await.expect("the socket is open");
        let message: Value = serde_json::from_str(&text).unwrap();
        if message["type"] == "talk" {
            return serde_json::from_value(message["talk"].clone()).unwrap();
        }
    }
}
