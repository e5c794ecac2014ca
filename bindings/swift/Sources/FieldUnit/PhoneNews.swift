// What a phone tells, as streams that an app's screens follow.
//
// The core calls from a thread of its own; whoever follows a stream hears on a task of theirs.

@_exported import FieldUnitFace

/// A listener that hands on what it hears.
public final class PhoneNews: PhoneListener, Sendable {
    /// Everything that happened, in its order, from the start. One task may follow it.
    public var notices: AsyncStream<Notice> { told.stream }
    /// What the phone knows, the newest only. One task may follow it.
    public let snapshots: AsyncStream<Snapshot>

    private let told = Heard<Notice> { .missed(count: $0) }
    private let toSnapshots: AsyncStream<Snapshot>.Continuation

    public init() {
        (snapshots, toSnapshots) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    public func onNotice(notice: Notice) throws {
        told.say(notice)
    }

    public func onSnapshot(snapshot: Snapshot) throws {
        toSnapshots.yield(snapshot)
    }
}
