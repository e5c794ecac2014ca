// What an officer sees to at the scene, on a real hall.

import XCTest

@testable import FieldUnit

final class ChecklistTests: PhoneCase {
    override class func setUp() { Counts.begin() }

    func testATickShowsAtOnceGoesToTheHallAndIsTakenBack() async throws {
        let (officer, phone, news) = try await ready()
        let order = try await district.sendToFire(officer)
        try await notice(news) { $0 == .orderRang(order: order) }
        try await phone.accept(order: order)
        let list = try XCTUnwrap(phone.orders().first?.checklist)
        XCTAssertEqual(checklistHead(of: list, in: .english), "At the scene: 0 of \(list.count) done")
        let open = try XCTUnwrap(list.first)
        XCTAssertEqual([words(for: open, in: .chinese), words(for: open, in: .english)], ["疏散围观人员，拉开距离", "Keep people back, well away"])
        XCTAssertNil(tickWords(for: open, unit: officer.unit, in: .english))

        try await phone.checkItem(order: order, item: open.id, done: true)
        let ticked = try XCTUnwrap(phone.orders().first?.checklist.first)
        XCTAssertTrue(ticked.done)
        XCTAssertTrue(try XCTUnwrap(tickWords(for: ticked, unit: officer.unit, in: .english)).hasPrefix("done: Me, "))
        let sent = try await until(news) { $0.orders.first?.checklist.first?.tick?.sent == true }
        let there = try XCTUnwrap(sent.orders.first?.checklist.first)
        XCTAssertTrue(there.done)
        let tick = try XCTUnwrap(there.tick)
        XCTAssertEqual(tick.unit, officer.unit)
        XCTAssertEqual(tickWords(for: there, unit: officer.unit, in: .chinese), "我 \(hourMinute(tick.atMs)) 完成")

        try await phone.checkItem(order: order, item: open.id, done: false)
        let known = try await until(news) {
            let item = $0.orders.first?.checklist.first
            return item?.done == false && item?.tick?.sent == true
        }
        let back = try XCTUnwrap(known.orders.first?.checklist.first)
        XCTAssertTrue(try XCTUnwrap(tickWords(for: back, unit: officer.unit, in: .english)).hasPrefix("taken back: Me, "))
        await assertFault("refused") { try await phone.checkItem(order: order, item: "hydrant", done: true) }
    }
}
