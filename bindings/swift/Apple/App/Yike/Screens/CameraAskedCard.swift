// That somebody in the hall asks for the camera: who it is, with the officer's two answers.

import FieldUnit
import SwiftUI

/// Shows who asks until the officer has answered; nothing begins without the officer.
struct CameraAskedCard: View {
    let officer: Officer
    let asked: CameraAsked

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Signed(words: say("camera_asked"), sign: .live).font(.headline)
            Text(say("camera_asked_by", asked.name, sayIfKnown("role_\(asked.role)") ?? asked.role, hourMinute(asked.sinceMs)))
            Text(say("camera_yours")).font(.subheadline).foregroundStyle(Colour.faint)
            HStack(spacing: 10) {
                Button(say("camera_yes")) { officer.live(true) }.buttonStyle(KeyStyle(look: .primary))
                Button(say("camera_no")) { officer.tap { try await $0.declineCamera() } }.buttonStyle(KeyStyle())
            }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding(14)
        .plate(Colour.raised, edge: Colour.soon)
    }
}
