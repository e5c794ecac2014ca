// The screen of an officer who is signed in: everything there is, the most pressing first.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Shows an officer's phone.
struct DutyScreen: View {
    let officer: Officer
    let app: RunningApp

    @State private var thread: String?
    @State private var toReport = 0
    @State private var whom = TalkWhom.hall

    var body: some View {
        // Half a second is what the clock needs; a snapshot that comes in between is drawn at once.
        TimelineView(.periodic(from: .now, by: 0.5)) { _ in
            let hallTimeMs = officer.hallTimeMs
            VStack(spacing: 0) {
                TopBar(officer: officer, app: app)
                if officer.known.sos { HelpBand(officer: officer) }
                if let order = orders.first(where: { $0.id == thread }) {
                    ThreadScreen(officer: officer, order: order, hallTimeMs: hallTimeMs) { thread = nil }
                } else {
                    list(hallTimeMs)
                    TalkBar(officer: officer, order: orders.first, whom: $whom)
                    ActionBar(officer: officer, order: orders.first) { toReport += 1 }
                }
            }
        }
        .background(Colour.ground)
        .foregroundStyle(Colour.ink)
        .overlay(alignment: .bottom) { Told(officer: officer) }
        .task { await askAtFirst() }
        .onChange(of: officer.known.orders.map(\.id), initial: true) { openAsked() }
        .onChange(of: app.askedThread) { openAsked() }
        .onChange(of: orders.first?.id) {
            // The team of one order was not chosen for the next.
            if whom == .team { whom = .hall }
        }
        .onChange(of: Set(orders.filter(\.rings).map(\.id))) { before, now in
            // What begins to ring is what counts now.
            if !now.subtracting(before).isSubset(of: [thread].compactMap { $0 }) { thread = nil }
        }
    }

    private var orders: [Order] {
        officer.known.orders.filter(\.rings) + officer.known.orders.filter { !$0.rings }
    }

    private func list(_ hallTimeMs: Int64) -> some View {
        ScrollViewReader { scroll in
            Viewport {
                VStack(spacing: 12) {
                    if let lacking { LackingBand(officer: officer, lacking: lacking) }
                    if officer.replaced { ReplacedCard(officer: officer) }
                    if let asked = officer.known.cameraAsked { CameraAskedCard(officer: officer, asked: asked) }
                    if let filming = officer.filming { PictureCard(officer: officer, filming: filming) }
                    ForEach(orders, id: \.id) { order in
                        OrderCard(
                            officer: officer, order: order, hallTimeMs: hallTimeMs, isFirst: order.id == orders.first?.id,
                            toReport: order.id == orders.first?.id ? toReport : 0
                        ) { thread = order.id }
                    }
                    if orders.isEmpty, officer.filming == nil, !officer.replaced, officer.known.cameraAsked == nil { StandbyCard(officer: officer) }
                }
                .padding(12)
            }
            .onChange(of: toReport) {
                guard let first = orders.first else { return }
                withAnimation { scroll.scrollTo("report-\(first.id)", anchor: .top) }
            }
        }
    }

    /// What the officer has yet to allow, one thing at a time; while something presses, nothing.
    private var lacking: Lacking? {
        guard officer.known.orders.isEmpty, !officer.known.sos, let permissions = officer.permissions else { return nil }
        if permissions.location != .always || !officer.isPrecise { return .location }
        if !permissions.notifications { return .notifications }
        return permissions.batteryExempt ? nil : .running
    }

    /// Opens the messages whose notification was tapped, once their order is there.
    private func openAsked() {
        guard let asked = app.askedThread, orders.contains(where: { $0.id == asked }) else { return }
        app.askedThread = nil
        thread = asked
    }

    private func askAtFirst() async {
        await askToRing()
        officer.askForPositions()
    }
}

/// Tells the officer something for some seconds, one after the other.
private struct Told: View {
    let officer: Officer

    var body: some View {
        if let words = officer.told.first {
            Text(words)
                .padding(14)
                .plate(Colour.raised, edge: Colour.accent)
                .padding(12)
                .onTapGesture { officer.heard() }
                .task(id: words) {
                    UIAccessibility.post(notification: .announcement, argument: words)
                    try? await Task.sleep(for: .seconds(4))
                    if !Task.isCancelled { officer.heard() }
                }
        }
    }
}
