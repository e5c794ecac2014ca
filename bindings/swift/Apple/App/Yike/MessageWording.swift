// A message on an order, in the officer's words: who wrote it, how far it has come, what may be sent.

import FieldUnit
import Foundation

/// `MOST_MESSAGE_CHARS` of the core.
let mostMessageCharacters = 1000

/// Whether the officer of a unit wrote it; what is not in the hall yet, nobody else did.
func isOwn(_ message: Message, unit: String?) -> Bool {
    message.fromUnit != nil && (message.fromUnit == unit || !message.sent)
}

/// Who wrote a message, to the officer of a unit.
func writer(of message: Message, unit: String?) -> String {
    isOwn(message, unit: unit) ? say("message_from_self") : party(message.fromUnit)
}

/// What a message says where there is no room for what goes with it, which is named.
func said(_ message: Message) -> String {
    let beside = message.attachment.map { say($0.kind.named) }
    return [beside, message.text.isEmpty ? nil : message.text].compactMap { $0 }.joined(separator: "\n")
}

/// How far a message of the officer's own has come: the words, and their sign.
func mark(of message: Message) -> (String, Sign) {
    if !message.sent { return (say("message_waiting"), .waiting) }
    if message.read.isEmpty { return (say("message_sent"), .off) }
    let readers = message.read.map { "\(party($0.unit)) \(hourMinute($0.atMs))" }
    return (say("message_read_by", readers.joined(separator: say("message_read_between"))), .good)
}

/// What of a text is a message: without the white space around it, with control characters as spaces but line breaks.
func sendable(_ text: String) -> String {
    let lines = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
    let scalars = lines.unicodeScalars.map { $0 != "\n" && $0.properties.generalCategory == .control ? " " : $0 }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: scalars)
    return String(kept).trimmingCharacters(in: .whitespacesAndNewlines)
}

/// Characters as the hall counts them.
func characters(in text: String) -> Int { text.unicodeScalars.count }

/// What a card has room for of a message; all of it if that is little.
func shortened(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let few = lines.prefix(mostLines).joined(separator: "\n")
    let short = String(few.prefix(mostShown))
    return short == text ? text : short + "…"
}

private let mostLines = 5
private let mostShown = 160

private func party(_ unit: String?) -> String { say(unit == nil ? "message_from_hall" : "message_from_other") }
