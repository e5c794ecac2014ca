// Writing a message: what was begun on an order, with what goes with it, stays until it is sent.

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
        let draft = officer.drafts[order] ?? Draft()
        let text = sendable(draft.text)
        let room = mostMessageCharacters - characters(in: text)
        VStack(alignment: .leading, spacing: 6) {
            AttachedStrip(officer: officer, order: order)
            TextField(say("message_hint"), text: typed, axis: .vertical)
                .lineLimit(1...4)
                .focused($writes)
                .padding(12)
                .frame(minHeight: 52)
                .plate(Colour.ground, radius: 10)
            if room < Self.tellLeft {
                Signed(words: room < 0 ? say("message_too_long", -room) : say("message_left", room), sign: room < 0 ? .late : .soon)
                    .font(.footnote)
            }
            HStack(spacing: 8) {
                PhotoKey(officer: officer, order: order)
                SpeakKey(officer: officer, order: order)
                Button(say("message_send")) { send(text) }
                    .buttonStyle(KeyStyle(look: .primary))
                    .disabled(isBusy || isMaking || text.isEmpty && draft.beside == nil || room < 0)
            }
        }
        .padding(10)
        .background(Colour.panel)
        .onAppear { writes = begins }
    }

    private var typed: Binding<String> {
        Binding {
            officer.drafts[order]?.text ?? ""
        } set: {
            officer.drafts[order, default: Draft()].text = $0
        }
    }

    /// Whether something is made that is not attached yet.
    private var isMaking: Bool { officer.recorder.isOn || officer.drafts[order]?.isPreparing == true }

    private func send(_ text: String) {
        let draft = officer.drafts[order] ?? Draft()
        isBusy = true
        Task {
            let isDone = await officer.did { try await $0.writeMessage(order: order, text: text, attachment: draft.beside) }
            isBusy = false
            // What was made meanwhile is the next one; what could not be stored stays.
            if isDone { officer.drafts[order]?.sent(text, mark: draft.mark) }
        }
    }

    /// The number of characters left is said from here on.
    private static let tellLeft = 100
}
