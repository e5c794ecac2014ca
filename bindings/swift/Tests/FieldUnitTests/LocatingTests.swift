// What measures positions does it as the core says.

import Foundation
import XCTest

@testable import FieldUnit

final class LocatingTests: PhoneCase {
    override class func setUp() { Counts.begin() }

    func testAReceiverIsToldHowToMeasureAndWhenToStop() async throws {
        let (officer, phone, news) = try await ready()
        let receiver = Told()
        try phone.locateWith(receiver: receiver)
        _ = try await eventually("the first word") { receiver.last??.fine }
        for _ in 0..<2 { try phone.fix(measured: Measurement(lat: scene.lat, lon: scene.lon, accuracyM: 6, speedMps: 0.2)) }
        _ = try await eventually("rest") { receiver.last??.everyMs == 15_000 ? true : nil }
        let order = try await district.sendOrder(to: officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        try await phone.accept(order: order)
        let haste = Cadence(everyMs: 1_000, fine: true)
        _ = try await eventually("haste") { receiver.last == haste ? true : nil }

        let next = Told()
        try phone.locateWith(receiver: next)
        _ = try await eventually("its end") { receiver.last == .some(nil) ? true : nil }
        _ = try await eventually("the next one's turn") { next.last == haste ? true : nil }
        try phone.locateWith(receiver: nil)
        _ = try await eventually("the end") { next.last == .some(nil) ? true : nil }
        await phone.shutdown()
        try assertFault("stopped") { try phone.locateWith(receiver: receiver) }
    }
}

/// A receiver that remembers what it was told last.
private final class Told: LocationControl, @unchecked Sendable {
    private let lock = NSLock()
    private var told: [Cadence?] = []

    /// Nothing before it was told anything.
    var last: Cadence?? { lock.withLock { told.last } }

    func measure(cadence: Cadence?) throws {
        lock.withLock { told.append(cadence) }
    }
}
