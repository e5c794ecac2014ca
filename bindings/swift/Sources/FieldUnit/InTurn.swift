// Work that is done one piece after the other.

/// Does what it is handed in the order in which it was handed in: whoever lets go at once pressed before.
@MainActor
public final class InTurn {
    private var last: Task<Void, Never>?

    public init() {}

    /// Does something once everything that was handed in before is done; the task ends when it is.
    @discardableResult
    public func add(_ work: @escaping @MainActor () async -> Void) -> Task<Void, Never> {
        let task = Task { [last] in
            await last?.value
            await work()
        }
        last = task
        return task
    }
}
