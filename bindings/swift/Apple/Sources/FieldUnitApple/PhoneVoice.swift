// The officer's voice to others, with theirs to the officer: one engine for the picture and the line to talk, since the echo of one voice is
// taken out of the other, and a phone has one microphone.

import AVFoundation
import FieldUnit

/// Who has a part in the phone's voice: the picture, or the line to talk.
final class VoicePart: Sendable {
    fileprivate let packet: @Sendable (Int64, UInt8, Data) -> Void
    fileprivate let hears: @Sendable (Bool) -> Void

    /// - Parameters:
    ///   - packet: Takes a time in milliseconds of the host's clock, as the camera's pictures have, the loudness, and an Opus packet.
    ///   - hears: Is told whether there is a microphone: there is none without a permission, and during a telephone call.
    init(packet: @escaping @Sendable (Int64, UInt8, Data) -> Void, hears: @escaping @Sendable (Bool) -> Void) {
        self.packet = packet
        self.hears = hears
    }
}

/// Hears and plays as long as anybody has a part in it; the system's sound is taken for the first, and given back after the last.
///
/// The core calls it as a speaker from threads of its own; everything is done on one queue.
public final class PhoneVoice: Speaker, @unchecked Sendable {
    private let queue = DispatchQueue(label: "yike.voice", qos: .userInteractive)
    private let decoder = OpusDecoder()
    private var engine = AVAudioEngine()
    private var player = AVAudioPlayerNode()
    private var route: VoiceRoute?
    private var encoder: OpusEncoder?
    private var change: NSObjectProtocol?
    private var waiting = 0
    private var parts: [VoicePart] = []
    private var isHeard = false

    public init() {}

    /// Has somebody take part from now on; whatever of sound cannot be had is left out, and told.
    func join(_ part: VoicePart) {
        queue.async { [self] in
            parts.append(part)
            if route == nil {
                begin()
            } else if !isHeard {
                // The officer may have allowed the microphone since the others began.
                takeAgain()
            } else {
                part.hears(true)
            }
        }
    }

    /// Has somebody take part no more; done when the system's sound is given back, if that was the last.
    func leave(_ part: VoicePart) async {
        await withCheckedContinuation { done in
            queue.async { [self] in
                parts.removeAll { $0 === part }
                // Where there was no sound to be had, there is none to give back.
                if parts.isEmpty, route != nil { end() }
                done.resume()
            }
        }
    }

    private func begin() {
        do {
            route = try VoiceRoute(
                paused: { [weak self] in self?.pause() }, resumed: { [weak self] in self?.goOn() }, lost: { [weak self] in self?.beginAnew() })
            (engine, player, waiting) = (AVAudioEngine(), AVAudioPlayerNode(), 0)
            engine.attach(player)
            // The engine stops by itself when a headset comes or goes, and says so by this alone.
            change = NotificationCenter.default.addObserver(forName: .AVAudioEngineConfigurationChange, object: engine, queue: nil) {
                [weak self] _ in self?.goOn()
            }
            start()
        } catch {
            log.error("no sound: \(String(describing: error), privacy: .public)")
            tell(hears: false)
        }
    }

    private func beginAnew() {
        queue.async { [self] in
            guard route != nil else { return }
            end()
            begin()
        }
    }

    private func tell(hears: Bool) {
        isHeard = hears
        parts.forEach { $0.hears(hears) }
    }

    private func end() {
        if let change { NotificationCenter.default.removeObserver(change) }
        change = nil
        engine.inputNode.removeTap(onBus: 0)
        engine.stop()
        route?.close()
        route = nil
        encoder = nil
        isHeard = false
    }

    public func play(takenAtMs _: Int64, packet: Data) throws {
        queue.async { [self] in
            // A phone that is behind goes on with what is said now: what waited would be late for ever.
            guard engine.isRunning, route != nil, waiting < Self.mostWaiting else { return }
            do {
                guard let sound = try decoder.sound(of: packet) else { return }
                waiting += 1
                player.scheduleBuffer(sound, completionCallbackType: .dataConsumed) { [weak self, player] _ in
                    self?.queue.async { [weak self] in self?.played(by: player) }
                }
            } catch {
                log.info("a packet was not played: \(String(describing: error), privacy: .public)")
            }
        }
    }

    private func played(by player: AVAudioPlayerNode) {
        // What a player that was put away let go of is not waited for.
        if player === self.player { waiting -= 1 }
    }

    // The gap is heard; what comes after it is played as it comes.
    public func onMissed(count _: UInt64) throws {}

    private func pause() {
        queue.async { [self] in
            guard route != nil else { return }
            engine.pause()
            tell(hears: false)
        }
    }

    private func goOn() {
        queue.async { [self] in
            // One that runs needs nothing: setting it going changes its formats, too, and is told of.
            if !engine.isRunning { takeAgain() }
        }
    }

    private func takeAgain() {
        guard let route else { return }
        do {
            try route.takeAgain()
            start()
        } catch {
            // The call goes on; the system says when it ended.
            log.info("sound is still away: \(String(describing: error), privacy: .public)")
            tell(hears: false)
        }
    }

    private func start() {
        engine.stop()
        // With the echo canceller the engine's formats are others: it comes first.
        let isHeard = listen()
        do {
            engine.connect(player, to: engine.mainMixerNode, format: try pcm())
            engine.prepare()
            try engine.start()
            player.play()
            tell(hears: isHeard)
        } catch {
            log.error("no sound: \(String(describing: error), privacy: .public)")
            tell(hears: false)
        }
    }

    /// Takes the microphone anew, in whatever rate it has now; whether there is one.
    private func listen() -> Bool {
        engine.inputNode.removeTap(onBus: 0)
        guard AVAudioApplication.shared.recordPermission == .granted else { return false }
        do {
            // The system's echo canceller.
            if !engine.inputNode.isVoiceProcessingEnabled { try engine.inputNode.setVoiceProcessingEnabled(true) }
            let format = engine.inputNode.outputFormat(forBus: 0)
            guard format.sampleRate > 0, format.channelCount > 0 else { return false }
            let encoder = try OpusEncoder(from: format)
            self.encoder = encoder
            engine.inputNode.installTap(onBus: 0, bufferSize: AVAudioFrameCount(format.sampleRate / 50), format: format) {
                [weak self] sound, when in
                let beganUs = Int64(AVAudioTime.seconds(forHostTime: when.hostTime) * 1_000_000)
                self?.queue.async { [weak self] in self?.heard(sound, beganUs, by: encoder) }
            }
            return true
        } catch {
            log.error("no microphone: \(String(describing: error), privacy: .public)")
            return false
        }
    }

    private func heard(_ sound: AVAudioPCMBuffer, _ beganUs: Int64, by encoder: OpusEncoder) {
        // One of a microphone that was exchanged meanwhile.
        guard encoder === self.encoder, route != nil else { return }
        do {
            for piece in try encoder.packets(of: sound, at: beganUs) {
                parts.forEach { $0.packet(piece.atMs, piece.level, piece.packet) }
            }
        } catch {
            log.info("sound went by: \(String(describing: error), privacy: .public)")
        }
    }

    /// Packets of 20 ms: as much as may wait for the loudspeaker.
    private static let mostWaiting = 20
}
