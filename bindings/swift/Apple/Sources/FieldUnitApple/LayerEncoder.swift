// One layer of the camera's picture, encoded by the phone's hardware.

import CoreMedia
import FieldUnit
import Foundation
import VideoToolbox

/// An encoder of one layer. Belongs to one queue; the pictures come out on one of the system's.
final class LayerEncoder {
    private let session: VTCompressionSession
    private let fitter: PictureFitter
    private let encoded: @Sendable (Int64, Data) -> Void
    private let broke: @Sendable () -> Void
    private var wantsKeyFrame = true

    /// - Parameters:
    ///   - codec: What it makes.
    ///   - encoded: Takes the time of a picture in milliseconds of the host's clock, and its bytes in Annex B form.
    ///   - broke: Is called when the hardware ended it; a new encoder may do.
    init(
        codec: VideoCodec, width: Int, height: Int, bitsPerSecond: UInt64, encoded: @escaping @Sendable (Int64, Data) -> Void,
        broke: @escaping @Sendable () -> Void
    ) throws {
        self.encoded = encoded
        self.broke = broke
        fitter = try PictureFitter(width: width, height: height)
        // A rate control for calls, and no picture held back for a later one. Not every chip has it for every size.
        let prompt = [kVTVideoEncoderSpecification_EnableLowLatencyRateControl: kCFBooleanTrue as Any] as CFDictionary
        guard let session = Self.session(codec, width, height, prompt) ?? Self.session(codec, width, height, nil) else {
            throw MediaFault(what: "encoding", status: kVTCouldNotFindVideoEncoderErr)
        }
        self.session = session
        for (key, value) in Self.always { try checked(VTSessionSetProperty(session, key: key, value: value), "setting up an encoder") }
        // What an encoder does not know it does not need.
        for (key, value) in Self.ifKnown + [Self.profile(codec)] { _ = VTSessionSetProperty(session, key: key, value: value) }
        try setRate(bitsPerSecond)
        try checked(VTCompressionSessionPrepareToEncodeFrames(session), "setting up an encoder")
    }

    deinit { VTCompressionSessionInvalidate(session) }

    /// Sets the rate in bits per second.
    func setRate(_ bitsPerSecond: UInt64) throws {
        let rate = Int(min(bitsPerSecond, UInt64(Int32.max))) as CFNumber
        try checked(VTSessionSetProperty(session, key: kVTCompressionPropertyKey_AverageBitRate, value: rate), "setting a rate")
    }

    /// Makes the next picture a key frame.
    func makeKeyFrame() {
        wantsKeyFrame = true
    }

    /// Encodes a picture that was taken at a time of the host's clock.
    func encode(_ picture: CVPixelBuffer, at time: CMTime) throws {
        let options = wantsKeyFrame ? [kVTEncodeFrameOptionKey_ForceKeyFrame: kCFBooleanTrue as Any] as CFDictionary : nil
        guard let fitted = try fitter.fitted(picture) else { return }
        let (encoded, broke) = (encoded, broke)
        let status = VTCompressionSessionEncodeFrame(
            session, imageBuffer: fitted, presentationTimeStamp: time, duration: .invalid, frameProperties: options,
            infoFlagsOut: nil
        ) { status, _, sample in
            guard status == noErr else { return broke() }
            // None at all: the encoder left it out to keep to its rate.
            guard let sample, let unit = accessUnit(of: sample) else { return }
            encoded(milliseconds(sample.presentationTimeStamp), unit)
        }
        try checked(status, "encoding")
        wantsKeyFrame = false
    }

    /// Whether the phone encodes pictures of this size so.
    static func knows(_ codec: VideoCodec, width: Int, height: Int) -> Bool {
        guard let made = session(codec, width, height, nil) else { return false }
        VTCompressionSessionInvalidate(made)
        return true
    }

    private static func session(_ codec: VideoCodec, _ width: Int, _ height: Int, _ specification: CFDictionary?) -> VTCompressionSession? {
        var made: VTCompressionSession?
        let status = VTCompressionSessionCreate(
            allocator: nil, width: Int32(width), height: Int32(height), codecType: codecType(codec),
            encoderSpecification: specification, imageBufferAttributes: nil, compressedDataAllocator: nil, outputCallback: nil,
            refcon: nil, compressionSessionOut: &made)
        return status == noErr ? made : nil
    }

    private static let always: [(CFString, CFTypeRef)] = [
        (kVTCompressionPropertyKey_RealTime, kCFBooleanTrue),
        (kVTCompressionPropertyKey_AllowFrameReordering, kCFBooleanFalse),
    ]
    private static let ifKnown: [(CFString, CFTypeRef)] = [
        (kVTCompressionPropertyKey_ExpectedFrameRate, 30 as CFNumber),
        // Key frames are made when somebody asks; this is for a hall that cannot.
        (kVTCompressionPropertyKey_MaxKeyFrameIntervalDuration, 10 as CFNumber),
        (kVTCompressionPropertyKey_MaxFrameDelayCount, 0 as CFNumber),
    ]

    private static func codecType(_ codec: VideoCodec) -> CMVideoCodecType {
        switch codec {
        case .h264: kCMVideoCodecType_H264
        case .h265: kCMVideoCodecType_HEVC
        }
    }

    /// One that whoever decodes the codec decodes.
    private static func profile(_ codec: VideoCodec) -> (CFString, CFTypeRef) {
        let level =
            switch codec {
            case .h264: kVTProfileLevel_H264_ConstrainedBaseline_AutoLevel
            case .h265: kVTProfileLevel_HEVC_Main_AutoLevel
            }
        return (kVTCompressionPropertyKey_ProfileLevel, level)
    }
}

/// A picture in Annex B form, with its parameter sets if it is a key frame; nothing if it is not there yet, or not whole.
private func accessUnit(of sample: CMSampleBuffer) -> Data? {
    guard CMSampleBufferDataIsReady(sample), let block = sample.dataBuffer, let lengths = try? block.dataBytes() else { return nil }
    let sets = isKeyFrame(sample) ? parameterSets(of: sample.formatDescription) : []
    do {
        return try annexB(fromLengths: lengths, parameterSets: sets)
    } catch {
        log.error("an encoder's picture is cut off")
        return nil
    }
}

private func isKeyFrame(_ sample: CMSampleBuffer) -> Bool {
    let attachments = CMSampleBufferGetSampleAttachmentsArray(sample, createIfNecessary: false) as? [[CFString: Any]]
    // What does not say that it leans on others does not.
    return !(attachments?.first?[kCMSampleAttachmentKey_NotSync] as? Bool ?? false)
}

private func parameterSets(of format: CMFormatDescription?) -> [Data] {
    guard let format else { return [] }
    let isH265 = format.mediaSubType == .hevc
    // Sequence and picture parameter sets, and video parameter sets where there are some.
    let set = isH265 ? CMVideoFormatDescriptionGetHEVCParameterSetAtIndex : CMVideoFormatDescriptionGetH264ParameterSetAtIndex
    var count = 0
    guard set(format, 0, nil, nil, &count, nil) == noErr else { return [] }
    return (0..<count).compactMap { index in
        var (bytes, size): (UnsafePointer<UInt8>?, Int) = (nil, 0)
        let status = set(format, index, &bytes, &size, nil, nil)
        guard status == noErr, let bytes else { return nil }
        return Data(bytes: bytes, count: size)
    }
}

/// A time of the host's clock in milliseconds, as the core takes it.
func milliseconds(_ time: CMTime) -> Int64 {
    Int64(time.seconds * 1000)
}
