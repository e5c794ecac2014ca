// Which keys of the line to talk there are at a moment, and whom they talk to.
//
// Who may talk when is the core's to say, and the hall's: here is only what of it an officer is shown.

import FieldUnitFace

/// Whom an officer talks to.
public enum TalkWhom: CaseIterable, Hashable, Sendable {
    /// The seats of the hall that see the unit.
    case hall
    /// The units that have a part in the order at hand.
    case team
    /// The units of the officer's town.
    case town
}

/// The line to talk as it is shown.
public struct TalkLook: Equatable, Sendable {
    /// Whether there is anything of it on the screen.
    public let isThere: Bool
    /// Whether the line is open; else there is the key that opens it, and no other.
    public let isOpen: Bool
    /// Whether a call goes on, with the keys to answer and to hang up in place of the one to talk.
    public let isInCall: Bool
    /// Whom the officer may talk to.
    public let choices: [TalkWhom]
    /// Whom the officer talks to: the one who is talked to or waited for, else the one who was chosen, if it is there.
    public let whom: TalkWhom
    /// Whether another may be chosen: whoever talks, or waits, goes on with whom it is.
    public let canChoose: Bool
    /// Whether the key to talk does anything.
    public let canTalk: Bool
    /// Whether it is on: the microphone is let out, or the officer waits for the floor.
    public let isOn: Bool
    /// Whether the officer has the floor.
    public let hasFloor: Bool
    /// Whether a call can be answered: one without a microphone is listened to.
    public let canAnswer: Bool
    /// Whether the caller hears the officer.
    public let isAnswered: Bool

    private let groups: [TalkWhom: TalkGroup]

    /// - Parameters:
    ///   - order: The order at hand, if there is one: what rings first, else the oldest.
    ///   - hears: Whether there is a microphone.
    ///   - wished: Whom the officer chose.
    public init(_ known: Snapshot, order: Order?, hears: Bool, wished: TalkWhom) {
        let state = known.talk
        let groups = talkGroups(known, order)
        let busyWith = busyGroup( state.own)
        // What rings is answered first.
        isThere = known.onDuty && (state.open || known.online && order?.rings != true)
        isOpen = state.open
        if case .inCall = state.own { isInCall = true } else { isInCall = false }
        self.groups = groups
        choices = TalkWhom.allCases.filter { groups[$0] != nil }
        whom = choices.first { busyWith != nil && groups[$0] == busyWith } ?? choices.first { $0 == wished } ?? .hall
        canChoose = busyWith == nil
        canTalk = state.sounds && hears
        if case .granted = state.own { hasFloor = true } else { hasFloor = false }
        if case .queued = state.own { isOn = true } else { isOn = state.out }
        canAnswer = hears
        isAnswered = state.out
    }

    /// Those whom a press talks to.
    public var group: TalkGroup? { groups[whom] }
}

private func talkGroups(_ known: Snapshot, _ order: Order?) -> [TalkWhom: TalkGroup] {
    guard let unit = known.unit else { return [:] }
    var groups: [TalkWhom: TalkGroup] = [.hall: .unit(unit: unit.id)]
    if let order, !order.rings { groups[.team] = .team(order: order.id) }
    if !unit.town.isEmpty { groups[.town] = .town(town: unit.town) }
    return groups
}

private func busyGroup(_ own: OwnTalk?) -> TalkGroup? {
    switch own {
    case .granted(let group, _, _, _, _), .queued(let group, _): group
    case .idle, .inCall, .ended, .unknown, nil: nil
    }
}
