// A key that is held, without the view that draws it.

import XCTest

@testable import FieldUnit

final class HeldKeyTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    func testAFingerHoldsItFromTouchToLift() {
        var key = HeldKey()
        XCTAssertEqual(key.touched(isEnabled: true), .press)
        XCTAssertTrue(key.isHeld)
        XCTAssertEqual(key.lifted(), .release)
        XCTAssertFalse(key.isHeld)
        XCTAssertNil(key.lifted(), "once is enough")
    }

    func testOneThatDoesNothingIsNotPressed() {
        var key = HeldKey()
        XCTAssertNil(key.touched(isEnabled: false))
        XCTAssertNil(key.lifted())
        XCTAssertNil(key.activated(isEnabled: false, isOn: false))
        XCTAssertNil(key.letGo())
    }

    func testWhateverTakesItAwayLetsGoOnceAndTheLiftAfterItDoesNothing() {
        var key = HeldKey()
        _ = key.touched(isEnabled: true)
        XCTAssertEqual(key.letGo(), .release)
        XCTAssertNil(key.letGo())
        XCTAssertNil(key.lifted(), "the finger lies on it still, and is lifted later")
    }

    func testAnActivationTurnsItOnAndAnotherOff() {
        var key = HeldKey()
        XCTAssertEqual(key.activated(isEnabled: true, isOn: false), .press)
        XCTAssertFalse(key.isHeld)
        XCTAssertNil(key.lifted(), "no finger holds it")
        XCTAssertEqual(key.activated(isEnabled: true, isOn: true), .release)
        XCTAssertNil(key.letGo())
    }

    func testWhatWasTurnedOnIsLetGoOfWithTheScreenToo() {
        var key = HeldKey()
        _ = key.activated(isEnabled: true, isOn: false)
        XCTAssertEqual(key.letGo(), .release)
        // What it was for ended by itself: the next activation turns it on again.
        _ = key.activated(isEnabled: true, isOn: false)
        XCTAssertEqual(key.activated(isEnabled: true, isOn: false), .press)
    }

    func testWhatIsOnCanBeTurnedOffEvenWhereItCouldNotBeTurnedOn() {
        var key = HeldKey()
        XCTAssertEqual(key.activated(isEnabled: false, isOn: true), .release)
        _ = key.touched(isEnabled: true)
        XCTAssertEqual(key.activated(isEnabled: true, isOn: false), .release)
        XCTAssertNil(key.lifted())
    }

    @MainActor
    func testTapsAreDoneInTheirOrderEachAfterTheOneBefore() async {
        let turns = InTurn()
        let log = Log()
        turns.add {
            await log.say("press begins")
            try? await Task.sleep(nanoseconds: 50_000_000)
            await log.say("press ends")
        }
        await turns.add { await log.say("release") }.value
        let said = await log.said
        XCTAssertEqual(said, ["press begins", "press ends", "release"])
    }
}

private actor Log {
    private(set) var said: [String] = []

    func say(_ words: String) { said.append(words) }
}
