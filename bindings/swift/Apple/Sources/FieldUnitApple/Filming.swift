// Everything that is on while the officer is live: camera, encoders, microphone, loudspeaker.

import AVFoundation
import FieldUnit
import Observation

/// How the officer's own picture fares.
public struct FilmingLook: Equatable, Sendable {
    /// The connection.
    public var state = LiveState.connecting
    /// Whether the hall will not have the stream for the time being.
    public var refused = false
    /// Whether the network carries key frames only.
    public var stillsOnly = false
    /// Whether the encoders hand in no picture, although one is wanted.
    public var silent = false
    /// Whether there is a camera to film with.
    public var sees = true
    /// Whether there is a microphone to talk with.
    public var hears = true
    /// Whether the hall hears the officer now.
    public var talking = false

    public init() {}
}

/// A live picture from the phone's own camera; `stop` it.
@MainActor
@Observable
public final class Filming {
    /// How many layers the picture has: the smaller one is half as high.
    public nonisolated static let layers = 2

    /// How it fares.
    public private(set) var look = FilmingLook()
    /// What a screen shows the officer's own picture with, once there is a camera.
    public private(set) var session: AVCaptureSession?

    @ObservationIgnored private let queue = DispatchQueue(label: "yike.camera", qos: .userInteractive)
    @ObservationIgnored private let hand = Hand()
    @ObservationIgnored private let onCamera = OnCamera()
    @ObservationIgnored private let voice: PhoneVoice
    @ObservationIgnored private var part: VoicePart?
    @ObservationIgnored private var picture: LivePicture?
    @ObservationIgnored private var following: Task<Void, Never>?

    private init(voice: PhoneVoice) {
        self.voice = voice
    }

    /// Starts it, with whatever of camera and sound the officer and the system let it have; the microphone is off at first.
    ///
    /// The system shows the officer its own questions for camera and microphone; they were asked before, by `askToFilm`.
    ///
    /// - Parameter voice: The phone's one voice, which the line to talk has a part in, too.
    public static func start(_ phone: FieldPhone, voice: PhoneVoice) async throws -> Filming {
        let filming = Filming(voice: voice)
        do {
            try await filming.begin(phone)
        } catch {
            await filming.stop()
            throw error
        }
        return filming
    }

    /// Has the hall hear the officer, or not.
    public func talk(_ on: Bool) {
        look.talking = on && look.hears
        hand.talks = look.talking
    }

    /// The officer is heard on the line to talk, or no more: while the camera is on, by its sound.
    public func letOut(_ on: Bool) {
        hand.isOut = on
    }

    /// Turns to the phone's other camera.
    public func otherCamera() {
        queue.async { [onCamera] in onCamera.studio?.otherCamera() }
    }

    /// Ends it; done when camera and microphone are off and the hall was told, or cannot be. A second time does nothing.
    public func stop() async {
        following?.cancel()
        hand.picture = nil
        if let part { await voice.leave(part) }
        part = nil
        await withCheckedContinuation { done in
            queue.async { [onCamera] in
                onCamera.studio = nil
                done.resume()
            }
        }
        session = nil
        await picture?.stop()
        picture = nil
    }

    private func begin(_ phone: FieldPhone) async throws {
        let wishes = EncoderWishes()
        let hand = hand
        // Asking the hardware takes a while.
        let h265 = await withCheckedContinuation { asked in queue.async { asked.resume(returning: Studio.knowsH265) } }
        let picture = try await phone.goLive(settings: LiveSettings(layers: UInt8(Self.layers), h265: h265), camera: wishes, speaker: voice)
        self.picture = picture
        hand.picture = picture
        session = await openStudio()
        following = Task { [weak self] in
            for await wish in wishes.wishes { self?.obey(wish) }
        }
        let part = VoicePart(
            packet: { at, level, packet in hand.sound(at, level, packet) },
            hears: { [weak self] hears in Task { @MainActor in self?.hears(hears) } })
        self.part = part
        voice.join(part)
    }

    private func openStudio() async -> AVCaptureSession? {
        await withCheckedContinuation { opened in
            queue.async { [queue, onCamera, hand, weak self] in
                do {
                    let studio = try Studio(
                        queue: queue, encoded: { layer, at, frame in hand.frame(layer, at, frame) },
                        sees: { sees in Task { @MainActor in self?.look.sees = sees } },
                        gaveUpH265: { orLate("a codec") { try hand.picture?.giveUpH265() } })
                    onCamera.studio = studio
                    studio.film()
                    opened.resume(returning: studio.session)
                } catch {
                    log.error("no camera: \(String(describing: error), privacy: .public)")
                    Task { @MainActor in self?.look.sees = false }
                    opened.resume(returning: nil)
                }
            }
        }
    }

    private func obey(_ wish: EncoderWish) {
        // The codec may be among what went by.
        if case .missed = wish, let codec = try? picture?.codec() { obey(.encodeIn(codec)) }
        queue.async { [onCamera] in onCamera.studio?.obey(wish) }
        switch wish {
        case .state(let state):
            look.state = state
            if state == .connected { look.refused = false }
        case .stillsOnly(let on): look.stillsOnly = on
        case .silent(let silent): look.silent = silent
        case .refused: look.refused = true
        case .encodeIn, .bitrate, .keyFrame, .encode, .missed: break
        }
    }

    private func hears(_ hears: Bool) {
        look.hears = hears
        if !hears { talk(false) }
    }
}

/// Asks the officer for camera and microphone, if that was not done; whether there is a camera to film with.
public func askToFilm() async -> Bool {
    _ = await AVAudioApplication.requestRecordPermission()
    return await AVCaptureDevice.requestAccess(for: .video)
}

/// What belongs to the camera's queue.
private final class OnCamera: @unchecked Sendable {
    var studio: Studio?
}

/// Hands frames and sound to the core from whichever thread they come on.
private final class Hand: @unchecked Sendable {
    private let lock = NSLock()
    private var live: LivePicture?
    private var isTalking = false
    private var isLetOut = false

    var picture: LivePicture? {
        get { lock.withLock { live } }
        set { lock.withLock { live = newValue } }
    }

    var talks: Bool {
        get { lock.withLock { isTalking } }
        set { lock.withLock { isTalking = newValue } }
    }

    var isOut: Bool {
        get { lock.withLock { isLetOut } }
        set { lock.withLock { isLetOut = newValue } }
    }

    func frame(_ layer: Int, _ atMs: Int64, _ frame: Data) {
        orLate("a frame") { try picture?.video(layer: UInt8(layer), takenAtMs: atMs, accessUnit: frame) }
    }

    func sound(_ atMs: Int64, _ level: UInt8, _ packet: Data) {
        if talks || isOut { orLate("sound") { try picture?.sound(takenAtMs: atMs, level: level, packet: packet) } }
    }
}

/// What comes after the end, or was spoilt by an encoder, is no reason to end the app.
func orLate(_ what: String, _ hand: () throws -> Void) {
    do {
        try hand()
    } catch {
        log.debug("\(what, privacy: .public) went by: \(error.localizedDescription, privacy: .public)")
    }
}
