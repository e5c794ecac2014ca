// What waits between the core and whoever follows. It leaves what is said to the listeners.

/// As much waits for a follower who is slow, or for one to come.
private let room = 256

/// A queue with an end: what finds no room goes by, and `missed` says so as soon as there is room again.
///
/// The core fills each from one thread of its own, which alone touches what went by.
final class Heard<News: Sendable>: @unchecked Sendable {
    /// All of it, in its order. One task may follow it.
    let stream: AsyncStream<News>

    private let waiting: AsyncStream<News>.Continuation
    private let missed: @Sendable (UInt64) -> News
    private var wentBy: UInt64 = 0

    init(missed: @escaping @Sendable (UInt64) -> News) {
        (stream, waiting) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(room))
        self.missed = missed
    }

    func say(_ news: News) {
        if wentBy > 0 && takes(missed(wentBy)) { wentBy = 0 }
        if wentBy > 0 || !takes(news) { wentBy += 1 }
    }

    private func takes(_ news: News) -> Bool {
        if case .enqueued = waiting.yield(news) { return true }
        return false
    }
}
