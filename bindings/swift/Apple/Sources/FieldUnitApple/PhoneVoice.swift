// The officer's voice to the hall, with the hall's to the officer: one engine, since the echo of one is taken out of the other.

import AVFoundation
import FieldUnit

/// Hears and plays until it is closed.
///
/// The core calls it as a speaker from a thread of its own; everything is done on one queue.
final class PhoneVoice: Speaker, @unchecked Sendable {
    private let queue = DispatchQueue(label: "yike.voice", qos: .userInteractive)
    private let packet: @Sendable (Int64, UInt8, Data) -> Void
    private let hears: @Sendable (Bool) -> Void
    private let decoder = OpusDecoder()
    private var engine = AVAudioEngine()
    private var player = AVAudioPlayerNode()
    private var route: VoiceRoute?
    private var encoder: OpusEncoder?
    private var change: NSObjectProtocol?
    private var waiting = 0
    private var isClosed = false

    /// - Parameters:
    ///   - packet: Takes a time in milliseconds of the host's clock, as the camera's pictures have, the loudness, and an Opus packet.
    ///   - hears: Is told whether there is a microphone: there is none without a permission, and during a telephone call.
    init(packet: @escaping @Sendable (Int64, UInt8, Data) -> Void, hears: @escaping @Sendable (Bool) -> Void) {
        self.packet = packet
        self.hears = hears
    }

    /// Takes the system's sound; whatever cannot be had is left out, and told.
    func begin() {
        queue.async { [self] in
            guard !isClosed else { return }
            do {
                route = try VoiceRoute(
                    paused: { [weak self] in self?.pause() }, resumed: { [weak self] in self?.goOn() },
                    lost: { [weak self] in self?.beginAnew() })
                (engine, player, waiting) = (AVAudioEngine(), AVAudioPlayerNode(), 0)
                engine.attach(player)
                // The engine stops by itself when a headset comes or goes, and says so by this alone.
                change = NotificationCenter.default.addObserver(forName: .AVAudioEngineConfigurationChange, object: engine, queue: nil) {
                    [weak self] _ in self?.goOn()
                }
                start()
            } catch {
                log.error("no sound: \(String(describing: error), privacy: .public)")
                hears(false)
            }
        }
    }

    private func beginAnew() {
        queue.async { [self] in end() }
        begin()
    }

    private func end() {
        if let change { NotificationCenter.default.removeObserver(change) }
        change = nil
        engine.inputNode.removeTap(onBus: 0)
        engine.stop()
        route?.close()
        route = nil
    }

    func play(takenAtMs _: Int64, packet: Data) throws {
        queue.async { [self] in
            // A phone that is behind goes on with what is said now: what waited would be late for ever.
            guard engine.isRunning, !isClosed, waiting < Self.mostWaiting else { return }
            do {
                guard let sound = try decoder.sound(of: packet) else { return }
                waiting += 1
                player.scheduleBuffer(sound, completionCallbackType: .dataConsumed) { [weak self] _ in
                    self?.queue.async { [weak self] in self?.waiting -= 1 }
                }
            } catch {
                log.info("a packet was not played: \(String(describing: error), privacy: .public)")
            }
        }
    }

    // The gap is heard; what comes after it is played as it comes.
    func onMissed(count _: UInt64) throws {}

    /// Gives the system's sound back; done when that is so.
    func close() async {
        await withCheckedContinuation { done in
            queue.async { [self] in
                isClosed = true
                // Where there was no sound to be had, there is none to give back.
                if route != nil { end() }
                done.resume()
            }
        }
    }

    private func pause() {
        queue.async { [self] in
            engine.pause()
            hears(false)
        }
    }

    private func goOn() {
        queue.async { [self] in
            // One that runs needs nothing: setting it going changes its formats, too, and is told of.
            guard !isClosed, !engine.isRunning, let route else { return }
            do {
                try route.takeAgain()
                start()
            } catch {
                // The call goes on; the system says when it ended.
                log.info("sound is still away: \(String(describing: error), privacy: .public)")
                hears(false)
            }
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
            hears(isHeard)
        } catch {
            log.error("no sound: \(String(describing: error), privacy: .public)")
            hears(false)
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
        guard encoder === self.encoder, !isClosed else { return }
        do {
            for piece in try encoder.packets(of: sound, at: beganUs) { packet(piece.atMs, piece.level, piece.packet) }
        } catch {
            log.info("sound went by: \(String(describing: error), privacy: .public)")
        }
    }

    /// Packets of 20 ms: as much as may wait for the loudspeaker.
    private static let mostWaiting = 20
}
