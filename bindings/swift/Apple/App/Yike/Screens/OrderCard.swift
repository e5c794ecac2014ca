// One order as its officer needs it: what, where, how long, how far, what to do.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Shows one order.
struct OrderCard: View {
    let officer: Officer
    let order: Order
    let hallTimeMs: Int64
    let isFirst: Bool
    let toReport: Int
    let openThread: () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            HStack(spacing: 8) {
                kind
                Spacer()
                state
            }
            ClockFace(order: order, hallTimeMs: hallTimeMs)
            HStack(spacing: 10) {
                VStack(alignment: .leading, spacing: 2) {
                    Text(order.title).font(.title2.weight(.bold))
                    if !order.place.name.isEmpty, !order.place.address.isEmpty { Text(order.place.address).foregroundStyle(Colour.faint) }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                // Whoever has yet to say yes has nobody to write to before the hall did.
                if !order.rings || !order.messages.isEmpty { MessagesKey(order: order, open: openThread) }
            }
            if !isThere {
                StraightLine(order: order, here: officer.here)
                if let way { RoadLine(way: way, hallTimeMs: hallTimeMs) }
            }
            if !order.note.isEmpty { Text(order.note) }
            if !order.messages.isEmpty { LastMessages(officer: officer, order: order, open: openThread) }
            if !isThere { PlaceMap(order: order, here: officer.here, way: way, isOnline: officer.known.online) }
            if order.rings { refusals } else if !isThere { going }
            if isFirst, !officer.known.sos { CallKey(officer: officer) }
            Legs(order: order)
            // Whoever has yet to say yes ticks nothing.
            if !order.rings, !order.checklist.isEmpty { Checklist(officer: officer, order: order) }
            if !order.rings { ReportForm(officer: officer, order: order, focus: toReport).id("report-\(order.id)") }
        }
        .padding(14)
        .plate(edge: order.rings ? Colour.soon : Colour.line, width: order.rings ? 2 : 1)
    }

    private var isThere: Bool { order.arrivedAtMs != nil }

    private var way: Way? { officer.ways[order.id] }

    private var kind: some View {
        let isEmergency = order.kind == .emergency
        let word =
            switch order.kind {
            case .emergency: "kind_emergency"
            case .routine: "kind_routine"
            case .standby: "kind_standby"
            }
        return Signed(words: say(word), sign: isEmergency ? .late : .onTime)
            .font(.subheadline.weight(.bold))
            .padding(.horizontal, 12)
            .padding(.vertical, 4)
            .overlay { Capsule().strokeBorder(isEmergency ? Colour.late : Colour.accent) }
    }

    private var state: some View {
        let (word, sign) = part
        let words = order.provisional ? "\(say(word)) · \(say("unconfirmed"))" : say(word)
        return Signed(words: words, sign: order.provisional ? .waiting : sign).font(.subheadline)
    }

    /// How far the officer has come with it: the name of its word, and its sign.
    private var part: (String, Sign) {
        if order.rings { return ("new_order", .soon) }
        if isThere { return ("part_there", .good) }
        return isUnderWay ? ("part_under_way", .busy) : ("part_accepted", .onTime)
    }

    private var isUnderWay: Bool { order.assignment.state == .underWay }

    private var going: some View {
        HStack(spacing: 10) {
            Button(say(isUnderWay ? "part_under_way" : "set_off")) { officer.tap { try await $0.setOff(order: order.id) } }
                .buttonStyle(KeyStyle())
                .disabled(isUnderWay)
            NavigateKey(officer: officer, place: order.place)
        }
    }

    private var refusals: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(say("cannot_go")).font(.subheadline).foregroundStyle(Colour.faint)
            Grid(horizontalSpacing: 8, verticalSpacing: 8) {
                GridRow {
                    refusal(.engaged, "decline_engaged")
                    refusal(.tooFar, "decline_too_far")
                }
                GridRow {
                    refusal(.broken, "decline_broken")
                    refusal(.other, "decline_other")
                }
            }
        }
    }

    private func refusal(_ reason: DeclineReason, _ word: String) -> some View {
        Button(say(word)) { officer.tap { try await $0.decline(order: order.id, reason: reason) } }.buttonStyle(KeyStyle())
    }
}

/// Hands a place over to a navigation of the officer's choice.
private struct NavigateKey: View {
    let officer: Officer
    let place: Place

    @State private var asks = false

    var body: some View {
        Button(say("navigate")) { asks = true }
            .buttonStyle(KeyStyle())
            .confirmationDialog(say("navigate"), isPresented: $asks, titleVisibility: .visible) {
                ForEach(Navigator.allCases, id: \.self) { navigator in
                    Button(say(navigator.word)) { open(navigator.links(to: place)[...]) }
                }
            }
    }

    /// Opens the first that some app opens.
    private func open(_ links: ArraySlice<URL>) {
        guard let link = links.first else { return officer.tell(say("no_such_app")) }
        UIApplication.shared.open(link) { opened in if !opened { open(links.dropFirst()) } }
    }
}
