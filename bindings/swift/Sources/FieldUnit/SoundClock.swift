// When sound was taken, by the clock that pictures are taken by.

/// Times pieces of sound by how many samples there were, which is even, and not by when they were read, which is not. Where samples
/// went missing, or the two clocks ran apart, it is set anew.
public struct SoundClock: Sendable {
    private let rate: Int64
    private var nextUs: Int64?

    /// An ear and an eye do not notice less.
    private static let apartUs: Int64 = 80_000

    /// A clock for so many samples a second.
    public init(rate: Int) {
        self.rate = Int64(rate)
    }

    /// When a piece of so many samples began, in microseconds of the clock by which it ended at `endedAtUs`.
    public mutating func began(samples: Int, endedAtUs: Int64) -> Int64 {
        let length = Int64(samples) * 1_000_000 / rate
        let byReading = endedAtUs - length
        let began = nextUs.flatMap { abs(byReading - $0) > Self.apartUs ? nil : $0 } ?? byReading
        nextUs = began + length
        return began
    }
}
