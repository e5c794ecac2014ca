// Writing a message: what was begun on an order stays until it is sent.

import FieldUnit
import SwiftUI

/// Takes messages about an order.
struct WriteBar: View {
    let officer: Officer
    let order: String
    /// Whether the officer is to write at once: there is nothing to read.
    let begins: Bool

    @State private var isBusy = false
    @FocusState private var writes: Bool

    var body: some View {
        let text = sendable(officer.drafts[order] ?? "")
        let room = mostMessageCharacters - characters(in: text)
        VStack(alignment: .leading, spacing: 6) {
            HStack(alignment: .bottom, spacing: 10) {
                TextField(say("message_hint"), text: draft, axis: .vertical)
                    .lineLimit(1...4)
                    .focused($writes)
                    .padding(12)
                    .frame(minHeight: 52)
                    .plate(Colour.ground, radius: 10)
                Button(say("message_send")) { send(text) }
                    .buttonStyle(KeyStyle(look: .primary))
                    .fixedSize()
                    .disabled(isBusy || text.isEmpty || room < 0)
            }
            if room < Self.tellLeft {
                Signed(words: room < 0 ? say("message_too_long", -room) : say("message_left", room), sign: room < 0 ? .late : .soon)
                    .font(.footnote)
            }
        }
        .padding(10)
        .background(Colour.panel)
        .onAppear { writes = begins }
    }

    private var draft: Binding<String> {
        Binding {
            officer.drafts[order] ?? ""
        } set: {
            officer.drafts[order] = $0
        }
    }

    private func send(_ text: String) {
        isBusy = true
        Task {
            let isDone = await officer.did { try await $0.writeMessage(order: order, text: text) }
            isBusy = false
            // What was typed meanwhile is the next one; what could not be stored stays.
            if isDone, sendable(officer.drafts[order] ?? "") == text { officer.drafts[order] = nil }
        }
    }

    /// The number of characters left is said from here on.
    private static let tellLeft = 100
}
