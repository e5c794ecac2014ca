// What the system tells the app: that it began, what pushes bring, which notification was tapped.

import FieldUnitApple
import UIKit
import UserNotifications

/// Holds what lives as long as the app.
@MainActor
final class AppDelegate: NSObject, UIApplicationDelegate {
    let app = RunningApp()

    /// What makes of Apple's name for the app the one that the hall's push service knows; none in an app without that service's SDK.
    private let exchange: (any PushExchange)? = pushExchange()

    func application(_ application: UIApplication, didFinishLaunchingWithOptions _: [UIApplication.LaunchOptionsKey: Any]? = nil) -> Bool {
        UNUserNotificationCenter.current().delegate = self
        application.registerForRemoteNotifications()
        app.begin()
        return true
    }

    func application(_: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data) {
        exchange?.registered(token) { [app] in app.named($0) }
    }

    func application(_: UIApplication, didFailToRegisterForRemoteNotificationsWithError _: any Error) {
        // The hall reaches the officer by the line, then by message and call; the system tries again by itself.
    }

    func application(_: UIApplication, didReceiveRemoteNotification content: [AnyHashable: Any]) async -> UIBackgroundFetchResult {
        guard let reference = pushReference(in: content) else { return .noData }
        await app.pushed(reference)
        return .newData
    }
}

extension AppDelegate: UNUserNotificationCenterDelegate {
    nonisolated func userNotificationCenter(
        _: UNUserNotificationCenter, willPresent _: UNNotification
    ) async -> UNNotificationPresentationOptions {
        // An order rings while the officer looks, too.
        [.banner, .list, .sound]
    }

    nonisolated func userNotificationCenter(_: UNUserNotificationCenter, didReceive response: UNNotificationResponse) async {
        let said = response.notification.request.content.userInfo
        let thread = said[MessageAlerts.thread] as? String
        let reference = pushReference(in: said)
        await MainActor.run {
            if let thread { app.askedThread = thread }
        }
        if let reference { await app.pushed(reference) }
    }
}
