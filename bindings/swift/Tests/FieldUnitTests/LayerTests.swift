// The layer over the face, without a hall.

import Foundation
import XCTest

@testable import FieldUnit

final class LayerTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    func testLengthsBecomeStartCodes() throws {
        let sets = [Data([0x67, 0x42]), Data([0x68, 0xce])]
        let lengths = Data([0, 0, 0, 2, 0x06, 0x05, 0, 0, 0, 3, 0x65, 0x88, 0x84])
        let expected: [UInt8] = [
            0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x68, 0xce, 0, 0, 0, 1, 0x06, 0x05, 0, 0, 0, 1, 0x65, 0x88, 0x84,
        ]
        XCTAssertEqual(try annexB(fromLengths: lengths, parameterSets: sets), Data(expected))
        // A slice of something larger does not begin at index 0.
        let slice = (Data([9, 9]) + lengths).dropFirst(2)
        XCTAssertEqual(try annexB(fromLengths: slice, parameterSets: sets), Data(expected))
    }

    func testCutOffLengthsAreRefused() {
        for cut in [Data([0, 0, 0]), Data([0, 0, 0, 4, 0x65, 1]), Data([0, 0, 0, 1, 0x65, 7])] {
            XCTAssertThrowsError(try annexB(fromLengths: cut)) { XCTAssertEqual($0 as? LengthFault, .cutOff) }
        }
    }

    func testTheCountdownReadsLikeAClock() {
        let order = anOrder(dueAtMs: 900_000)
        XCTAssertEqual(countdown(of: order, at: 0), "15:00")
        XCTAssertEqual(countdown(of: order, at: 1), "15:00")
        XCTAssertEqual(countdown(of: order, at: 1_000), "14:59")
        XCTAssertEqual(countdown(of: order, at: 900_000), "0:00")
        XCTAssertEqual(countdown(of: order, at: 907_500), "-0:07")
        XCTAssertNil(countdown(of: anOrder(dueAtMs: nil), at: 0))
    }

    func testEveryFaultHasItsOwnCodeAndWordsInBothLanguages() {
        let faults: [PhoneFault] = [
            .Stopped, .Refused(reason: "r", detail: "d"), .OutboxFull, .NotStored(detail: ""), .PhotoNotJpeg, .PhotoTooBig,
            .AttachmentNotOfItsKind(detail: ""), .AttachmentNotPlayed(detail: ""), .AttachmentTooBig(detail: ""), .NoAttachment(detail: ""),
            .LiveAlready, .TalkOpenAlready, .UnitUnknown, .OffDuty, .FrameNotH264, .FrameNotH265, .NotAnId(text: ""), .NotAPlace(detail: ""), .NoWay(detail: ""), .NotAPushToken, .NotANumber, .HallAddress, .ProxyAddress,
            .NotEnrolled(reason: "", detail: "", english: "not enrolled", chinese: "未登记"), .Certificates, .Store(detail: ""), .System(detail: ""),
        ]
        XCTAssertEqual(Set(faults.map { faultCode(fault: $0) }).count, faults.count)
        for fault in faults {
            let (chinese, english) = (words(for: fault, in: .chinese), words(for: fault, in: .english))
            XCTAssertTrue(chinese.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }, chinese)
            XCTAssertTrue(english.unicodeScalars.allSatisfy { $0.isASCII }, english)
        }
    }

    func testWhatASlowFollowerHasNoRoomForGoesByAndThatIsTold() async throws {
        let camera = EncoderWishes()
        for rate in 0..<300 { try camera.setBitrate(layer: 0, bitsPerSecond: UInt64(rate)) }
        var follower = camera.wishes.makeAsyncIterator()
        for rate in 0..<256 {
            let wish = await follower.next()
            XCTAssertEqual(wish, .bitrate(layer: 0, bitsPerSecond: UInt64(rate)))
        }
        try camera.encode(needed: true)
        let rest = [await follower.next(), await follower.next()]
        XCTAssertEqual(rest, [.missed(count: 44), .encode(needed: true)])
        try camera.encodeIn(codec: .h265)
        let last = await follower.next()
        XCTAssertEqual(last, .encodeIn(.h265))
    }
}
