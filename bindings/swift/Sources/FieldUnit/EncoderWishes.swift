// What the encoders are to do, as one stream of wishes.

import FieldUnitFace

/// Something for an encoder, or for the officer to know.
public enum EncoderWish: Equatable, Sendable {
    /// Encode in this codec from now on, beginning with a key frame; at first it is H.264.
    case encodeIn(VideoCodec)
    /// Set the rate of a layer in bits per second; 0 if it is not to be encoded for the time being.
    case bitrate(layer: UInt8, bitsPerSecond: UInt64)
    /// Make the next picture of a layer a key frame.
    case keyFrame(layer: UInt8)
    /// Whether anybody needs the picture; the first one after a pause is to be a key frame.
    case encode(needed: Bool)
    /// Whether the network carries key frames only, one at a time.
    case stillsOnly(on: Bool)
    /// Whether no picture has come for five seconds although one is to be encoded: start an encoder that stopped anew, and tell
    /// the officer.
    case silent(Bool)
    /// The connection is in another state.
    case state(LiveState)
    /// The hall will not have the stream for the time being.
    case refused(status: UInt16)
    /// So many wishes went by: make key frames, at the rates last asked for, in the picture's `codec()`.
    case missed(count: UInt64)
}

/// A camera's control that hands on what it hears.
public final class EncoderWishes: CameraControl, Sendable {
    /// Every wish, in its order. One task may follow it.
    public var wishes: AsyncStream<EncoderWish> { asked.stream }

    private let asked = Heard<EncoderWish> { .missed(count: $0) }

    public init() {}

    public func encodeIn(codec: VideoCodec) throws {
        asked.say(.encodeIn(codec))
    }

    public func setBitrate(layer: UInt8, bitsPerSecond: UInt64) throws {
        asked.say(.bitrate(layer: layer, bitsPerSecond: bitsPerSecond))
    }

    public func makeKeyFrame(layer: UInt8) throws {
        asked.say(.keyFrame(layer: layer))
    }

    public func encode(needed: Bool) throws {
        asked.say(.encode(needed: needed))
    }

    public func stillsOnly(on: Bool) throws {
        asked.say(.stillsOnly(on: on))
    }

    public func onSilent(silent: Bool) throws {
        asked.say(.silent(silent))
    }

    public func onState(state: LiveState) throws {
        asked.say(.state(state))
    }

    public func onRefused(status: UInt16) throws {
        asked.say(.refused(status: status))
    }

    public func onMissed(count: UInt64) throws {
        asked.say(.missed(count: count))
    }
}
