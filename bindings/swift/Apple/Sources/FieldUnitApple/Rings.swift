// Ringing for an order, or for the camera: a notification that is heard through silence where Apple gave the app that right, again and again.
//
// These systems let no app cover a locked screen or ring for minutes by itself; a notification sounds for some seconds, so it is shown
// anew until the officer answers.

import FieldUnit
import UserNotifications

/// Rings for orders.
@MainActor
public final class Rings {
    /// What a tapped notification names the order by.
    public nonisolated static let order = "yike.order"

    private let center = UNUserNotificationCenter.current()
    private let newOrder: String
    private var ringing: [String: Task<Void, Never>] = [:]

    /// - Parameter newOrder: What a ringing is called.
    public init(newOrder: String) {
        self.newOrder = newOrder
    }

    /// Rings until `quiet` is called for it.
    public func ring(_ order: Order) {
        begin(order.id, most: nil) { [newOrder] in
            let content = UNMutableNotificationContent()
            content.title = newOrder
            content.subtitle = order.place.name.isEmpty ? order.place.address : order.place.name
            content.body = order.note
            content.userInfo = [Self.order: order.id]
            return content
        }
        quiet(Self.pushed)
    }

    /// Rings because a push says that there is an order, until `ring` says which; a minute at most, by when it is somebody else's.
    /// Whether it may ring at all.
    public func ringUnseen() async -> Bool {
        guard await mayRing(center.notificationSettings()) else { return false }
        begin(Self.pushed, most: Self.unseenTimes) { [newOrder] in
            let content = UNMutableNotificationContent()
            content.title = newOrder
            return content
        }
        return true
    }

    /// Rings because somebody in the hall asks for the camera, until `quietForCamera`; for as long as the hall asks at most.
    public func ringForCamera(_ title: String, _ text: String) {
        begin(Self.camera, most: Self.cameraTimes) {
            let content = UNMutableNotificationContent()
            content.title = title
            content.body = text
            return content
        }
    }

    /// Rings no more for the camera.
    public func quietForCamera() {
        if ringing[Self.camera] != nil { quiet(Self.camera) }
    }

    /// Rings no more for an order.
    public func quiet(_ order: String) {
        ringing.removeValue(forKey: order)?.cancel()
        withdraw(order)
    }

    /// Rings no more because of a push.
    public func quietUnseen() {
        quiet(Self.pushed)
    }

    /// Rings no more for anything.
    public func quietAll() {
        Array(ringing.keys).forEach(quiet)
    }

    private func begin(_ id: String, most: Int?, _ content: @escaping () -> UNMutableNotificationContent) {
        ringing[id]?.cancel()
        ringing[id] = Task { [weak self] in
            var times = 0
            while !Task.isCancelled, times < most ?? .max, let self {
                await show(id, content())
                times += 1
                try? await Task.sleep(for: Self.every)
            }
            if !Task.isCancelled { self?.quiet(id) }
        }
    }

    private func show(_ id: String, _ content: UNMutableNotificationContent) async {
        let critical = await center.notificationSettings().criticalAlertSetting == .enabled
        content.sound = critical ? .defaultCritical : .default
        content.interruptionLevel = critical ? .critical : .timeSensitive
        content.relevanceScore = 1
        // A notification of the same name that is shown again makes no sound.
        withdraw(id)
        do {
            try await center.add(UNNotificationRequest(identifier: Self.prefix + id, content: content, trigger: nil))
        } catch {
            log.error("an order does not ring: \(error.localizedDescription, privacy: .public)")
        }
        // Answered while it was being shown.
        if Task.isCancelled { withdraw(id) }
    }

    private func withdraw(_ id: String) {
        center.removePendingNotificationRequests(withIdentifiers: [Self.prefix + id])
        center.removeDeliveredNotifications(withIdentifiers: [Self.prefix + id])
    }

    private static let prefix = "order-"
    private static let pushed = "pushed"
    private static let every = Duration.seconds(8)
    private static let unseenTimes = 7
    private static let camera = "camera"
    private static let cameraTimes = 15
}
