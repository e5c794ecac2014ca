// What a phone tells, as streams that an app's screens follow.
//
// The core calls from a thread of its own; whoever follows a stream hears on a task of theirs.

@_exported import FieldUnitFace

/// A listener that hands on what it hears.
public final class PhoneNews: PhoneListener, Sendable {
    /// Everything that happened, in its order, from the start. One task may follow it.
    public let notices: AsyncStream<Notice>
    /// What the phone knows, the newest only. One task may follow it.
    public let snapshots: AsyncStream<Snapshot>

    private let toNotices: AsyncStream<Notice>.Continuation
    private let toSnapshots: AsyncStream<Snapshot>.Continuation

    public init() {
        (notices, toNotices) = AsyncStream.makeStream()
        (snapshots, toSnapshots) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    public func onNotice(notice: Notice) throws {
        toNotices.yield(notice)
    }

    public func onSnapshot(snapshot: Snapshot) throws {
        toSnapshots.yield(snapshot)
    }
}
