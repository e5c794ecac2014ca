// The system's sound while a note is spoken or heard; that of the picture and of the line to talk is left as it is.

import AVFoundation

/// Takes the sound and gives it back.
@MainActor
public final class NoteSession {
    private let isLive: () -> Bool
    private var isTaken = false

    /// - Parameter isLive: Whether the live picture or the line to talk has the sound, which then goes both ways already.
    public init(isLive: @escaping () -> Bool) {
        self.isLive = isLive
    }

    func take() throws {
        guard !isLive() else { return }
        let session = AVAudioSession.sharedInstance()
        try session.setCategory(.playAndRecord, mode: .spokenAudio, options: [.allowBluetooth, .defaultToSpeaker])
        try session.setActive(true)
        isTaken = true
    }

    func giveBack() {
        guard isTaken else { return }
        isTaken = false
        // It may have gone live or to the line meanwhile, and whatever played before goes on.
        if !isLive() { try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation) }
    }
}
