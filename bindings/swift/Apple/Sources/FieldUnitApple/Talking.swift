// The line to talk with the phone's own microphone and loudspeaker.

import AVFoundation
import FieldUnit
import Observation

/// An open line to talk; `close` it. What it shows is in the core's snapshot.
@MainActor
@Observable
public final class Talking {
    /// Whether there is a microphone to talk with.
    public private(set) var hears = true

    @ObservationIgnored private let voice: PhoneVoice
    @ObservationIgnored private let hand = Hand()
    @ObservationIgnored private var part: VoicePart?

    private init(voice: PhoneVoice) {
        self.voice = voice
    }

    /// Opens it, with whatever of sound the officer and the system let it have.
    ///
    /// The system shows the officer its own question for the microphone; it was asked before, by `askToTalk`.
    ///
    /// - Parameter voice: The phone's one voice, which the picture has a part in, too.
    public static func open(_ phone: FieldPhone, voice: PhoneVoice) async throws -> Talking {
        let talking = Talking(voice: voice)
        // While the camera is on, what is said is played by the picture's speaker, which is the same.
        talking.hand.line = try await phone.openTalk(speaker: voice)
        talking.begin()
        return talking
    }

    /// The officer presses to talk.
    public func press(_ group: TalkGroup) async throws { try await hand.line?.press(group: group) }

    /// The officer lets go.
    public func release() async throws { try await hand.line?.release() }

    /// The officer speaks too in a call, or no more.
    public func answer(_ speaks: Bool) async throws { try await hand.line?.answer(speaks: speaks) }

    /// The officer ends a call.
    public func hangUp() async throws { try await hand.line?.hangUp() }

    /// Closes it; done when nothing is let out any more. A second time does nothing.
    public func close() async {
        let line = hand.line
        hand.line = nil
        if let part { await voice.leave(part) }
        part = nil
        await line?.close()
    }

    private func begin() {
        let part = VoicePart(
            // When the officer is heard is the core's to say: what is handed in at another time goes nowhere.
            packet: { [hand] at, level, packet in orLate("sound") { try hand.line?.sound(takenAtMs: at, level: level, packet: packet) } },
            hears: { [weak self] hears in Task { @MainActor in self?.hears = hears } })
        self.part = part
        voice.join(part)
    }
}

/// Asks the officer for the microphone, if that was not done; without it the line is listened to.
public func askToTalk() async {
    _ = await AVAudioApplication.requestRecordPermission()
}

/// Holds the line for the thread that the microphone is heard on.
private final class Hand: @unchecked Sendable {
    private let lock = NSLock()
    private var open: TalkLine?

    var line: TalkLine? {
        get { lock.withLock { open } }
        set { lock.withLock { open = newValue } }
    }
}
