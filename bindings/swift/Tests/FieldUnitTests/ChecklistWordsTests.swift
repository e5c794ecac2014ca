// What an officer reads of a checklist, without a hall.

import XCTest

@testable import FieldUnit

final class ChecklistWordsTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    func testItsHeadSaysHowMuchIsDone() {
        let list = [item(done: true), item(done: false), item(done: true)]
        XCTAssertEqual(checklistHead(of: list, in: .english), "At the scene: 2 of 3 done")
        XCTAssertEqual(checklistHead(of: list, in: .chinese), "现场清单：已完成 2/3")
    }

    func testAnItemIsReadInTheLanguageOfTheScreensIfItIsThere() {
        let both = ChecklistItem(id: "a", zh: "疏散", en: "Keep back", done: false, tick: nil)
        XCTAssertEqual(words(for: both, in: .chinese), "疏散")
        XCTAssertEqual(words(for: both, in: .english), "Keep back")
        let one = ChecklistItem(id: "a", zh: "疏散", en: " ", done: false, tick: nil)
        XCTAssertEqual(words(for: one, in: .english), "疏散")
    }

    func testWhoTickedItAndWhenIsSaid() {
        let at = hourMinute(tickedAtMs)
        XCTAssertTrue(at.count == 5 && at.contains(":"), at)
        let cases: [(ChecklistItem, String?, String?)] = [
            (item(done: false), nil, nil),
            (item(done: true, by: ownUnit, "Unit 1"), "done: Me, \(at)", "我 \(at) 完成"),
            (item(done: true, by: "another", "Unit 2"), "done: Unit 2, \(at)", "Unit 2 \(at) 完成"),
            (item(done: false, by: "another", "Unit 2"), "taken back: Unit 2, \(at)", "Unit 2 \(at) 取消"),
            (item(done: true, by: "another", ""), "done: Another unit, \(at)", "同组单兵 \(at) 完成"),
            // What is not in the hall yet is the officer's own, whatever the unit is called.
            (item(done: true, by: "", "", sent: false), "done: Me, \(at), not sent yet", "我 \(at) 完成，待送达"),
            (item(done: false, by: ownUnit, "", sent: false), "taken back: Me, \(at), not sent yet", "我 \(at) 取消，待送达"),
        ]
        for (item, english, chinese) in cases {
            XCTAssertEqual(tickWords(for: item, unit: ownUnit, in: .english), english)
            XCTAssertEqual(tickWords(for: item, unit: ownUnit, in: .chinese), chinese)
        }
    }

    private let tickedAtMs: Int64 = 1_700_000_000_000

    private func item(done: Bool) -> ChecklistItem { ChecklistItem(id: "a", zh: "疏散", en: "Keep back", done: done, tick: nil) }

    private func item(done: Bool, by unit: String, _ name: String, sent: Bool = true) -> ChecklistItem {
        let tick = Tick(unit: unit, unitName: name, atMs: tickedAtMs, sent: sent)
        return ChecklistItem(id: "a", zh: "疏散", en: "Keep back", done: done, tick: tick)
    }
}
