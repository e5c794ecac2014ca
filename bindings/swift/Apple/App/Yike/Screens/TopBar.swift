// The bar on top: who this is, on duty or off, the call for help, how the phone is.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Shows who this is and how the phone is.
struct TopBar: View {
    let officer: Officer
    let app: RunningApp

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            HStack(spacing: 10) {
                Text(known.unit?.name ?? say("app_name")).font(.headline).lineLimit(2).frame(maxWidth: .infinity, alignment: .leading)
                Signed(words: say(known.onDuty ? "on_duty" : "off_duty"), sign: known.onDuty ? .onTime : .off)
                if !known.sos { SosKey { officer.callForHelp() } }
                menu
            }
            Wrapping(spacing: 12) {
                position
                Signed(words: say(known.online ? "online" : "offline"), sign: known.online ? .good : .late)
                Signed(
                    words: known.waiting == 0 ? say("all_delivered") : say("waiting", Int(known.waiting)),
                    sign: known.waiting == 0 ? .good : .soon)
                if let charge = batteryPct() {
                    Signed(words: say("battery", Int(charge)), sign: charge < Self.lowPct ? .soon : .good)
                }
            }
            .font(.footnote)
        }
        .padding(.horizontal, 14)
        .padding(.vertical, 8)
        .background(Colour.panel)
    }

    private var known: Snapshot { officer.known }

    private var menu: some View {
        Menu {
            if known.onDuty { Button(say("go_off_duty")) { officer.tap { try await $0.goOffDuty() } } }
            Button(say("sign_out")) { Task { await app.signOut() } }
        } label: {
            Image(systemName: "line.3.horizontal").font(.title3).frame(minWidth: 48, minHeight: 52)
        }
        .accessibilityLabel(say("menu"))
    }

    private var position: Signed {
        if !known.onDuty { return Signed(words: say("position_off"), sign: .off) }
        if officer.permissions?.location == .denied { return Signed(words: say("position_denied"), sign: .late) }
        guard let here = officer.here else { return Signed(words: say("position_none"), sign: .waiting) }
        return Signed(words: say("position", Int(here.accuracyM.rounded())), sign: here.accuracyM > Self.vagueM ? .soon : .good)
    }

    private static let lowPct = 20
    /// From here on a position is vague.
    private static let vagueM = 100.0
}

/// Beside one another as long as there is room, then in the next line.
struct Wrapping: Layout {
    var spacing: CGFloat = 8

    func sizeThatFits(proposal: ProposedViewSize, subviews: Subviews, cache _: inout ()) -> CGSize {
        let places = places(in: proposal.width ?? .infinity, subviews)
        let width = places.map(\.maxX).max() ?? 0
        return CGSize(width: width, height: places.map(\.maxY).max() ?? 0)
    }

    func placeSubviews(in bounds: CGRect, proposal _: ProposedViewSize, subviews: Subviews, cache _: inout ()) {
        for (view, place) in zip(subviews, places(in: bounds.width, subviews)) {
            view.place(at: CGPoint(x: bounds.minX + place.minX, y: bounds.minY + place.minY), proposal: ProposedViewSize(place.size))
        }
    }

    private func places(in width: CGFloat, _ subviews: Subviews) -> [CGRect] {
        var (x, y, height) = (CGFloat(0), CGFloat(0), CGFloat(0))
        return subviews.map { view in
            let size = view.sizeThatFits(ProposedViewSize(width: width, height: nil))
            if x > 0, x + size.width > width { (x, y, height) = (0, y + height + spacing / 3, 0) }
            defer {
                x += size.width + spacing
                height = max(height, size.height)
            }
            return CGRect(origin: CGPoint(x: x, y: y), size: size)
        }
    }
}
