// Where the hall's voice comes out: a headset if there is one, else loud, since the phone is in a pocket or a hand.

import AVFoundation

/// Has the system carry a voice both ways, until it is closed.
final class VoiceRoute {
    private let session = AVAudioSession.sharedInstance()
    private var heard: [NSObjectProtocol] = []

    /// - Parameters:
    ///   - paused: Is called when a telephone call, or another app, took the sound away.
    ///   - resumed: Is called when it may go on, and when the route is another one.
    ///   - lost: Is called when the system's own sound fell over: whatever was made of it is to be made anew.
    init(
        paused: @escaping @Sendable () -> Void, resumed: @escaping @Sendable () -> Void, lost: @escaping @Sendable () -> Void
    ) throws {
        try session.setCategory(.playAndRecord, mode: .voiceChat, options: [.allowBluetooth, .defaultToSpeaker])
        try session.setActive(true)
        // A headset may have its own; what comes is evened anyway.
        try? session.setPreferredSampleRate(Double(voiceRate))
        try? session.setPreferredIOBufferDuration(0.02)
        follow(AVAudioSession.interruptionNotification) { notice in
            let said = notice.userInfo?[AVAudioSessionInterruptionTypeKey] as? UInt
            switch said.flatMap(AVAudioSession.InterruptionType.init) {
            case .began: paused()
            // Whether the system thinks that it should go on or not: an officer who is live is to be heard.
            case .ended: resumed()
            default: break
            }
        }
        follow(AVAudioSession.routeChangeNotification) { notice in
            let why = (notice.userInfo?[AVAudioSessionRouteChangeReasonKey] as? UInt).flatMap(AVAudioSession.RouteChangeReason.init)
            if why == .newDeviceAvailable || why == .oldDeviceUnavailable { resumed() }
        }
        follow(AVAudioSession.mediaServicesWereResetNotification) { _ in lost() }
    }

    /// Takes the sound again after it was taken away.
    func takeAgain() throws {
        try session.setActive(true)
    }

    func close() {
        heard.forEach(NotificationCenter.default.removeObserver)
        heard = []
        // Whatever played before goes on.
        try? session.setActive(false, options: .notifyOthersOnDeactivation)
    }

    private func follow(_ name: Notification.Name, _ work: @escaping @Sendable (Notification) -> Void) {
        heard.append(NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil, using: work))
    }
}

/// Samples a second of Opus, and so of everything here.
let voiceRate = 48_000
