// The camera's pictures, scaled for one layer: whole and undistorted, however the phone is held.

import CoreVideo
import Foundation
import VideoToolbox

/// Scales pictures to one size, with black at the sides where the shape differs. Belongs to one queue.
final class PictureFitter {
    private let session: VTPixelTransferSession
    private let pool: CVPixelBufferPool

    init(width: Int, height: Int) throws {
        var session: VTPixelTransferSession?
        try checked(VTPixelTransferSessionCreate(allocator: nil, pixelTransferSessionOut: &session), "scaling")
        let wanted: [CFString: Any] = [
            kCVPixelBufferWidthKey: width, kCVPixelBufferHeightKey: height,
            kCVPixelBufferPixelFormatTypeKey: kCVPixelFormatType_420YpCbCr8BiPlanarVideoRange,
            kCVPixelBufferIOSurfacePropertiesKey: [:] as CFDictionary,
        ]
        var pool: CVPixelBufferPool?
        try checked(CVPixelBufferPoolCreate(nil, nil, wanted as CFDictionary, &pool), "room for pictures")
        guard let session, let pool else { throw MediaFault(what: "scaling", status: noErr) }
        try checked(
            VTSessionSetProperty(session, key: kVTPixelTransferPropertyKey_ScalingMode, value: kVTScalingMode_Letterbox), "scaling")
        self.session = session
        self.pool = pool
    }

    deinit { VTPixelTransferSessionInvalidate(session) }

    /// The picture in its new size; nothing while the encoder is behind, which holds its pictures: the next one goes by rather than
    /// taking more memory.
    func fitted(_ picture: CVPixelBuffer) throws -> CVPixelBuffer? {
        var made: CVPixelBuffer?
        let most = [kCVPixelBufferPoolAllocationThresholdKey: Self.mostAtOnce] as CFDictionary
        let status = CVPixelBufferPoolCreatePixelBufferWithAuxAttributes(nil, pool, most, &made)
        if status == kCVReturnWouldExceedAllocationThreshold { return nil }
        try checked(status, "room for a picture")
        guard let made else { return nil }
        try checked(VTPixelTransferSessionTransferImage(session, from: picture, to: made), "scaling")
        return made
    }

    private static let mostAtOnce = 8
}

/// What the system said when a part of camera or sound failed.
public struct MediaFault: Error, CustomStringConvertible {
    public let what: String
    public let status: OSStatus

    public var description: String { "\(what) failed: \(status)" }
}

func checked(_ status: OSStatus, _ what: String) throws {
    guard status == noErr else { throw MediaFault(what: what, status: status) }
}
