// What an officer reads of the line to talk, without a hall.

import XCTest

@testable import FieldUnit

final class TalkWordsTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    private let order = anOrder(id: "order 1", state: .underWay, place: "Town hall")
    private let (hall, team) = (TalkGroup.unit(unit: ownUnit), TalkGroup.team(order: "order 1"))

    func testWhoTalksIsSaid() {
        let cases: [(TalkState, String, String, TalkTone)] = [
            (granted(hall), "The hall · seats that hear you: 2", "指挥大厅 · 2 个席位在听", .live),
            (
                granted(team), "Team: Town hall · heard by units: 3 of 4, seats: 2", "小组：Town hall · 3/4 名单兵、2 个席位在听", .live
            ),
            (granted(.team(order: "another")), "My team · heard by units: 3 of 4, seats: 2", "指令小组 · 3/4 名单兵、2 个席位在听", .live),
            (aLine(own: .queued(group: team, place: 2)), "Team: Town hall · number 2 in the queue", "小组：Town hall · 排队第 2 位", .waiting),
            (aLine(heard: [voice("Li Na", team)]), "Li Na talks to Team: Town hall", "Li Na 讲话中 → 小组：Town hall", .live),
            (aLine(heard: [voice("Seat 1", hall)]), "Seat 1 talks with you", "Seat 1 与您通话", .live),
            (aLine(heard: [voice("Seat 1", nil)]), "Seat 1 talks with you", "Seat 1 与您通话", .live),
            (
                aLine(heard: [voice("Seat 1", .all), voice("Li Na", .town(town: "town 1"))]),
                "Seat 1 talks to All units, Li Na talks to My town", "Seat 1 讲话中 → 全体单兵、Li Na 讲话中 → 本街镇", .live
            ),
            (
                aLine(own: .ended(why: .preempted, by: "Leader Li")), "Taken by somebody who comes first (Leader Li)",
                "话权被上级取走（Leader Li）", .soon
            ),
            (aLine(own: .ended(why: .nobodyThere, by: nil)), "Nobody there has talk open", "对方没有打开对讲", .soon),
            (aLine(own: .ended(why: .released, by: nil)), "Nobody talks", "无人讲话", .off),
            (aLine(own: .unknown), "Nobody talks", "无人讲话", .off),
            (aLine(), "Nobody talks", "无人讲话", .off),
            (aLine(own: nil), "Off the net: nobody hears you", "断网：无法对讲", .late),
            (aLine(sounds: false), "Connecting…", "正在接通…", .waiting),
        ]
        for (state, english, chinese, tone) in cases {
            XCTAssertEqual(talkSaid(of: state, order: order, hears: true, in: .english), TalkSaid(words: english, tone: tone))
            XCTAssertEqual(talkSaid(of: state, order: order, hears: true, in: .chinese), TalkSaid(words: chinese, tone: tone))
        }
    }

    func testACallSaysWhetherTheCallerHears() {
        let call = OwnTalk.inCall(name: "Leader Li")
        let cases: [(Bool, Bool, String, TalkTone)] = [
            (false, true, "Leader Li calls: answer to be heard", .soon),
            (true, true, "In a call with Leader Li, who hears you", .live),
            (false, false, "Leader Li calls: no microphone, listening only", .soon),
        ]
        for (out, hears, words, tone) in cases {
            XCTAssertEqual(talkSaid(of: aLine(out: out, own: call), order: nil, hears: hears, in: .english), TalkSaid(words: words, tone: tone))
        }
    }

    func testWithoutAMicrophoneTheLineIsListenedTo() {
        XCTAssertEqual(talkSaid(of: aLine(), order: nil, hears: false, in: .english).words, "No microphone: listening only")
        XCTAssertEqual(talkSaid(of: aLine(heard: [voice("Seat 1", hall)]), order: nil, hears: false, in: .english).words, "Seat 1 talks with you")
    }

    func testEveryEndHasWordsOfItsOwnInBothLanguages() {
        let ends: [TalkEnd] = [
            .released, .preempted, .silent, .tooLong, .waitedTooLong, .queueFull, .inCall, .lost, .noSound, .notAllowed, .nobodyThere, .unknown,
        ]
        for language in Language.allCases {
            XCTAssertEqual(Set(ends.map { words(for: $0, in: language) }).count, ends.count)
            XCTAssertEqual(Set(TalkWhom.allCases.map { words(for: $0, in: language) }).count, 3)
        }
        for end in ends {
            let (chinese, english) = (words(for: end, in: .chinese), words(for: end, in: .english))
            XCTAssertTrue(chinese.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }, chinese)
            XCTAssertTrue(english.unicodeScalars.allSatisfy { $0.isASCII }, english)
        }
    }

    private func granted(_ group: TalkGroup) -> TalkState {
        aLine(out: true, own: .granted(group: group, sinceMs: 0, heardBy: 3, units: 4, seats: 2))
    }

    private func voice(_ name: String, _ group: TalkGroup?) -> Voice { Voice(name: name, role: "officer", group: group, speaking: true) }
}
