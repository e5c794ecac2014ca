// Tests with phones at a real hall, all of which are shut down afterwards.

import Foundation
import XCTest

@testable import FieldUnit

/// What such a test begins with.
class PhoneCase: XCTestCase {
    private(set) var district: District!
    private var phones: [FieldPhone] = []

    override func setUp() async throws { district = try District() }

    override func tearDown() async throws {
        for phone in phones { await phone.shutdown() }
        phones = []
    }

    /// Starts a phone, with what it tells.
    func start(_ settings: PhoneSettings) async throws -> (FieldPhone, PhoneNews) {
        let news = PhoneNews()
        let phone = try await FieldPhone.start(settings: settings, listener: news)
        phones.append(phone)
        return (phone, news)
    }

    /// An officer on duty, whose phone is on the net.
    func ready() async throws -> (Officer, FieldPhone, PhoneNews) {
        let officer = try await district.officer()
        let (phone, news) = try await start(officer.settings)
        _ = try await eventually("a phone online") { phone.snapshot().unit }
        try await phone.goOnDuty()
        _ = try await eventually("a unit on duty") { phone.snapshot().onDuty && phone.snapshot().waiting == 0 ? true : nil }
        return (officer, phone, news)
    }

    /// Waits until a phone knows what is wished.
    func until(_ news: PhoneNews, _ wished: @escaping @Sendable (Snapshot) -> Bool) async throws -> Snapshot {
        try await within {
            for await known in news.snapshots where wished(known) { return known }
            return nil
        }
    }

    /// Waits until a phone tells what is wished.
    func notice(_ news: PhoneNews, _ wished: @escaping @Sendable (Notice) -> Bool) async throws {
        _ = try await within {
            for await notice in news.notices where wished(notice) { return notice }
            return nil
        }
    }

    private func within<T: Sendable>(_ work: @escaping @Sendable () async -> T?) async throws -> T {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try await Task.sleep(nanoseconds: UInt64(soon * 1e9))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let done = first else { throw NotInTime(what: "news") }
            return done
        }
    }

    func assertFault(_ code: String, _ doing: () throws -> Void) throws {
        XCTAssertThrowsError(try doing()) { XCTAssertEqual(($0 as? PhoneFault).map { faultCode(fault: $0) }, code) }
    }

    func assertFault(_ code: String, _ doing: () async throws -> Void) async {
        do {
            try await doing()
            XCTFail("nothing failed, where \(code) should have")
        } catch { XCTAssertEqual((error as? PhoneFault).map { faultCode(fault: $0) }, code) }
    }
}
