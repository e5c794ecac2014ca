// A sound note being spoken: it ends by a press or after a minute, and nothing leaves the phone before its officer sends it.

import AVFoundation
import Observation

/// Records sound notes, one at a time, as AAC in MP4, which every phone and browser plays.
@MainActor
@Observable
public final class NoteRecorder {
    /// Why there is no note.
    public enum Fault: Sendable { case denied, taken, failed, tooShort }

    /// Seconds that a note lasts at most.
    public nonisolated static let longest = 60.0

    /// Whether it hears.
    public private(set) var isOn = false
    /// Seconds that it has heard.
    public private(set) var elapsed = 0.0
    /// How loud it is at this moment, 0 to 1.
    public private(set) var loudness = 0.0
    /// Why the last one came to nothing.
    public private(set) var fault: Fault?

    @ObservationIgnored private let session: NoteSession
    @ObservationIgnored private var recorder: AVAudioRecorder?
    @ObservationIgnored private var ticking: Task<Void, Never>?
    @ObservationIgnored private var made: (Data, Int) -> Void = { _, _ in }
    /// Which try this is: an answer that belongs to an earlier one is let go of.
    @ObservationIgnored private var turn = 0

    public init(session: NoteSession) {
        self.session = session
    }

    /// Begins once the officer allowed the microphone.
    ///
    /// - Parameter made: Is handed the note with its length in milliseconds.
    public func start(made: @escaping (Data, Int) -> Void) async {
        guard !isOn else { return }
        fault = nil
        turn += 1
        let asked = turn
        guard await AVAudioApplication.requestRecordPermission() else {
            fault = .denied
            return
        }
        // The officer may have turned to something else before saying yes.
        guard asked == turn, !isOn else { return }
        self.made = made
        do {
            try begin()
        } catch {
            log.info("no microphone: \(error.localizedDescription, privacy: .public)")
            letGo()
            fault = .taken
        }
    }

    /// Ends the note, which is handed over.
    public func stop() {
        turn += 1
        guard let recorder, isOn else { return }
        let lasted = recorder.currentTime
        recorder.stop()
        let note = try? Data(contentsOf: Self.file)
        letGo()
        if lasted < Self.shortest {
            fault = .tooShort
        } else if let note, !note.isEmpty, note.count <= Self.mostBytes {
            made(note, Int((lasted * 1000).rounded()))
        } else {
            fault = .failed
        }
    }

    /// Ends whatever is going on; nothing is kept, and nothing is wrong.
    public func cancel() {
        turn += 1
        recorder?.stop()
        letGo()
        fault = nil
    }

    private func begin() throws {
        try session.take()
        let settings: [String: Any] = [
            AVFormatIDKey: kAudioFormatMPEG4AAC, AVSampleRateKey: 24_000, AVNumberOfChannelsKey: 1, AVEncoderBitRateKey: 32_000,
        ]
        let recorder = try AVAudioRecorder(url: Self.file, settings: settings)
        recorder.isMeteringEnabled = true
        self.recorder = recorder
        guard recorder.record(forDuration: Self.longest + 1) else { throw CocoaError(.fileWriteUnknown) }
        isOn = true
        ticking = Task { [weak self] in
            while !Task.isCancelled, self?.isOn == true {
                try? await Task.sleep(for: .milliseconds(100))
                self?.tick()
            }
        }
    }

    private func tick() {
        guard isOn, let recorder else { return }
        recorder.updateMeters()
        // From decibels below the loudest to what a voice near the microphone comes to.
        loudness = min(1, max(0, 2 * pow(10, Double(recorder.averagePower(forChannel: 0)) / 20)))
        elapsed = min(recorder.currentTime, Self.longest)
        // A call that took the sound away ends it; what was said is kept.
        if elapsed >= Self.longest || !recorder.isRecording { stop() }
    }

    private func letGo() {
        ticking?.cancel()
        recorder = nil
        isOn = false
        elapsed = 0
        loudness = 0
        session.giveBack()
        try? FileManager.default.removeItem(at: Self.file)
    }

    private static let file = FileManager.default.temporaryDirectory.appending(path: "note.m4a")
    /// One that is shorter was a slip of the finger.
    private static let shortest = 0.3
    /// `MOST_SOUND_BYTES` of the core.
    private static let mostBytes = 2 * 1024 * 1024
}
