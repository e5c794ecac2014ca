// Where the phone is, from the system's own receiver.

import CoreLocation
import FieldUnit
import UIKit

/// A position as the core takes it; Foundation has a `Measurement` of its own.
public typealias Position = FieldUnitFace.Measurement

/// Measures positions as the core says, also while the officer looks elsewhere.
///
/// The system has no "once in so many seconds": it measures about once a second by satellites, more rarely by networks. What comes
/// sooner than the core wants is left out here; how well it measures is what costs the battery, and that the core says.
@MainActor
public final class Positions: NSObject {
    private let receiver = CLLocationManager()
    private let activities = Activities()
    private var staying: CLBackgroundActivitySession?
    private var cadence: Cadence?
    private var passedOn: Date?
    private var minding: Task<Void, Never>?
    private let heard: @MainActor (Position) -> Void
    private let permissionChanged: @MainActor () -> Void

    /// - Parameters:
    ///   - heard: Takes each position.
    ///   - permissionChanged: Is called when the officer has said anew whether positions may be measured.
    public init(heard: @escaping @MainActor (Position) -> Void, permissionChanged: @escaping @MainActor () -> Void) {
        self.heard = heard
        self.permissionChanged = permissionChanged
        super.init()
        receiver.delegate = self
        receiver.activityType = .otherNavigation
        // A receiver that the system pauses by itself does not begin again in a pocket.
        receiver.pausesLocationUpdatesAutomatically = false
        // Nothing by distance: an officer who stands still is to have a fresh position, too.
        receiver.distanceFilter = kCLDistanceFilterNone
    }

    /// Whether and when the officer lets the app know where the phone is.
    public var permission: LocationPermission { locationPermission(receiver.authorizationStatus) }

    /// Whether the officer lets it know as well as the receiver does, and not within some kilometres only.
    public var isPrecise: Bool { receiver.accuracyAuthorization == .fullAccuracy }

    /// Asks the officer: first while the app is looked at, then always; whether there is anything to ask. The system asks for each once
    /// in the app's life.
    @discardableResult
    public func ask() -> Bool {
        switch receiver.authorizationStatus {
        case .notDetermined: receiver.requestWhenInUseAuthorization()
        case .authorizedWhenInUse: receiver.requestAlwaysAuthorization()
        default: return false
        }
        return true
    }

    /// Measures from now on as `cadence` says; not at all if it is none.
    public func follow(_ cadence: Cadence?) {
        guard cadence != self.cadence else { return }
        self.cadence = cadence
        guard let cadence else { return stop() }
        receiver.desiredAccuracy = cadence.fine ? kCLLocationAccuracyBest : kCLLocationAccuracyHundredMeters
        begin()
    }

    private func begin() {
        guard permission != .denied else { return }
        // The officer sees in the status bar that it goes on; so the app may run on with "while in use", too.
        receiver.showsBackgroundLocationIndicator = true
        receiver.allowsBackgroundLocationUpdates = true
        if staying == nil {
            staying = CLBackgroundActivitySession()
            activities.begin()
        }
        receiver.startUpdatingLocation()
        minding?.cancel()
        minding = Task { [weak self] in
            while !Task.isCancelled, let every = self?.cadence?.everyMs {
                try? await Task.sleep(for: .milliseconds(Self.silent * Int(every)))
                if !Task.isCancelled { self?.beginAnewIfSilent() }
            }
        }
    }

    /// A receiver that measures by networks says nothing while the phone lies still: begun anew, it measures once.
    private func beginAnewIfSilent() {
        guard let cadence, let passedOn else { return }
        guard -passedOn.timeIntervalSinceNow * 1000 > Double(Self.silent) * Double(cadence.everyMs) else { return }
        receiver.stopUpdatingLocation()
        receiver.startUpdatingLocation()
    }

    private func stop() {
        minding?.cancel()
        minding = nil
        receiver.stopUpdatingLocation()
        receiver.allowsBackgroundLocationUpdates = false
        staying?.invalidate()
        staying = nil
        activities.end()
        passedOn = nil
    }

    private func measured(_ location: CLLocation) {
        guard let cadence, location.horizontalAccuracy >= 0 else { return }
        let least = Double(cadence.everyMs) / 1000 * Self.early
        if let passedOn, location.timestamp.timeIntervalSince(passedOn) < least { return }
        passedOn = location.timestamp
        heard(position(of: location, batteryPct: batteryPct(), activity: activities.now))
    }

    /// The receiver's seconds are not quite the core's: one that comes this near to its time is not left out.
    private static let early = 0.9
    /// So many times of the core's without a position are too many.
    private static let silent = 3
}

extension Positions: CLLocationManagerDelegate {
    // The system calls on the thread that made the receiver, which is the main one.

    public nonisolated func locationManager(_: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
        MainActor.assumeIsolated { locations.forEach(measured) }
    }

    public nonisolated func locationManager(_: CLLocationManager, didFailWithError error: Error) {
        // It goes on by itself once it can; without permission, the officer is told by the permission.
        log.info("no position: \(error.localizedDescription, privacy: .public)")
    }

    public nonisolated func locationManagerDidChangeAuthorization(_: CLLocationManager) {
        MainActor.assumeIsolated {
            if cadence != nil { begin() }
            permissionChanged()
        }
    }
}

/// A position as the core takes it, with the battery's charge in percent and what the officer is doing, if they are known.
public func position(of location: CLLocation, batteryPct: UInt8?, activity: Activity? = nil) -> Position {
    Position(
        lat: location.coordinate.latitude,
        lon: location.coordinate.longitude,
        accuracyM: location.horizontalAccuracy,
        speedMps: location.speedAccuracy >= 0 && location.speed >= 0 ? location.speed : nil,
        headingDeg: location.courseAccuracy >= 0 && location.course >= 0 ? location.course : nil,
        altitudeM: location.verticalAccuracy > 0 ? location.ellipsoidalAltitude : nil,
        mock: location.sourceInformation?.isSimulatedBySoftware ?? false,
        batteryPct: batteryPct,
        activity: activity,
        ageMs: Int64(-location.timestamp.timeIntervalSinceNow * 1000))
}

/// The battery's charge in percent, if the system tells it.
@MainActor
public func batteryPct() -> UInt8? {
    UIDevice.current.isBatteryMonitoringEnabled = true
    let level = UIDevice.current.batteryLevel
    return level >= 0 ? UInt8((level * 100).rounded()) : nil
}
