// What the officer and the system let the app do, as the hall is told it.

import CoreLocation
import FieldUnit
import UIKit
import UserNotifications

/// What the app may do now.
@MainActor
public func allowed(location: LocationPermission) async -> Permissions {
    let notices = await UNUserNotificationCenter.current().notificationSettings()
    return Permissions(
        location: location,
        notifications: mayRing(notices),
        // The nearest that these systems have to a list of apps that may run on.
        batteryExempt: UIApplication.shared.backgroundRefreshStatus == .available)
}

/// Asks the officer to let the app ring; through silence, too, where Apple gave the app that right.
public func askToRing() async {
    do {
        _ = try await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound, .badge, .criticalAlert])
    } catch {
        log.error("the system did not ask for notifications: \(error.localizedDescription, privacy: .public)")
    }
}

/// Whether an order rings: shown without a sound, it would not be heard in a pocket.
func mayRing(_ settings: UNNotificationSettings) -> Bool {
    let shows = settings.authorizationStatus == .authorized && settings.alertSetting == .enabled
    return shows && (settings.soundSetting == .enabled || settings.criticalAlertSetting == .enabled)
}

func locationPermission(_ status: CLAuthorizationStatus) -> LocationPermission {
    switch status {
    case .authorizedAlways: .always
    case .authorizedWhenInUse: .whileInUse
    // Not asked yet is not allowed yet.
    case .notDetermined, .restricted, .denied: .denied
    @unknown default: .denied
    }
}
