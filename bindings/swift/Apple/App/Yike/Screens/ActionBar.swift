// What can be done now, within a thumb's reach.

import FieldUnit
import SwiftUI

/// The keys at the bottom.
struct ActionBar: View {
    let officer: Officer
    let order: Order?
    let toReport: () -> Void

    var body: some View {
        HStack(spacing: 10) {
            if let order {
                if order.rings {
                    key("accept", .primary) { officer.tap { try await $0.accept(order: order.id) } }
                    live
                } else {
                    if order.arrivedAtMs == nil { key("arrive", sign: .waiting) { officer.tap { try await $0.arrived(order: order.id) } } }
                    live
                    key("report", sign: order.reportedAtMs == nil ? .waiting : .good, toReport)
                }
            } else if officer.known.onDuty {
                live
            } else {
                key("go_on_duty", .primary) { officer.tap { try await $0.goOnDuty() } }
            }
        }
        .fixedSize(horizontal: false, vertical: true)
        .padding(12)
        .background(Colour.panel)
    }

    private var live: some View {
        let on = officer.filming != nil
        return key(on ? "live_stop" : "live_start", .live, sign: on ? .stop : .live) { officer.live(!on) }
    }

    private func key(_ word: String, _ look: KeyStyle.Look = .plain, sign: Sign? = nil, _ tap: @escaping () -> Void) -> some View {
        Button(action: tap) {
            VStack(spacing: 4) {
                if let sign { SignImage(sign: sign) }
                Text(say(word))
            }
            .frame(maxHeight: .infinity)
        }
        .buttonStyle(KeyStyle(look: look))
    }
}
