// A sound note with the key that plays it, how long it is, how far it is heard.

import FieldUnitApple
import SwiftUI

/// Plays one sound note.
struct NoteRow: View {
    let player: NotePlayer
    let name: String
    let lengthMs: Int?
    /// Whose it is, for those who do not see the screen.
    let about: String
    let bytes: () async throws -> Data

    var body: some View {
        let isOn = player.isOn(name)
        VStack(alignment: .leading, spacing: 4) {
            HStack(spacing: 10) {
                Button {
                    player.toggle(name, bytes: bytes)
                } label: {
                    SignImage(sign: isOn ? .stop : .live)
                }
                .buttonStyle(KeyStyle(look: .live))
                .frame(width: 52)
                .accessibilityLabel(say(isOn ? "note_stop" : "note_play", about, lengthText(lengthMs)))
                ProgressView(value: share).tint(Colour.live).accessibilityHidden(true)
                Text(say("note_of", lengthText(heardMs), lengthText(lengthMs)))
                    .font(.footnote.monospacedDigit())
                    .foregroundStyle(Colour.faint)
                    .accessibilityHidden(true)
            }
            if player.name == name, player.isUnplayable { Signed(words: say("note_unplayable"), sign: .late).font(.footnote) }
        }
    }

    private var heardMs: Int { player.name == name ? Int(1000 * (player.at ?? 0)) : 0 }

    private var share: Double { min(1, Double(heardMs) / Double(max(lengthMs ?? 0, 1))) }
}

/// `M:SS` of a length in milliseconds; a started second counts once it is half over.
func lengthText(_ ms: Int?) -> String {
    guard let ms else { return "–:––" }
    let seconds = (ms + 500) / 1000
    return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
}
