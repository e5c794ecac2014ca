// What the officers see to at the scene: each item is ticked by a tap, with who did so when.

import FieldUnit
import SwiftUI

/// Shows an order's checklist.
struct Checklist: View {
    let officer: Officer
    let order: Order

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Signed(words: checklistHead(of: order.checklist, in: spoken), sign: order.checklist.allSatisfy(\.done) ? .good : .waiting)
                .font(.subheadline.weight(.bold))
                .accessibilityAddTraits(.isHeader)
            ForEach(order.checklist, id: \.id) { item in
                CheckRow(item: item, tick: tickWords(for: item, unit: officer.known.unit?.id, in: spoken)) { done in
                    // What is ticked is the core's to say: it is drawn once it is stored.
                    officer.tap { try await $0.checkItem(order: order.id, item: item.id, done: done) }
                }
            }
        }
    }
}

/// One item, with who ticked it in a smaller line.
private struct CheckRow: View {
    let item: ChecklistItem
    let tick: String?
    let check: (Bool) -> Void

    var body: some View {
        let words = FieldUnit.words(for: item, in: spoken)
        Button { check(!item.done) } label: {
            HStack(spacing: 12) {
                Image(systemName: item.done ? "checkmark.square.fill" : "square")
                    .font(.title3)
                    .foregroundStyle(item.done ? Colour.live : Colour.faint)
                VStack(alignment: .leading, spacing: 2) {
                    Text(words).foregroundStyle(Colour.ink)
                    if let tick, isSent { Text(tick).font(.footnote).foregroundStyle(Colour.faint) }
                    if let tick, !isSent { Signed(words: tick, sign: .waiting, colour: Colour.soon).font(.footnote) }
                }
                .multilineTextAlignment(.leading)
            }
            .padding(.horizontal, 12)
            .padding(.vertical, 8)
            .frame(maxWidth: .infinity, minHeight: 52, alignment: .leading)
            .plate(Colour.ground, edge: item.done ? Colour.live : Colour.line, radius: 10)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .accessibilityRepresentation {
            Toggle(isOn: Binding(get: { item.done }, set: check)) { Text([words, tick].compactMap { $0 }.joined(separator: "\n")) }
        }
    }

    private var isSent: Bool { item.tick?.sent != false }
}
