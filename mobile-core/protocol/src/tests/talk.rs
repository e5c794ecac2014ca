//! Talk: every state of a line.

use domain::TalkGroup;

use super::samples::{at, id, session};
use super::{check_equal, covers};
use crate::{CallWith, OwnTalk, TalkEnd, TalkView, VoiceView};

pub(super) fn talk_view() -> TalkView {
    let voice = VoiceView {
        name: session().name,
        role: session().role,
        group: Some(TalkGroup::Town { town: id(0x70) }),
        speaking: true,
    };
    TalkView {
        line: id(0x11e),
        own: granted(),
        heard: vec![voice],
    }
}

fn granted() -> OwnTalk {
    OwnTalk::Granted {
        group: TalkGroup::Unit { unit: id(0x10) },
        since: at(31),
        heard_by: 1,
        units: 1,
        seats: 2,
    }
}

fn own() -> Vec<(&'static str, OwnTalk)> {
    let call = OwnTalk::InCall {
        with: Some(CallWith::Unit { unit: id(0x10) }),
        name: "one".to_owned(),
    };
    let ended = OwnTalk::Ended {
        why: TalkEnd::Preempted,
        by: Some("two".to_owned()),
    };
    let group = TalkGroup::All;
    vec![
        ("idle", OwnTalk::Idle),
        ("granted", granted()),
        ("queued", OwnTalk::Queued { group, place: 2 }),
        ("in_call", call),
        ("ended", ended),
        ("unknown", OwnTalk::Unknown),
    ]
}

fn ends() -> Vec<(&'static str, TalkEnd)> {
    vec![
        ("released", TalkEnd::Released),
        ("preempted", TalkEnd::Preempted),
        ("silent", TalkEnd::Silent),
        ("too_long", TalkEnd::TooLong),
        ("waited_too_long", TalkEnd::WaitedTooLong),
        ("queue_full", TalkEnd::QueueFull),
        ("in_call", TalkEnd::InCall),
        ("lost", TalkEnd::Lost),
        ("no_sound", TalkEnd::NoSound),
        ("not_allowed", TalkEnd::NotAllowed),
        ("nobody_there", TalkEnd::NobodyThere),
        ("unknown", TalkEnd::Unknown),
    ]
}

#[test]
fn what_a_line_has() {
    check_equal("own_talk", &own());
    let name = |own: &OwnTalk| match own {
        OwnTalk::Idle => "idle",
        OwnTalk::Granted { .. } => "granted",
        OwnTalk::Queued { .. } => "queued",
        OwnTalk::InCall { .. } => "in_call",
        OwnTalk::Ended { .. } => "ended",
        OwnTalk::Unknown => "unknown",
    };
    covers(
        &own(),
        name,
        &["idle", "granted", "queued", "in_call", "ended", "unknown"],
    );
    check_equal("talk_end", &ends());
}
