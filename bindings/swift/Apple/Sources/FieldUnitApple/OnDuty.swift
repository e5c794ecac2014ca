// Hands positions, network changes and permissions to the core while the officer is on duty.
//
// On Apple's systems the measuring itself is what keeps the app running: there is no service as on Android.

import FieldUnit
import Foundation

/// Ties a phone to the receiver and the networks, for as long as it is held.
@MainActor
public final class OnDuty {
    private let phone: FieldPhone
    private let measured: @MainActor (Position) -> Void
    private let permitted: @MainActor (Permissions) -> Void
    private let changed: @MainActor () -> Void
    private let networks: Networks
    private lazy var receiver = Receiver { [weak self] in self?.follow($0) }
    private lazy var positions = Positions(
        heard: { [weak self] in self?.hand($0) }, permissionChanged: { [weak self] in self?.tellPermissions() })

    /// - Parameters:
    ///   - measured: Hears what was measured, beside the core.
    ///   - permitted: Hears what the app may do, beside the core.
    ///   - changed: Is called when it measures in another way than before, or no more.
    public init(
        phone: FieldPhone, measured: @escaping @MainActor (Position) -> Void, permitted: @escaping @MainActor (Permissions) -> Void,
        changed: @escaping @MainActor () -> Void = {}
    ) {
        self.phone = phone
        self.measured = measured
        self.permitted = permitted
        self.changed = changed
        networks = Networks { [phone] in
            Task {
                await orLog("the network's proxy was not told") { try await phone.proxyChanged(proxy: networkProxy()) }
                await orLog("the network's change was not told") { try await phone.networkChanged() }
            }
        }
        locate(with: receiver)
        tellPermissions()
    }

    /// Whether the system lets the app run on while nobody looks at it: it measures, and so it is not suspended.
    public var keepsRunning: Bool { isMeasuring && positions.permission != .denied }

    /// Whether the officer lets it know where the phone is as well as the receiver does, and not within some kilometres only.
    public var isPrecise: Bool { positions.isPrecise }

    private var isMeasuring = false

    /// Measures no more, whatever the core said last.
    public func end() {
        locate(with: nil)
        receiver.isOver = true
        measure(nil)
    }

    private func follow(_ cadence: Cadence?) {
        measure(cadence)
        changed()
    }

    private func measure(_ cadence: Cadence?) {
        isMeasuring = cadence != nil
        positions.follow(cadence)
    }

    private func locate(with receiver: Receiver?) {
        do {
            try phone.locateWith(receiver: receiver)
        } catch {
            log.info("nothing says how to measure: \(error.localizedDescription, privacy: .public)")
        }
    }

    /// Asks the officer for positions; whether there is anything to ask.
    @discardableResult
    public func askForPositions() -> Bool { positions.ask() }

    /// Tells the core what the app may do: at the start, and whenever the officer comes back from the settings.
    public func tellPermissions() {
        let location = positions.permission
        Task {
            let now = await allowed(location: location)
            permitted(now)
            await orLog("the permissions were not told") { try await phone.permissionsChanged(permissions: now) }
        }
    }

    private func hand(_ position: Position) {
        measured(position)
        do {
            try phone.fix(measured: position)
        } catch {
            // The receiver's next one may be a place again.
            log.info("a position went by: \(error.localizedDescription, privacy: .public)")
        }
    }
}

/// Hands what the core says of measuring to the main actor, in its order.
private final class Receiver: LocationControl, @unchecked Sendable {
    /// Belongs to the main actor.
    @MainActor var isOver = false
    private let follow: @MainActor (Cadence?) -> Void

    init(follow: @escaping @MainActor (Cadence?) -> Void) {
        self.follow = follow
    }

    func measure(cadence: Cadence?) throws {
        DispatchQueue.main.async {
            MainActor.assumeIsolated { if !self.isOver { self.follow(cadence) } }
        }
    }
}

/// Does what may fail because the phone was shut down meanwhile, of which nobody need be told.
func orLog(_ what: String, _ work: () async throws -> Void) async {
    do {
        try await work()
    } catch {
        log.info("\(what, privacy: .public): \(error.localizedDescription, privacy: .public)")
    }
}
