// Officers talk with one another through a real hall.

import Foundation
import XCTest

@testable import FieldUnit

final class TalkTests: PhoneCase {
    override class func setUp() { Counts.begin() }

    func testWhoPressesIsHeardByTheChosenGroupAndNobodyBefore() async throws {
        let (officer, phone, _) = try await ready()
        let (_, other, _) = try await ready()
        let ear = Ear()
        let (line, listening) = (try await opened(phone, Ear()), try await opened(other, ear))
        let speaking = Task { try await speak(on: line) }
        try await Task.sleep(nanoseconds: 500_000_000)
        XCTAssertEqual(ear.packets.count, 0, "nobody pressed")

        let town = try XCTUnwrap(look(phone).group)
        try await line.press(group: town)
        let granted = try await eventually("the floor") { self.look(phone).hasFloor ? phone.snapshot() : nil }
        XCTAssertTrue(granted.talk.out, "the microphone is let out")
        let said = talkSaid(of: granted.talk, order: nil, hears: true, in: .english)
        XCTAssertTrue(said.words.hasPrefix("My town · heard by units: 1 of "), said.words)
        let first = try await eventually("a voice") { ear.packets.count > 10 ? ear.packets.first : nil }
        XCTAssertEqual(first, packet)
        let heard = try await eventually("who talks") { other.snapshot().talk.heard.isEmpty ? nil : other.snapshot().talk }
        XCTAssertEqual(
            talkSaid(of: heard, order: nil, hears: true, in: .english), TalkSaid(words: "\(officer.settings.name) talks to My town", tone: .live))

        try await line.release()
        _ = try await eventually("nothing") { self.look(phone).isOn ? nil : true }
        speaking.cancel()
        await listening.close()
        await line.close()
    }

    func testATapOfTheKeyLeavesNobodyWithTheFloor() async throws {
        let (_, phone, _) = try await ready()
        let (_, other, _) = try await ready()
        let (line, listening) = (try await opened(phone, Ear()), try await opened(other, Ear()))
        let town = try XCTUnwrap(look(phone).group)
        var key = HeldKey()
        let turns = await InTurn()
        var last: Task<Void, Never>?
        for step in [key.touched(isEnabled: true), key.lifted(), key.touched(isEnabled: true), key.letGo()] {
            last = await turns.add {
                do {
                    if step == .press { try await line.press(group: town) } else { try await line.release() }
                } catch { XCTFail("\(error)") }
            }
        }
        await last?.value
        _ = try await eventually("no floor") { self.look(phone).isOn ? nil : true }
        await listening.close()
        await line.close()
    }

    func testALineIsForOfficersOnDuty() async throws {
        let (_, phone, _) = try await ready()
        let line = try await opened(phone, Ear())
        await assertFault("talk_open_already") { _ = try await phone.openTalk(speaker: Ear()) }
        try await phone.goOffDuty()
        _ = try await eventually("it closed") { phone.snapshot().talk.open ? nil : true }
        XCTAssertFalse(look(phone).isThere)
        await assertFault("off_duty") { _ = try await phone.openTalk(speaker: Ear()) }
        await line.close()
        await assertFault("stopped") { try await line.release() }
    }

    private func look(_ phone: FieldPhone) -> TalkLook { TalkLook(phone.snapshot(), order: nil, hears: true, wished: .town) }

    private func opened(_ phone: FieldPhone, _ ear: Ear) async throws -> TalkLine {
        let line = try await phone.openTalk(speaker: ear)
        _ = try await eventually("the line sounds") { self.look(phone).canTalk && phone.snapshot().talk.own != nil ? true : nil }
        return line
    }
}

/// Remembers what is played.
private final class Ear: Speaker, @unchecked Sendable {
    private let lock = NSLock()
    private var played: [Data] = []

    var packets: [Data] { lock.withLock { played } }

    func play(takenAtMs _: Int64, packet: Data) throws { lock.withLock { played.append(packet) } }

    func onMissed(count: UInt64) throws { XCTFail("\(count) packets went by") }
}

/// 20 ms of Opus.
private let packet = Data(repeating: 0x78, count: 60)

/// How loud the microphone is said to be: a voice.
private let voice: UInt8 = 30

private func speak(on line: TalkLine) async throws {
    for number in 0..<3_000 {
        try line.sound(takenAtMs: Int64(number * 20), level: voice, packet: packet)
        try await Task.sleep(nanoseconds: 20_000_000)
    }
}
