// The line to talk as an officer is shown it, without a hall.

import XCTest

@testable import FieldUnit

final class TalkLookTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    private let order = anOrder(id: "order 1", state: .underWay, place: "Town hall")
    private let (hall, team, town) = (TalkGroup.unit(unit: ownUnit), TalkGroup.team(order: "order 1"), TalkGroup.town(town: "town 1"))

    func testItIsOutOfTheWayOffDutyOffTheNetAndOfWhatRings() {
        let shut = aLine(isOpen: false, sounds: false)
        let rings = anOrder(id: "order 1", state: .delivered)
        let cases: [(Snapshot, Order?, Bool, String)] = [
            (known(shut), nil, true, "a key that opens it"),
            (known(shut), order, true, "beside an order"),
            (known(shut), rings, false, "what rings is answered first"),
            (known(aLine()), rings, true, "whoever talks goes on"),
            (known(shut, online: false), nil, false, "off the net it cannot be opened"),
            (known(aLine(own: nil), online: false), nil, true, "one that is open says that the net is away"),
            (known(shut, onDuty: false), nil, false, "off duty"),
            (known(aLine(), onDuty: false), nil, false, "off duty, before it is closed"),
        ]
        for (known, order, isThere, what) in cases {
            XCTAssertEqual(look(known, order: order).isThere, isThere, what)
        }
    }

    func testAPressTalksToWhomTheOfficerChose() {
        let all = look(known(aLine()), order: order)
        XCTAssertEqual(all.choices, [.hall, .team, .town])
        XCTAssertEqual([all.whom], [.hall])
        XCTAssertEqual(all.group, hall)
        for (wished, group) in [(TalkWhom.hall, hall), (.team, team), (.town, town)] {
            XCTAssertEqual(look(known(aLine()), order: order, wished: wished).group, group)
        }
        // Without an order, or before a yes to it, there is no team; without a town no town.
        XCTAssertEqual(look(known(aLine()), wished: .team).group, hall)
        XCTAssertEqual(look(known(aLine()), order: anOrder(id: "order 1"), wished: .team).group, hall)
        XCTAssertEqual(look(known(aLine(), town: ""), order: order).choices, [.hall, .team])
    }

    func testWhoeverTalksOrWaitsIsShownWithWhomAndChoosesNobodyElse() {
        let granted = look(known(aLine(out: true, own: .granted(group: town, sinceMs: 0, heardBy: 1, units: 2, seats: 1))), order: order)
        XCTAssertEqual(granted.whom, .town)
        XCTAssertTrue(granted.isOn && granted.hasFloor && !granted.canChoose)
        let queued = look(known(aLine(own: .queued(group: team, place: 2))), order: order)
        XCTAssertEqual(queued.whom, .team)
        XCTAssertTrue(queued.isOn && !queued.hasFloor && !queued.canChoose)
        // From the press on the microphone is let out; the officer is to see it before the hall said yes.
        let pressed = look(known(aLine(out: true)), order: order)
        XCTAssertTrue(pressed.isOn && !pressed.hasFloor && pressed.canChoose)
        XCTAssertFalse(look(known(aLine()), order: order).isOn)
    }

    func testNobodyPressesWithoutSoundOrMicrophone() {
        XCTAssertTrue(look(known(aLine())).canTalk)
        XCTAssertFalse(look(known(aLine(sounds: false))).canTalk)
        XCTAssertFalse(look(known(aLine()), hears: false).canTalk)
    }

    func testACallIsAnsweredByWhoeverHasAMicrophone() {
        let call = aLine(own: .inCall(name: "Leader Li"))
        let rings = look(known(call))
        XCTAssertTrue(rings.isInCall && rings.canAnswer && !rings.isAnswered)
        XCTAssertTrue(look(known(aLine(out: true, own: .inCall(name: "Leader Li")))).isAnswered)
        XCTAssertFalse(look(known(call), hears: false).canAnswer)
        XCTAssertFalse(look(known(aLine())).isInCall)
    }

    private func look(_ known: Snapshot, order: Order? = nil, hears: Bool = true, wished: TalkWhom = .hall) -> TalkLook {
        TalkLook(known, order: order, hears: hears, wished: wished)
    }
}
