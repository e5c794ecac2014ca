// All messages on an order, with a field to write one; its clock stays in sight.

import FieldUnit
import SwiftUI

/// Shows an order's messages.
struct ThreadScreen: View {
    let officer: Officer
    let order: Order
    let hallTimeMs: Int64
    let close: () -> Void

    var body: some View {
        VStack(spacing: 0) {
            head
            ScrollViewReader { scroll in
                Viewport {
                    VStack(spacing: 8) {
                        if order.messages.isEmpty {
                            Text(say("messages_none")).foregroundStyle(Colour.faint).frame(maxWidth: .infinity, alignment: .leading)
                        }
                        ForEach(order.messages, id: \.id) { message in
                            Bubble(officer: officer, order: order.id, message: message, words: message.text, shows: message.attachment).id(message.id)
                        }
                    }
                    .padding(12)
                }
                .defaultScrollAnchor(.bottom)
                .onChange(of: order.messages.last?.id, initial: true) {
                    // The first that is new stands on top; if none is, the last at the end.
                    if let new = order.messages.first(where: \.unread) {
                        scroll.scrollTo(new.id, anchor: .top)
                    } else if let last = order.messages.last {
                        scroll.scrollTo(last.id, anchor: .bottom)
                    }
                }
            }
            WriteBar(officer: officer, order: order.id, begins: order.messages.isEmpty).id(order.id)
        }
        .onDisappear {
            officer.player.stop()
            officer.recorder.stop()
        }
    }

    private var head: some View {
        let phase = phase(of: order, at: hallTimeMs)
        let digits = phase == .done ? nil : countdown(of: order, at: hallTimeMs)
        return HStack(spacing: 12) {
            Button(action: close) { Image(systemName: "chevron.left") }
                .buttonStyle(KeyStyle())
                .fixedSize()
                .accessibilityLabel(say("messages_back"))
            VStack(alignment: .leading, spacing: 2) {
                Text(order.title).font(.headline)
                Signed(
                    words: [digits, say(phase.word)].compactMap { $0 }.joined(separator: " "), sign: phase.sign, colour: phase.sign.colour)
            }
            Spacer()
        }
        .padding(.horizontal, 12)
        .padding(.vertical, 8)
    }
}
