// The sound note that is being heard: two voices at once are none.

import AVFoundation
import Observation

/// Plays sound notes, one at a time.
@MainActor
@Observable
public final class NotePlayer {
    /// The note that is fetched or heard, or that could not be.
    public private(set) var name: String?
    /// Seconds of it that were heard; nothing before it begins.
    public private(set) var at: Double?
    /// Why it cannot be heard, if the phone has it and cannot play it.
    public private(set) var isUnplayable = false

    @ObservationIgnored private let session: NoteSession
    @ObservationIgnored private var player: AVAudioPlayer?
    @ObservationIgnored private var work: Task<Void, Never>?

    public init(session: NoteSession) {
        self.session = session
    }

    /// Whether the note of this name is fetched or heard.
    public func isOn(_ name: String) -> Bool { name == self.name && !isUnplayable }

    /// Plays a note from its beginning, or stops it.
    ///
    /// - Parameter bytes: Fetches it; whatever it throws makes the note one that cannot be heard.
    public func toggle(_ name: String, bytes: @escaping () async throws -> Data) {
        let again = isOn(name)
        stop()
        if again { return }
        self.name = name
        work = Task { [weak self] in
            do {
                let note = try await bytes()
                guard !Task.isCancelled else { return }
                try self?.begin(note)
                while !Task.isCancelled, self?.goesOn() == true { try? await Task.sleep(for: .milliseconds(100)) }
            } catch {
                log.info("no sound: \(error.localizedDescription, privacy: .public)")
                if !Task.isCancelled { self?.fail() }
            }
        }
    }

    /// Is silent.
    public func stop() {
        work?.cancel()
        letGo()
        name = nil
        isUnplayable = false
    }

    private func begin(_ note: Data) throws {
        try session.take()
        let player = try AVAudioPlayer(data: note)
        self.player = player
        guard player.play() else { throw CocoaError(.fileReadUnknown) }
        at = 0
    }

    /// Whether it is heard still; at its end it is let go of.
    private func goesOn() -> Bool {
        guard let player, player.isPlaying else {
            stop()
            return false
        }
        at = player.currentTime
        return true
    }

    private func fail() {
        letGo()
        isUnplayable = true
    }

    private func letGo() {
        guard player != nil || at != nil else { return }
        player?.stop()
        player = nil
        at = nil
        session.giveBack()
    }
}

/// Milliseconds that a sound note lasts; nothing if this phone cannot tell.
public func soundLengthMs(_ note: Data) -> Int? {
    guard let player = try? AVAudioPlayer(data: note), player.duration > 0 else { return nil }
    return Int((player.duration * 1000).rounded())
}
