// What the line to talk is about at a moment, in the officer's words.

import FieldUnitFace

/// How what is said of the line is meant.
public enum TalkTone: Equatable, Sendable {
    /// Somebody is heard.
    case live
    /// Something is waited for.
    case waiting
    /// It asks for attention.
    case soon
    /// The hall cannot be reached.
    case late
    /// Nothing goes on.
    case off
}

/// Words with their tone.
public struct TalkSaid: Equatable, Sendable {
    public let words: String
    public let tone: TalkTone
}

/// Who talks, or why nobody does.
///
/// - Parameters:
///   - order: Whose team is talked to.
///   - hears: Whether there is a microphone.
public func talkSaid(of state: TalkState, order: Order?, hears: Bool, in language: Language) -> TalkSaid {
    switch state.own {
    case nil: return TalkSaid(words: language.of("断网：无法对讲", "Off the net: nobody hears you"), tone: .late)
    case .inCall(let name): return call(name, state.out, hears, language)
    case .granted(let group, _, let heardBy, let units, let seats):
        return TalkSaid(words: heard(by: group, heardBy, units, seats, order, language), tone: .live)
    case .queued(let group, let place):
        let whom = words(for: group, order: order, in: language)
        return TalkSaid(words: language.of("\(whom) · 排队第 \(place) 位", "\(whom) · number \(place) in the queue"), tone: .waiting)
    case .idle, .ended, .unknown: break
    }
    if !state.heard.isEmpty {
        let voices = state.heard.map { speaks($0, order, language) }
        return TalkSaid(words: voices.joined(separator: language.of("、", ", ")), tone: .live)
    }
    if case .ended(let why, let by) = state.own, why != .released {
        let reason = words(for: why, in: language)
        return TalkSaid(words: by.map { language.of("\(reason)（\($0)）", "\(reason) (\($0))") } ?? reason, tone: .soon)
    }
    if !state.sounds { return TalkSaid(words: language.of("正在接通…", "Connecting…"), tone: .waiting) }
    if !hears { return TalkSaid(words: language.of("没有麦克风，只能收听", "No microphone: listening only"), tone: .soon) }
    return TalkSaid(words: language.of("无人讲话", "Nobody talks"), tone: .off)
}

/// Whom the officer talks to.
public func words(for whom: TalkWhom, in language: Language) -> String {
    switch whom {
    case .hall: language.of("指挥大厅", "The hall")
    case .team: language.of("指令小组", "My team")
    case .town: language.of("本街镇", "My town")
    }
}

/// Why the officer has the floor no more, or does not get it.
public func words(for end: TalkEnd, in language: Language) -> String {
    switch end {
    case .released: language.of("已松开", "Let go")
    case .preempted: language.of("话权被上级取走", "Taken by somebody who comes first")
    case .silent: language.of("没有听到声音，话权已收回", "No voice was heard; the floor is free again")
    case .tooLong: language.of("讲话时间已到", "The time to talk is over")
    case .waitedTooLong: language.of("等待超时，请再按", "Waited too long; press again")
    case .queueFull: language.of("排队人数已满，请稍后再按", "Too many are waiting; press again later")
    case .inCall: language.of("对方正在通话", "In a call with somebody else")
    case .lost: language.of("声音连接中断", "The sound was lost")
    case .noSound: language.of("声音还没有接通", "The sound is not connected yet")
    case .notAllowed: language.of("您不能向此范围讲话", "You may not talk to this group")
    case .nobodyThere: language.of("对方没有打开对讲", "Nobody there has talk open")
    case .unknown: language.of("讲话已结束", "It has ended")
    }
}

private func words(for group: TalkGroup, order: Order?, in language: Language) -> String {
    switch group {
    case .unit: return words(for: TalkWhom.hall, in: language)
    case .town: return words(for: TalkWhom.town, in: language)
    case .all: return language.of("全体单兵", "All units")
    case .team(let id):
        guard let order, order.id == id, !order.place.name.isEmpty else { return words(for: TalkWhom.team, in: language) }
        return language.of("小组：\(order.place.name)", "Team: \(order.place.name)")
    }
}

private func call(_ name: String, _ isOut: Bool, _ hears: Bool, _ language: Language) -> TalkSaid {
    if isOut { return TalkSaid(words: language.of("与 \(name) 通话中，对方可听到您", "In a call with \(name), who hears you"), tone: .live) }
    let words =
        hears
        ? language.of("\(name) 来电：接听后对方才听到您", "\(name) calls: answer to be heard")
        : language.of("\(name) 来电：没有麦克风，只能收听", "\(name) calls: no microphone, listening only")
    return TalkSaid(words: words, tone: .soon)
}

private func heard(
    by group: TalkGroup, _ heardBy: UInt32, _ units: UInt32, _ seats: UInt32, _ order: Order?, _ language: Language
) -> String {
    let whom = words(for: group, order: order, in: language)
    // The officer's own group is the seats alone.
    if case .unit = group { return language.of("\(whom) · \(seats) 个席位在听", "\(whom) · seats that hear you: \(seats)") }
    return language.of(
        "\(whom) · \(heardBy)/\(units) 名单兵、\(seats) 个席位在听", "\(whom) · heard by units: \(heardBy) of \(units), seats: \(seats)")
}

private func speaks(_ voice: Voice, _ order: Order?, _ language: Language) -> String {
    switch voice.group {
    case nil, .unit: return language.of("\(voice.name) 与您通话", "\(voice.name) talks with you")
    case .some(let group):
        let whom = words(for: group, order: order, in: language)
        return language.of("\(voice.name) 讲话中 → \(whom)", "\(voice.name) talks to \(whom)")
    }
}
