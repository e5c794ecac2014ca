// What the hall says, decoded from Opus packets.

import AVFoundation
import FieldUnit

/// Makes sound of packets. Belongs to one thread.
final class OpusDecoder {
    private var samples = 0
    private var converter: AVAudioConverter?

    /// The sound of a packet; nothing of what is none.
    func sound(of packet: Data) throws -> AVAudioPCMBuffer? {
        guard let length = opusSamples(of: packet) else { return nil }
        // The hall passes on what each seat's browser makes, which may be longer at the next one's.
        if length != samples || converter == nil {
            converter = AVAudioConverter(from: try opusFormat(samples: length), to: try pcm())
            samples = length
        }
        guard let converter else { throw MediaFault(what: "decoding sound", status: kAudioConverterErr_FormatNotSupported) }
        let input = AVAudioCompressedBuffer(format: converter.inputFormat, packetCapacity: 1, maximumPacketSize: packet.count)
        packet.copyBytes(to: input.data.assumingMemoryBound(to: UInt8.self), count: packet.count)
        input.byteLength = UInt32(packet.count)
        input.packetCount = 1
        input.packetDescriptions?.pointee = AudioStreamPacketDescription(
            mStartOffset: 0, mVariableFramesInPacket: 0, mDataByteSize: UInt32(packet.count))
        guard let made = AVAudioPCMBuffer(pcmFormat: converter.outputFormat, frameCapacity: AVAudioFrameCount(length)) else { return nil }
        try converted(converter, once: input, to: made)
        return made.frameLength > 0 ? made : nil
    }
}
