// The hall asks for a camera, which its officer alone switches on; on a real hall.

import XCTest

@testable import FieldUnit

final class CameraRequestTests: PhoneCase {
    override class func setUp() { Counts.begin() }

    func testTheOfficerSeesWhoAsksAndDeclines() async throws {
        let (officer, phone, news) = try await ready()
        try await district.askForCamera(officer)
        let known = try await until(news) { $0.cameraAsked != nil }
        let asked = try XCTUnwrap(known.cameraAsked)
        XCTAssertEqual(asked.role, "dispatcher")
        try await notice(news) { $0 == .cameraAsked(name: asked.name, role: asked.role) }
        XCTAssertFalse(phone.snapshot().live, "nothing begins by itself")
        try await phone.declineCamera()
        XCTAssertNil(phone.snapshot().cameraAsked)
        let district = try XCTUnwrap(district)
        _ = try await eventually("the no in the hall") { try await district.cameraRequest(officer) == "declined" ? true : nil }
    }
}
