//! What the pretend world's server does of itself.

use str0m::media::{KeyframeRequestKind, MediaTime};
use str0m::{Candidate, IceCreds, Input as RtcInput};

use super::{World, server};

impl World {
    /// Lets the server answer a restart of ICE.
    pub(in crate::uplink::tests) fn restart_server(&mut self, fragment: &str) -> String {
        let value = |prefix: &str| {
            let found = fragment.lines().find_map(|line| line.strip_prefix(prefix));
            found.unwrap().to_owned()
        };
        let (ours, theirs) = (IceCreds::new(), (value("a=ice-ufrag:"), value("a=ice-pwd:")));
        let (ufrag, pass) = theirs;
        let mut api = self.server.direct_api();
        api.set_local_ice_credentials(ours.clone());
        api.set_remote_ice_credentials(IceCreds { ufrag, pass });
        self.settle_server();
        let candidate = Candidate::host(server(), "udp").unwrap().to_sdp_string();
        format!(
            "a=ice-lite\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\na={candidate}\r\n",
            ours.ufrag, ours.pass
        )
    }

    /// The server says something.
    pub(in crate::uplink::tests) fn say(&mut self, n: u64, bytes: &[u8]) {
        let mid = self.sound().last().expect("sound was received").mid;
        let writer = self.server.writer(mid).unwrap();
        let number = writer.payload_params().next().unwrap().pt();
        let at = MediaTime::from_millis(n * 20);
        writer.write(number, self.now, at, bytes.to_vec()).unwrap();
        self.settle_server();
        self.server.handle_input(RtcInput::Timeout(self.now)).unwrap();
        self.settle_server();
    }

    /// The server asks for a key frame of the video it receives.
    pub(in crate::uplink::tests) fn request_key_frame(&mut self) {
        let mid = self.video().last().expect("video was received").mid;
        self.server
            .writer(mid)
            .unwrap()
            .request_keyframe(None, KeyframeRequestKind::Pli)
            .unwrap();
        self.settle_server();
    }
}
