// What was heard, as Opus packets of 20 ms.

import AVFoundation
import FieldUnit

/// Makes packets of sound in whatever rate the microphone has. Belongs to one queue.
final class OpusEncoder {
    private let input: AVAudioFormat
    private let even: AVAudioConverter
    private let opus: AVAudioConverter
    private var samples: [Float] = []
    private var clock = SoundClock(rate: voiceRate)

    init(from input: AVAudioFormat) throws {
        guard let even = AVAudioConverter(from: input, to: try pcm()), let opus = AVAudioConverter(from: try pcm(), to: try opusFormat())
        else {
            throw MediaFault(what: "encoding sound", status: kAudioConverterErr_FormatNotSupported)
        }
        self.input = input
        self.even = even
        self.opus = opus
        opus.bitRate = Self.bitsPerSecond
    }

    /// Takes sound that began at a time of the host's clock; gives out its packets, each with its time in milliseconds and its loudness.
    func packets(of sound: AVAudioPCMBuffer, at beganUs: Int64) throws -> [(atMs: Int64, level: UInt8, packet: Data)] {
        let converted = try evened(sound)
        let endedUs = beganUs + Int64(sound.frameLength) * 1_000_000 / Int64(input.sampleRate)
        samples += converted
        var packets: [(atMs: Int64, level: UInt8, packet: Data)] = []
        while samples.count >= Self.samples {
            let piece = samples.prefix(Self.samples)
            samples.removeFirst(Self.samples)
            let restUs = Int64(samples.count) * 1_000_000 / Int64(voiceRate)
            let beganUs = clock.began(samples: Self.samples, endedAtUs: endedUs - restUs)
            let level = soundLevel(of: piece)
            if let packet = try encoded(piece) { packets.append((beganUs / 1000, level, packet)) }
        }
        return packets
    }

    private func evened(_ sound: AVAudioPCMBuffer) throws -> [Float] {
        let most = AVAudioFrameCount(Double(sound.frameLength) * Double(voiceRate) / input.sampleRate) + 64
        guard let made = AVAudioPCMBuffer(pcmFormat: even.outputFormat, frameCapacity: most) else { return [] }
        try converted(even, once: sound, to: made)
        guard let channel = made.floatChannelData?[0] else { return [] }
        return Array(UnsafeBufferPointer(start: channel, count: Int(made.frameLength)))
    }

    private func encoded(_ piece: ArraySlice<Float>) throws -> Data? {
        guard let sound = AVAudioPCMBuffer(pcmFormat: opus.inputFormat, frameCapacity: AVAudioFrameCount(piece.count)) else { return nil }
        sound.frameLength = AVAudioFrameCount(piece.count)
        for (at, sample) in piece.enumerated() { sound.floatChannelData?[0][at] = sample }
        let made = AVAudioCompressedBuffer(
            format: opus.outputFormat, packetCapacity: 1, maximumPacketSize: max(opus.maximumOutputPacketSize, 1500))
        try converted(opus, once: sound, to: made)
        // The first piece only fills the encoder.
        guard made.packetCount > 0, made.byteLength > 0 else { return nil }
        return Data(bytes: made.data, count: Int(made.byteLength))
    }

    private static let bitsPerSecond = 24_000
    /// 20 ms.
    private static let samples = 960
}

/// Converts one buffer, and says that there is no more for now.
func converted(_ converter: AVAudioConverter, once input: AVAudioBuffer, to output: AVAudioBuffer) throws {
    var given = false
    var fault: NSError?
    let status = converter.convert(to: output, error: &fault) { _, state in
        state.pointee = given ? .noDataNow : .haveData
        defer { given = true }
        return given ? nil : input
    }
    if status == .error { throw fault ?? MediaFault(what: "converting sound", status: noErr) as Error }
}

/// One channel of samples between -1 and 1.
func pcm() throws -> AVAudioFormat {
    guard let format = AVAudioFormat(standardFormatWithSampleRate: Double(voiceRate), channels: 1) else {
        throw MediaFault(what: "a format of sound", status: kAudioConverterErr_FormatNotSupported)
    }
    return format
}

/// Opus in one channel, so many samples to a packet.
func opusFormat(samples: Int = 960) throws -> AVAudioFormat {
    var description = AudioStreamBasicDescription(
        mSampleRate: Double(voiceRate), mFormatID: kAudioFormatOpus, mFormatFlags: 0, mBytesPerPacket: 0,
        mFramesPerPacket: UInt32(samples), mBytesPerFrame: 0, mChannelsPerFrame: 1, mBitsPerChannel: 0, mReserved: 0)
    guard let format = AVAudioFormat(streamDescription: &description) else {
        throw MediaFault(what: "a format of sound", status: kAudioConverterErr_FormatNotSupported)
    }
    return format
}
