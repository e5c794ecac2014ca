// Telling of messages that nobody has read: a notification while the officer looks elsewhere, a short shake while at the app.

import FieldUnit
import UIKit
import UserNotifications

/// What the alerts say.
public struct MessageWords {
    /// What stands above them where the place has no name.
    public let name: String
    /// How many are new: what a locked screen shows, if the officer has it hide the words.
    public let count: (Int) -> String
    /// A message with who wrote it.
    public let line: (Message) -> String

    public init(name: String, count: @escaping (Int) -> String, line: @escaping (Message) -> String) {
        self.name = name
        self.count = count
        self.line = line
    }
}

/// Tells of unread messages on orders.
@MainActor
public final class MessageAlerts {
    /// What a tapped notification names the order by.
    public nonisolated static let thread = "yike.messages"

    private let center = UNUserNotificationCenter.current()
    private let words: MessageWords
    /// By order, the messages that its notification told of. Notifications outlive an app that the system ends, and say so themselves.
    private var told: [String: Set<String>] = [:]
    private var shaken: Set<String> = []
    private var isRead = false

    public init(words: MessageWords) {
        self.words = words
    }

    /// Tells of what is new on the unit's orders, and takes back what was read meanwhile; to be called whenever they change.
    ///
    /// - Parameter looking: Whether the officer looks at the app.
    public func follow(_ orders: [Order], looking: Bool) async {
        await readTold()
        let unread = Dictionary(orders.map { ($0.id, $0.messages.filter(\.unread)) }, uniquingKeysWith: { $1 })
        for gone in told.keys where unread[gone] == nil { withdraw(gone) }
        let ids = Set(unread.values.joined().map(\.id))
        let known = told.values.reduce(into: shaken) { $0.formUnion($1) }
        if looking && !ids.subtracting(known).isEmpty { UINotificationFeedbackGenerator().notificationOccurred(.warning) }
        shaken = looking ? ids : shaken.intersection(ids)
        for order in orders { await tell(order, unread[order.id] ?? [], looking: looking) }
    }

    /// Takes everything back.
    public func quiet() {
        Array(told.keys).forEach(withdraw)
    }

    private func tell(_ order: Order, _ unread: [Message], looking: Bool) async {
        let before = told[order.id] ?? []
        // While the officer looks, what is on the screen tells of what is new.
        let messages = looking ? unread.filter { before.contains($0.id) } : unread
        let ids = Set(messages.map(\.id))
        guard ids != before else { return }
        guard let last = messages.last else { return withdraw(order.id) }
        told[order.id] = ids
        let content = UNMutableNotificationContent()
        content.title = [order.place.name, order.place.address].first { !$0.isEmpty } ?? words.name
        content.subtitle = words.count(messages.count)
        content.body = messages.suffix(Self.mostLines).map(words.line).joined(separator: "\n")
        content.threadIdentifier = order.id
        content.interruptionLevel = .timeSensitive
        content.userInfo = [Self.thread: order.id, Self.toldOf: Array(ids)]
        // One that only lost what was read says nothing anew.
        content.sound = ids.isSubset(of: before) ? nil : .default
        do {
            try await center.add(UNNotificationRequest(identifier: Self.prefix + order.id, content: content, trigger: nil))
        } catch {
            log.error("message \(last.id, privacy: .public) was not told of: \(error.localizedDescription, privacy: .public)")
        }
    }

    private func readTold() async {
        guard !isRead else { return }
        isRead = true
        for shown in await center.deliveredNotifications() {
            let said = shown.request.content.userInfo
            guard let order = said[Self.thread] as? String, let ids = said[Self.toldOf] as? [String] else { continue }
            told[order] = Set(ids)
        }
    }

    private func withdraw(_ order: String) {
        told[order] = nil
        center.removeDeliveredNotifications(withIdentifiers: [Self.prefix + order])
    }

    private static let prefix = "messages-"
    private static let toldOf = "yike.told"
    /// As many as an opened notification has room for.
    private static let mostLines = 6
}
