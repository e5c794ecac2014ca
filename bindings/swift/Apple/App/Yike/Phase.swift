// How the fifteen minutes of an order stand, in a sign with a word.

import FieldUnit

/// How the response clock of an order looks.
enum Phase: Equatable {
    case waiting, onTime, soon, late, untimed, done

    /// The name of its word.
    var word: String {
        switch self {
        case .waiting: "phase_waiting"
        case .onTime: "phase_on_time"
        case .soon: "phase_soon"
        case .late: "phase_late"
        case .untimed: "phase_untimed"
        case .done: "phase_done"
        }
    }

    /// Its sign.
    var sign: Sign {
        switch self {
        case .waiting: .waiting
        case .onTime, .untimed: .onTime
        case .soon: .soon
        case .late: .late
        case .done: .done
        }
    }
}

/// How an order's clock looks at a time of the hall's; when the limit is up, the core said.
func phase(of order: Order, at hallTimeMs: Int64) -> Phase {
    if order.legs.allSatisfy({ $0 != nil }) { return .done }
    if order.limitMs == nil { return .untimed }
    guard let due = order.dueAtMs else { return .waiting }
    if hallTimeMs >= due { return .late }
    return due - hallTimeMs <= soonMs ? .soon : .onTime
}

/// How much of an order's limit is left, 1 to 0.
func left(of order: Order, at hallTimeMs: Int64) -> Double {
    guard let due = order.dueAtMs, let limit = order.limitMs, limit > 0 else { return 1 }
    return min(max(Double(due - hallTimeMs) / Double(limit), 0), 1)
}

extension Order {
    /// When each leg was met, in hall time: arrived, on video, reported.
    var legs: [Int64?] { [arrivedAtMs, onVideoAtMs, reportedAtMs] }

    /// What people call its place.
    var title: String { place.title }
}

extension Place {
    /// What people call it, or where it is.
    var title: String { name.isEmpty ? address : name }
}

/// From here on the clock asks for attention.
private let soonMs: Int64 = 5 * 60_000
