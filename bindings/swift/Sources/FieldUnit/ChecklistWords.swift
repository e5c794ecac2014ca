// An order's checklist, in the officer's words: what is to be seen to, who has, when.

import FieldUnitFace

/// How much of a checklist is done.
public func checklistHead(of checklist: [ChecklistItem], in language: Language) -> String {
    let (done, all) = (checklist.count(where: \.done), checklist.count)
    return language.of("现场清单：已完成 \(done)/\(all)", "At the scene: \(done) of \(all) done")
}

/// What an item says, in the language of the screens if it is there.
public func words(for item: ChecklistItem, in language: Language) -> String {
    let (first, second) = language == .chinese ? (item.zh, item.en) : (item.en, item.zh)
    return first.contains { !$0.isWhitespace } ? first : second
}

/// Who ticked an item or took the tick back, when, and whether the hall has yet to hear of it; nothing if nobody has.
///
/// - Parameter unit: The officer's own unit; what is not in the hall yet, nobody else did.
public func tickWords(for item: ChecklistItem, unit: String?, in language: Language) -> String? {
    guard let tick = item.tick else { return nil }
    let isOwn = tick.unit == unit || !tick.sent
    let other = tick.unitName.isEmpty ? language.of("同组单兵", "Another unit") : tick.unitName
    let (who, at) = (isOwn ? language.of("我", "Me") : other, hourMinute(tick.atMs))
    let words =
        item.done
        ? language.of("\(who) \(at) 完成", "done: \(who), \(at)") : language.of("\(who) \(at) 取消", "taken back: \(who), \(at)")
    return tick.sent ? words : language.of("\(words)，待送达", "\(words), not sent yet")
}
