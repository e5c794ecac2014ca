// What the officer is doing, from the phone's motion processor.

import CoreMotion
import FieldUnit

/// Holds what the system last said of it; the officer is asked for leave when it begins.
@MainActor
public final class Activities {
    private let recogniser = CMMotionActivityManager()

    /// What the officer is doing, as far as the system is sure of it.
    public private(set) var now: Activity?

    /// Tells from now on, if the phone can.
    public func begin() {
        guard CMMotionActivityManager.isActivityAvailable() else { return }
        recogniser.startActivityUpdates(to: .main) { [weak self] told in
            guard let told else { return }
            MainActor.assumeIsolated { self?.now = activity(of: told) }
        }
    }

    /// Tells no more.
    public func end() {
        recogniser.stopActivityUpdates()
        now = nil
    }
}

/// An activity as the core takes it. A car at a light is both in a vehicle and stationary, so the vehicle is asked for first.
func activity(of told: CMMotionActivity) -> Activity? {
    guard told.confidence != .low else { return nil }
    if told.automotive { return .driving }
    if told.cycling { return .cycling }
    if told.running { return .running }
    if told.walking { return .walking }
    return told.stationary ? .still : nil
}
