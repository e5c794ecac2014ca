// The key that calls for help: held for a second and a half, so that a pocket does not press it.

import SwiftUI
import UIKit

/// Calls `call` when it was held.
struct SosKey: View {
    let call: () -> Void

    @State private var isHeld = false

    var body: some View {
        VStack(spacing: 2) {
            Text(say("sos")).font(.headline.weight(.bold))
            Text(say(isHeld ? "sos_holding" : "sos_hold")).font(.caption2)
        }
        .foregroundStyle(Colour.ink)
        .padding(.horizontal, 8)
        .frame(minWidth: 84, minHeight: 52)
        .background(alignment: .leading) {
            GeometryReader { key in
                Colour.dangerHeld.frame(width: isHeld ? key.size.width : 0)
                    .animation(isHeld ? .linear(duration: Self.hold) : nil, value: isHeld)
            }
        }
        .background(Colour.danger)
        .clipShape(.rect(cornerRadius: 12))
        .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Colour.dangerLine, lineWidth: 2) }
        .contentShape(.rect)
        .onLongPressGesture(minimumDuration: Self.hold, maximumDistance: 60) {
            UINotificationFeedbackGenerator().notificationOccurred(.success)
            isHeld = false
            call()
        } onPressingChanged: { pressing in
            if pressing { UIImpactFeedbackGenerator().impactOccurred() }
            isHeld = pressing
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(say("sos_key"))
        .accessibilityAddTraits(.isButton)
        // A finger that cannot hold, as with a screen reader, calls by an action that has to be chosen.
        .accessibilityAction(named: say("sos"), call)
    }

    private static let hold = 1.5
}
