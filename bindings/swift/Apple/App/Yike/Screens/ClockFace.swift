// The fifteen minutes of an order: digits, a bar, how it stands; below the card, the three legs.

import FieldUnit
import SwiftUI

/// Shows an order's clock.
struct ClockFace: View {
    let order: Order
    let hallTimeMs: Int64

    var body: some View {
        let phase = phase(of: order, at: hallTimeMs)
        let at = phase == .done ? order.legs.compactMap { $0 }.max() ?? hallTimeMs : hallTimeMs
        VStack(spacing: 6) {
            HStack(alignment: .firstTextBaseline, spacing: 10) {
                SignImage(sign: phase.sign)
                Text(countdown(of: order, at: at) ?? Self.noDigits)
                    .font(.system(.largeTitle, design: .monospaced).weight(.bold))
                    .minimumScaleFactor(0.5)
                    .lineLimit(1)
                Text(say(phase.word))
                Spacer()
            }
            .foregroundStyle(phase.sign.colour)
            .accessibilityElement(children: .combine)
            Bar(share: left(of: order, at: at), colour: phase.sign.colour)
        }
    }

    private static let noDigits = "––:––"
}

/// A bar that empties.
private struct Bar: View {
    let share: Double
    let colour: Color

    var body: some View {
        GeometryReader { bar in
            Capsule().fill(Colour.line)
            Capsule().fill(colour).frame(width: bar.size.width * share)
        }
        .frame(height: 6)
        .accessibilityHidden(true)
    }
}

/// The three legs, each by itself.
struct Legs: View {
    let order: Order

    var body: some View {
        HStack(alignment: .top, spacing: 8) {
            ForEach(Array(zip(Self.words, order.legs)), id: \.0) { word, met in
                VStack(alignment: .leading, spacing: 2) {
                    Signed(words: say(word), sign: met == nil ? .waiting : isLate(met) ? .soon : .good)
                    Text(met.map(hourMinute) ?? say("leg_pending"))
                    if isLate(met) { Text(say("leg_late")) }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                .accessibilityElement(children: .combine)
            }
        }
        .font(.subheadline)
    }

    private func isLate(_ met: Int64?) -> Bool {
        guard let met, let due = order.dueAtMs else { return false }
        return met > due
    }

    private static let words = ["leg_arrived", "leg_on_video", "leg_reported"]
}
