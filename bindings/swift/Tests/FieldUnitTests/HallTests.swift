// An officer's phone against a real hall.

import Foundation
import XCTest

@testable import FieldUnit

final class HallTests: PhoneCase {
    override class func setUp() { Counts.begin() }

    func testSigningInSaysWhichUnitThisIs() async throws {
        let officer = try await district.officer()
        let (phone, news) = try await start(officer.settings)
        let known = try await until(news) { $0.online && $0.unit != nil }
        XCTAssertEqual(known.unit?.id, officer.unit)
        let told = phone.hallTime()
        let here = Int64(Date().timeIntervalSince1970 * 1000)
        XCTAssertLessThan(abs(told.atMs - here), Int64(told.errorMs) + 1000)
    }

    func testAWrongPasswordIsTold() async throws {
        let officer = try await district.officer()
        let given = officer.settings
        let wrong = PhoneSettings(
            hall: given.hall, name: given.name, password: "a wrong one", store: given.store, app: given.app)
        let (phone, news) = try await start(wrong)
        try await notice(news) { $0 == .signInRefused }
        XCTAssertFalse(phone.snapshot().online)
    }

    func testAHallThatIsAwayCostsNothingButTheWait() async throws {
        let given = try await district.officer().settings
        let away = PhoneSettings(
            hall: "http://127.0.0.1:9", name: given.name, password: given.password, store: given.store, app: given.app)
        let (first, _) = try await start(away)
        try await first.goOnDuty()
        try first.fix(measured: Measurement(lat: scene.lat, lon: scene.lon, accuracyM: 6))
        _ = try await eventually("two things that wait") { first.snapshot().waiting == 2 ? true : nil }
        await first.shutdown()
        // The app comes back, and so does what waits.
        let (second, _) = try await start(away)
        XCTAssertTrue(second.snapshot().onDuty)
        XCTAssertEqual(second.snapshot().waiting, 2)
    }

    func testAnOrderIsCarriedOutAndReportedWithAPhoto() async throws {
        let (officer, phone, news) = try await ready()
        let order = try await district.sendOrder(to: officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        let shown = try XCTUnwrap(phone.orders().first)
        XCTAssertEqual(shown.place.name, "市政厅")
        let left = try XCTUnwrap(countdown(of: shown, at: phone.hallTime().atMs))
        XCTAssertTrue(left.hasPrefix("14:") || left == "15:00", left)
        try await phone.accept(order: order)
        try await phone.setOff(order: order)
        try await phone.arrived(order: order)
        let photo = Data([0xff, 0xd8, 0xff, 0xdb]) + Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        try await phone.report(order: order, text: "nobody hurt 无人受伤", photo: photo)
        let report = try await eventually("a report") {
            (try await self.district.order(order)["reports"] as? [[String: Any]])?.first
        }
        XCTAssertEqual(report["text"] as? String, "nobody hurt 无人受伤")
        let name = try XCTUnwrap(report["photo"] as? String)
        let kept = try await eventually("the photo") { try await self.district.photo(name) }
        XCTAssertEqual(kept, photo)
        let known = try await until(news) { $0.waiting == 0 && !($0.orders.first?.reports.isEmpty ?? true) }
        XCTAssertEqual(known.orders.first?.assignment.state, .underWay)
        XCTAssertEqual(known.orders.first?.provisional, false)
    }

    func testHallAndOfficerWriteEachOtherAndSeeThatItWasRead() async throws {
        let (officer, phone, news) = try await ready()
        let order = try await district.sendOrder(to: officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        try await district.write(order, "back door, code 4711 后门")
        let known = try await until(news) { $0.orders.first?.unread == 1 }
        let message = try XCTUnwrap(known.orders.first?.messages.first)
        XCTAssertEqual(message.text, "back door, code 4711 后门")
        XCTAssertNil(message.fromUnit)

        try await phone.readMessages(order: order, messages: [message.id])
        try await phone.writeMessage(order: order, text: "  门锁着 locked\n")
        let told = try await eventually("an answer") {
            let messages = try await self.district.messages(of: order)
            return messages.count == 2 ? messages : nil
        }
        let readers = (told[0]["read"] as? [[String: Any]])?.compactMap { ($0["by"] as? [String: Any])?["unit"] as? String }
        XCTAssertEqual(readers, [officer.unit])
        XCTAssertEqual(told[1]["text"] as? String, "门锁着 locked")
        XCTAssertEqual((told[1]["from"] as? [String: Any])?["unit"] as? String, officer.unit)

        let answer = try XCTUnwrap(told[1]["id"] as? String)
        try await district.read(order, answer)
        let seen = try await until(news) { !($0.orders.first?.messages.last?.read.isEmpty ?? true) }
        let own = try XCTUnwrap(seen.orders.first?.messages.last)
        XCTAssertEqual(own.id, answer)
        XCTAssertTrue(own.sent && !own.unread)
        XCTAssertNil(own.read.first?.unit)
        await assertFault("refused") { try await phone.writeMessage(order: order, text: " \n") }
        await assertFault("refused") { try await phone.writeMessage(order: order, text: String(repeating: "字", count: 1001)) }
    }

    func testANoIsTold() async throws {
        let (officer, phone, news) = try await ready()
        let order = try await district.sendOrder(to: officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        try await phone.decline(order: order, reason: .engaged)
        let because = try await eventually("a no") {
            (try await self.district.order(order)["assignments"] as? [[String: Any]])?.first?["declined_because"] as? String
        }
        XCTAssertEqual(because, "engaged")
        XCTAssertTrue(phone.orders().isEmpty)
    }

    func testAPictureMeetsTheOrdersVideoLeg() async throws {
        let (officer, phone, news) = try await ready()
        let order = try await district.sendOrder(to: officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        try await phone.accept(order: order)
        let encoders = EncoderWishes()
        let picture = try await phone.goLive(settings: LiveSettings(maxBitrateBps: 1_000_000), camera: encoders, speaker: nil)
        let shutter = Task {
            let clip = try Clip.accessUnits()
            for number in 0... {
                try picture.video(layer: 0, takenAtMs: Int64(number * 1000 / Clip.fps), accessUnit: clip[number % clip.count])
                try await Task.sleep(nanoseconds: 1_000_000_000 / UInt64(Clip.fps))
            }
        }
        let leg = try await eventually("a picture") {
            (try await self.district.order(order)["legs"] as? [String: Any])?["on_video"] as? [String: Any]
        }
        XCTAssertEqual(leg["unit"] as? String, officer.unit)
        var (connected, rate) = (false, UInt64(0))
        for await wish in encoders.wishes {
            switch wish {
            case .state(.connected): connected = true
            case .bitrate(0, let bitsPerSecond): rate = bitsPerSecond
            default: break
            }
            if connected && rate > 0 { break }
        }
        XCTAssertLessThanOrEqual(rate, 1_000_000)
        shutter.cancel()
        await picture.stop()
        try assertFault("stopped") { try picture.video(layer: 0, takenAtMs: 0, accessUnit: Data([0, 0, 0, 1, 0x65, 1])) }
        await assertFault("off_duty") {
            try await phone.goOffDuty()
            _ = try await phone.goLive(settings: LiveSettings(), camera: EncoderWishes(), speaker: nil)
        }
    }

    func testAFrameThatIsNotH264IsRefused() async throws {
        let (_, phone, _) = try await ready()
        let picture = try await phone.goLive(settings: LiveSettings(), camera: EncoderWishes(), speaker: nil)
        for strange in [Data(), Data([0, 0, 0, 4, 0x65, 1, 2, 3]), Data([0xff, 0xd8, 0xff])] {
            try assertFault("frame_not_h264") { try picture.video(layer: 0, takenAtMs: 0, accessUnit: strange) }
        }
        let made = try annexB(fromLengths: Data([0, 0, 0, 4, 0x65, 1, 2, 3]))
        try picture.video(layer: 0, takenAtMs: 0, accessUnit: made)
        await picture.stop()
    }

    func testWhatCannotBeIsAFaultWithACode() async throws {
        let (_, phone, _) = try await ready()
        await assertFault("not_an_id") { try await phone.accept(order: "7") }
        let nobodys = "01980000-0000-7000-8000-000000000000"
        await assertFault("refused") { try await phone.accept(order: nobodys) }
        await assertFault("photo_not_jpeg") { try await phone.report(order: nobodys, text: "", photo: Data([1])) }
        try assertFault("not_a_place") { try phone.fix(measured: Measurement(lat: 91, lon: 0, accuracyM: 5)) }
    }

    func testAPhoneThatWasShutDownDoesNothingMore() async throws {
        let (_, phone, _) = try await ready()
        await phone.shutdown()
        await assertFault("stopped") { try await phone.goOnDuty() }
        await phone.shutdown()
    }

    func testAFrameOf50KbIsHandedOverInTime() async throws {
        let (_, phone, _) = try await ready()
        let picture = try await phone.goLive(settings: LiveSettings(), camera: EncoderWishes(), speaker: nil)
        let frame = Data([0, 0, 0, 1, 0x41]) + Data((0..<50_000).map { _ in UInt8.random(in: 0...255) | 1 })
        var took: [Double] = []
        for number in 0..<2_000 {
            let began = DispatchTime.now().uptimeNanoseconds
            try picture.video(layer: 0, takenAtMs: Int64(number), accessUnit: frame)
            took.append(Double(DispatchTime.now().uptimeNanoseconds - began) / 1000)
        }
        await picture.stop()
        took.sort()
        print("a frame of 50 kB from Swift: median \(Int(took[1_000])) µs, p99 \(Int(took[1_980])) µs")
        XCTAssertLessThan(took[1_000], 500)
    }
}
