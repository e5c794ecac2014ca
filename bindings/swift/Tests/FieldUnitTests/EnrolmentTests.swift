// A phone that comes in by a QR code and signs in by its own key, on a real hall.

import Foundation
import XCTest

@testable import FieldUnit

final class EnrolmentTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    private var district: District!
    private var officer: Officer!
    private var key: SoftwareKey!

    override func setUp() async throws {
        district = try District()
        officer = try await district.officer()
        key = try SoftwareKey()
    }

    func testAnEnrolledPhoneTracksAndIsShownTheWayUntilItIsPutOut() async throws {
        let brought = try await enrol(qrText: try await district.qr(for: officer), phoneName: "phone", key: key)
        XCTAssertEqual([brought.name, brought.hall], [officer.settings.name, district.url])
        let news = PhoneNews()
        let phone = try await FieldPhone.start(settings: settings(brought), listener: news)
        let told = Told()
        let listening = Task { for await notice in news.notices { await told.hear(notice) } }
        _ = try await eventually("a phone online") { phone.snapshot().unit }
        try await phone.goOnDuty()
        // A kilometre and a half north of the scene, on the road from Schaan.
        try phone.fix(measured: Measurement(lat: 47.1535, lon: 9.5152, accuracyM: 6))
        _ = try await eventually("a position") { try await self.district.position(of: self.officer) }
        let order = try await district.sendOrder(to: officer)
        _ = try await eventually("the order") { phone.orders().first { $0.id == order } }

        let way = try await phone.way(order: order)
        XCTAssertEqual(way.order, order)
        XCTAssertFalse(way.kept)
        XCTAssertNil(way.noWay)
        XCTAssertGreaterThan(way.line.count, 5)
        XCTAssertEqual(try XCTUnwrap(way.line.last).lat, scene.lat, accuracy: 0.002)
        XCTAssertTrue((1_300...4_000).contains(try XCTUnwrap(way.metres)))
        XCTAssertTrue((60...900).contains(try XCTUnwrap(way.etaS)))
        XCTAssertFalse(way.streets.isEmpty)

        let renewed = await phone.renewSession()
        XCTAssertTrue(renewed, "a session that stands is renewed")
        try await district.putOut(brought.phone)
        _ = try await eventually("a phone that is out") { phone.snapshot().online ? nil : true }
        _ = try await eventually("word that the phone was put out") { await told.notices.contains(.phoneRevoked) ? true : nil }
        listening.cancel()
        await phone.shutdown()
    }

    func testACodeIsGoodForOneKeyAlone() async throws {
        let qr = try await district.qr(for: officer)
        let first = try await enrol(qrText: qr, phoneName: "phone", key: key)
        let again = try await enrol(qrText: qr, phoneName: "phone", key: key)
        XCTAssertEqual(again, first, "an answer may be lost")
        try await assertNotEnrolled(qr, by: try SoftwareKey(), "code_used")
        try await assertNotEnrolled("https://pay.example/123", by: key, "not_ours")
        try await assertNotEnrolled(String(qr.dropLast()), by: key, "damaged")
    }

    private func settings(_ brought: Enrolment) -> PhoneSettings {
        PhoneSettings(
            hall: brought.hall, name: brought.name, password: "", store: officer.settings.store, app: "swift tests",
            enrolled: Enrolled(phone: brought.phone, pins: brought.pins, key: key))
    }

    private func assertNotEnrolled(_ qr: String, by key: SoftwareKey, _ expected: String) async throws {
        do {
            _ = try await enrol(qrText: qr, phoneName: "phone", key: key)
            XCTFail("it was enrolled, where \(expected) should have kept it")
        } catch PhoneFault.NotEnrolled(let reason, _, let english, let chinese) {
            XCTAssertEqual(reason, expected)
            XCTAssertFalse(english.isEmpty || chinese.isEmpty)
        }
    }
}

/// What a phone told.
private actor Told {
    private(set) var notices: [Notice] = []

    func hear(_ notice: Notice) { notices.append(notice) }
}
