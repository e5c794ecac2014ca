// What becomes of the phone when the officer looks away from the app.
//
// An app that measures positions runs on. Any other is suspended by the system within seconds, and ended for it if it holds a lock on a
// file by then: the core is put to sleep before.

import FieldUnit
import UIKit

/// Puts a phone to sleep when nobody looks at the app, and wakes it.
@MainActor
public final class BackgroundStay {
    private let phone: FieldPhone
    private var sleeps = false
    // A wake that overtook the sleep before it would be undone by it.
    private let turns = InTurn()

    public init(phone: FieldPhone) {
        self.phone = phone
    }

    /// Nobody looks at the app any more.
    ///
    /// - Parameters:
    ///   - keepsRunning: Whether the system lets it run on all the same.
    ///   - before: Ends what may not go on asleep, such as the live picture.
    public func lookedAway(keepsRunning: Bool, before: @escaping @MainActor () async -> Void) {
        guard !keepsRunning, !sleeps else { return }
        sleeps = true
        let lease = Lease()
        follow { phone in
            await before()
            await orLog("the phone did not go to sleep") { try await phone.suspend() }
            lease.end()
        }
    }

    /// The officer looks at it again, or a push woke it.
    public func lookedAt() {
        guard sleeps else { return }
        sleeps = false
        follow { phone in await orLog("the phone did not wake") { try await phone.resume() } }
    }

    private func follow(_ work: @escaping @MainActor (FieldPhone) async -> Void) {
        turns.add { [phone] in await work(phone) }
    }
}

/// Time that the system gives an app to end what it does.
@MainActor
public final class Lease {
    private var id = UIBackgroundTaskIdentifier.invalid

    public init() {
        id = UIApplication.shared.beginBackgroundTask { [weak self] in
            // The system ends an app that holds on beyond its time.
            MainActor.assumeIsolated { self?.end() }
        }
    }

    /// Gives it back. A second time does nothing.
    public func end() {
        guard id != .invalid else { return }
        UIApplication.shared.endBackgroundTask(id)
        id = .invalid
    }
}
