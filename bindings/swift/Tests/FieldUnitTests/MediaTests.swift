// What an app's encoders go by, without a hall.

import Foundation
import XCTest

@testable import FieldUnit

final class MediaTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    func testALayerRestsWhileNobodyNeedsItAndBeginsAnewWithAKeyFrame() {
        var plan = LayerPlan(layers: 2)
        XCTAssertEqual(plan.obey(.bitrate(layer: 1, bitsPerSecond: 900)), [.rate(layer: 1, bitsPerSecond: 900)])
        XCTAssertEqual(plan.obey(.bitrate(layer: 1, bitsPerSecond: 0)), [.rest(layer: 1)])
        XCTAssertFalse(plan.isOn(1))
        XCTAssertTrue(plan.isOn(0))
        XCTAssertEqual(plan.obey(.encode(needed: false)), [.rest(layer: 0)])
        XCTAssertEqual(plan.obey(.bitrate(layer: 1, bitsPerSecond: 800)), [.rate(layer: 1, bitsPerSecond: 800)])
        XCTAssertEqual(
            plan.obey(.encode(needed: true)),
            [.goOn(layer: 0), .keyFrame(layer: 0), .goOn(layer: 1), .keyFrame(layer: 1)])
    }

    func testWhatIsNoneOfTheEncodersChangesNothing() {
        var plan = LayerPlan(layers: 1)
        for wish: EncoderWish in [
            .bitrate(layer: 1, bitsPerSecond: 5), .keyFrame(layer: 7), .stillsOnly(on: true), .state(.closed), .refused(status: 503),
            .encodeIn(.h265),
        ] {
            XCTAssertEqual(plan.obey(wish), [])
        }
        XCTAssertTrue(plan.isOn(0))
        XCTAssertFalse(plan.isOn(1))
        XCTAssertEqual(plan.obey(.missed(count: 3)), [.keyFrame(layer: 0)])
    }

    func testEncodersMadeAnewGoOnAsThoseBefore() {
        var plan = LayerPlan(layers: 3)
        XCTAssertEqual(plan.afresh(), [])
        _ = plan.obey(.bitrate(layer: 0, bitsPerSecond: 100))
        _ = plan.obey(.bitrate(layer: 2, bitsPerSecond: 0))
        XCTAssertEqual(plan.afresh(), [.rate(layer: 0, bitsPerSecond: 100), .rest(layer: 2)])
    }

    func testSoundIsTimedEvenlyUntilSomeIsMissing() {
        var clock = SoundClock(rate: 48_000)
        XCTAssertEqual(clock.began(samples: 960, endedAtUs: 1_020_000), 1_000_000)
        // Read late, early, late: it is 20 ms all the same.
        XCTAssertEqual(clock.began(samples: 960, endedAtUs: 1_055_000), 1_020_000)
        XCTAssertEqual(clock.began(samples: 960, endedAtUs: 1_052_000), 1_040_000)
        // A call took the microphone for a second.
        XCTAssertEqual(clock.began(samples: 960, endedAtUs: 2_080_000), 2_060_000)
        XCTAssertEqual(clock.began(samples: 960, endedAtUs: 2_105_000), 2_080_000)
    }

    func testLoudnessIsToldInDecibelsBelowTheLoudest() {
        XCTAssertEqual(soundLevel(of: [Float](repeating: 1, count: 960)), 0)
        XCTAssertEqual(soundLevel(of: [Float](repeating: -0.1, count: 960)), 20)
        XCTAssertEqual(soundLevel(of: [Float](repeating: 1e-9, count: 960)), 127)
        XCTAssertEqual(soundLevel(of: [Float](repeating: 0, count: 960)), 127)
        XCTAssertEqual(soundLevel(of: [Float]()), 127)
        XCTAssertEqual(soundLevel(of: [Float.nan, 1]), 127)
    }

    func testAPacketOfOpusSaysHowLongItIs() {
        // By the tables of RFC 6716: configuration, then how many frames.
        for (first, samples) in [(0x78, 960), (0xf8, 960), (0xe0, 120), (0x18, 2880), (0x08, 960), (0x60, 480), (0xf9, 1920), (0xfa, 1920)]
        {
            XCTAssertEqual(opusSamples(of: [UInt8(first), 0, 0]), samples, "\(first)")
        }
        XCTAssertEqual(opusSamples(of: [0xfb, 0x83]), 2880)
        XCTAssertEqual(opusSamples(of: Data([9, 0xf8, 1]).dropFirst()), 960)
        for none: [UInt8] in [[], [0xfb], [0xfb, 0x40], [0x1b, 3]] { XCTAssertNil(opusSamples(of: none), "\(none)") }
    }
}
