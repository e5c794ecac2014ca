// The messages on an order's card: a key with how many are new, and the last of them.

import FieldUnit
import SwiftUI

/// Opens an order's messages, and says how many are new.
struct MessagesKey: View {
    let order: Order
    let open: () -> Void

    var body: some View {
        let new = Int(order.unread)
        Button(action: open) {
            VStack(spacing: 4) {
                SignImage(sign: new == 0 ? .message : .soon)
                Text(new == 0 ? say("messages") : say("messages_new", new)).font(.subheadline.weight(.bold))
            }
        }
        .buttonStyle(KeyStyle())
        .fixedSize()
        .accessibilityLabel(new == 0 ? say("messages") : say("messages_unread", new))
    }
}

/// Shows the last messages of an order; a tap opens them all.
struct LastMessages: View {
    let officer: Officer
    let order: Order
    let open: () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if order.messages.count > Self.most {
                Signed(words: say("messages_all", order.messages.count), sign: .message, colour: Colour.faint).font(.subheadline)
            }
            ForEach(order.messages.suffix(Self.most), id: \.id) { message in
                Bubble(officer: officer, order: order.id, message: message, words: shortened(said(message)))
            }
        }
        .frame(maxWidth: .infinity, minHeight: 48, alignment: .leading)
        .contentShape(.rect)
        .onTapGesture(perform: open)
        .accessibilityAction(named: say("messages"), open)
    }

    private static let most = 2
}

/// One message, the officer's own to the right; once all of it was on the screen of an officer who looks, it is read.
struct Bubble: View {
    let officer: Officer
    let order: String
    let message: Message
    let words: String
    /// What goes with it, where there is room for that; elsewhere the words name it.
    var shows: Attachment?

    @State private var isSighted = false
    /// Whether what goes with it is there, too.
    @State private var isThere = false

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            HStack(alignment: .firstTextBaseline, spacing: 8) {
                Text(writer(of: message, unit: unit)).bold()
                Text(hourMinute(message.atMs)).foregroundStyle(Colour.faint)
                if message.unread { Signed(words: say("message_new"), sign: .soon) }
            }
            .font(.footnote)
            if let shows {
                AttachedView(officer: officer, message: message, attachment: shows, writer: writer(of: message, unit: unit)) { isThere = $0 }
                    .padding(.vertical, 3)
            }
            if !words.isEmpty { Text(words) }
            if own {
                let (said, sign) = mark(of: message)
                Signed(words: said, sign: sign, colour: Colour.faint).font(.footnote)
            }
        }
        .padding(.horizontal, 12)
        .padding(.vertical, 8)
        .plate(own ? Colour.ground : Colour.raised, edge: edge, radius: 12)
        .frame(maxWidth: .infinity, alignment: own ? .trailing : .leading)
        .padding(own ? .leading : .trailing, 40)
        .onSighted { isSighted = $0 }
        .onChange(of: isRead, initial: true) { if isRead { read() } }
        .accessibilityElement(children: shows == nil ? .combine : .contain)
    }

    /// Whether the officer reads it now: all of it is there, and looked at.
    private var isRead: Bool {
        message.unread && isSighted && officer.isLooking && words == message.text && shows == message.attachment && (shows == nil || isThere)
    }

    private var unit: String? { officer.known.unit?.id }

    private var own: Bool { isOwn(message, unit: unit) }

    private var edge: Color { own ? Colour.accent : message.unread ? Colour.soon : Colour.line }

    private func read() {
        let (order, id) = (order, message.id)
        officer.tap { try await $0.readMessages(order: order, messages: [id]) }
    }
}
