// The officer's own picture: how it fares on its way to the hall, who watches it since when, the key to talk.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Shows the live picture while the camera is on.
struct PictureCard: View {
    let officer: Officer
    let filming: Filming

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            ZStack(alignment: .topLeading) {
                Colour.ground
                if let session = filming.session { Viewfinder(session: session).accessibilityHidden(true) }
                Signed(words: say(fares.0), sign: fares.1)
                    .font(.subheadline.weight(.bold))
                    .padding(.horizontal, 10)
                    .padding(.vertical, 5)
                    .background(Colour.ground, in: .capsule)
                    .padding(10)
            }
            .frame(height: 220)
            .clipShape(.rect(cornerRadius: 12))
            watchers
            HStack(spacing: 10) {
                // While the line is open there is one key to talk, and it is the line's.
                if !isLineOpen || filming.look.talking { talkKey }
                Button(say("other_camera")) { filming.otherCamera() }.buttonStyle(KeyStyle()).frame(maxWidth: 140)
            }
            if !filming.look.hears || isLineOpen {
                Text(say(filming.look.hears ? "talk_beside_picture" : "no_microphone")).font(.subheadline).foregroundStyle(Colour.faint)
            }
            Text(say("live_keep_open")).font(.footnote).foregroundStyle(Colour.faint)
        }
        .padding(14)
        .plate(edge: Colour.live)
    }

    private var isLineOpen: Bool { officer.known.talk.open }

    /// Has the hall hear the officer while it is held.
    private var talkKey: some View {
        let look = filming.look
        let word = !look.talking ? "talk" : look.state == .connected ? "talking" : "talk_waits"
        return HoldKey(
            words: say(word), isOn: look.talking, isLive: look.hears, hint: say("talk_hint"),
            press: { filming.talk(true) }, release: { filming.talk(false) }
        )
    }

    private var fares: (String, Sign) {
        let look = filming.look
        if !look.sees { return ("live_no_camera", .late) }
        if look.silent { return ("live_silent", .late) }
        if look.refused { return ("live_refused", .late) }
        if look.state == .connecting { return ("live_connecting", .waiting) }
        if look.state != .connected { return ("live_lost", .soon) }
        if look.stillsOnly { return ("live_stills", .soon) }
        return officer.known.cameraNeeded ? ("live_connected", .live) : ("live_rests", .off)
    }

    private var watchers: some View {
        VStack(alignment: .leading, spacing: 2) {
            if officer.known.watchers.isEmpty {
                Text(say("nobody_watches")).foregroundStyle(Colour.faint)
            } else {
                Text(say("watched_by"))
                ForEach(Array(officer.known.watchers.enumerated()), id: \.offset) { _, watcher in
                    Text(say("watcher", watcher.name, sayIfKnown("role_\(watcher.role)") ?? watcher.role, hourMinute(watcher.sinceMs)))
                }
            }
        }
        .font(.subheadline)
        .accessibilityElement(children: .combine)
    }
}
