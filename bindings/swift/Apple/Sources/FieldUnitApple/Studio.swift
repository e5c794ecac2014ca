// The camera with its encoders, as one queue drives them.

import AVFoundation
import FieldUnit

/// Camera and encoders; belongs to its queue.
final class Studio {
    private let queue: DispatchQueue
    private let encoded: @Sendable (Int, Int64, Data) -> Void
    private let sees: (Bool) -> Void
    private let gaveUpH265: () -> Void
    private var encoders: [LayerEncoder] = []
    private var plan = LayerPlan(layers: Filming.layers)
    private var codec = VideoCodec.h264
    private var front = false
    private var repairs = 0
    private var repairedAt = DispatchTime(uptimeNanoseconds: 0)
    private lazy var feed = CameraFeed(
        queue: queue, taken: { [weak self] in self?.taken($0, at: $1) },
        sees: { [weak self] in
            self?.sees($0)
            if $0 { self?.encoders.forEach { $0.makeKeyFrame() } }
        })

    /// What a screen shows the officer's own picture with.
    var session: AVCaptureSession { feed.session }

    /// - Parameters:
    ///   - encoded: Takes a layer, a time in milliseconds and a picture's bytes, on a queue of the system's.
    ///   - sees: Is told whether there is a camera to film with.
    ///   - gaveUpH265: Is called when its encoders do not work, after all; others may.
    init(
        queue: DispatchQueue, encoded: @escaping @Sendable (Int, Int64, Data) -> Void, sees: @escaping (Bool) -> Void,
        gaveUpH265: @escaping () -> Void
    ) throws {
        self.queue = queue
        self.encoded = encoded
        self.sees = sees
        self.gaveUpH265 = gaveUpH265
        try openEncoders()
    }

    /// Switches the camera on.
    func film() {
        feed.film(front: front)
    }

    /// Turns to the other camera.
    func otherCamera() {
        front.toggle()
        film()
        encoders.forEach { $0.makeKeyFrame() }
    }

    /// Does what the core asks.
    func obey(_ wish: EncoderWish) {
        if case .encodeIn(let codec) = wish, codec != self.codec {
            self.codec = codec
            _ = openAnew()
        }
        plan.obey(wish).forEach(carryOut)
    }

    /// Whether the phone makes H.265, too.
    static let knowsH265 = LayerEncoder.knows(.h265, width: width, height: height)

    private func taken(_ picture: CVPixelBuffer, at time: CMTime) {
        if encoders.isEmpty { repair() }
        for (layer, encoder) in encoders.enumerated() where plan.isOn(layer) {
            do {
                try encoder.encode(picture, at: time)
            } catch {
                log.error("a picture was not encoded: \(String(describing: error), privacy: .public)")
                return repair()
            }
        }
    }

    private func carryOut(_ step: LayerStep) {
        switch step {
        case .rate(let layer, let bitsPerSecond):
            guard encoders.indices.contains(layer) else { return }
            do {
                try encoders[layer].setRate(bitsPerSecond)
            } catch {
                log.error("a rate was not set: \(String(describing: error), privacy: .public)")
            }
        case .keyFrame(let layer):
            if encoders.indices.contains(layer) { encoders[layer].makeKeyFrame() }
        // Whether a layer takes pictures is asked of the plan, picture by picture.
        case .rest, .goOn: break
        }
    }

    private func openEncoders() throws {
        encoders = try (0..<Filming.layers).map { layer in
            let half = 1 << (Filming.layers - 1 - layer)
            let (made, queue) = (repairs, queue)
            return try LayerEncoder(
                codec: codec,
                // Upright, as officers hold a phone.
                width: Self.width / half, height: Self.height / half, bitsPerSecond: Self.firstBitsPerSecond / UInt64(half * half),
                encoded: { [encoded] in encoded(layer, $0, $1) },
                // Pictures that were under way when it broke say so once each.
                broke: { [weak self] in queue.async { [weak self] in if let self, self.repairs == made { self.repair() } } })
        }
        plan.afresh().forEach(carryOut)
    }

    /// Hardware that the system took away, as it does when nobody looks at the app, may work afresh; it is tried once a second.
    private func repair() {
        encoders = []
        let now = DispatchTime.now()
        guard now >= repairedAt + Self.repairEvery else { return }
        repairedAt = now
        if openAnew() { sees(true) }
    }

    /// Makes encoders of the codec that is asked for; whether they work.
    private func openAnew() -> Bool {
        encoders = []
        repairs += 1
        do {
            try openEncoders()
            return true
        } catch {
            log.error("no encoder: \(String(describing: error), privacy: .public)")
            if codec == .h265 { gaveUpH265() } else { sees(false) }
            return false
        }
    }

    private static let width = 720
    private static let height = 1280
    private static let firstBitsPerSecond: UInt64 = 1_200_000
    private static let repairEvery = DispatchTimeInterval.seconds(1)
}
