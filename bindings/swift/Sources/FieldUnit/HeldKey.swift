// A key that is on as long as a finger holds it, without the view that draws it.
//
// A screen reader's activation turns it on, another turns it off. Whatever becomes of what it was held on, it is let go of once, and never
// stays pressed behind the officer's back.

/// What a key that is held has done with it.
public struct HeldKey: Equatable, Sendable {
    /// What is to be done now.
    public enum Step: Equatable, Sendable {
        /// It is pressed from now on.
        case press
        /// It is pressed no more.
        case release
    }

    private enum Grip: Equatable, Sendable { case finger, activation }

    private var grip: Grip?

    /// A key that nobody holds.
    public init() {}

    /// Whether a finger holds it.
    public var isHeld: Bool { grip == .finger }

    /// A finger came down on it; on one that does nothing at the moment, nothing is to be done.
    public mutating func touched(isEnabled: Bool) -> Step? {
        guard isEnabled else { return nil }
        grip = .finger
        return .press
    }

    /// The finger was lifted, or the system took the touch away.
    public mutating func lifted() -> Step? {
        guard grip == .finger else { return nil }
        return letGo()
    }

    /// A screen reader activated it.
    ///
    /// - Parameter isOn: Whether what it is for goes on, by the core's word: it may have ended by itself meanwhile.
    public mutating func activated(isEnabled: Bool, isOn: Bool) -> Step? {
        if isHeld || isOn {
            grip = nil
            return .release
        }
        guard isEnabled else { return nil }
        grip = .activation
        return .press
    }

    /// It is gone from the screen, does nothing any more, or nobody looks at it.
    public mutating func letGo() -> Step? {
        guard grip != nil else { return nil }
        grip = nil
        return .release
    }
}
