// A photo's pixels, upright, no more of them than are drawn.

import ImageIO
import UIKit

/// A photo whose longer side has so many pixels at most; nothing if these bytes are none.
func thumbnail(_ jpeg: Data, longest: CGFloat) -> UIImage? {
    let options: [CFString: Any] = [
        kCGImageSourceCreateThumbnailFromImageAlways: true, kCGImageSourceCreateThumbnailWithTransform: true,
        kCGImageSourceShouldCacheImmediately: true, kCGImageSourceThumbnailMaxPixelSize: longest,
    ]
    guard let source = CGImageSourceCreateWithData(jpeg as CFData, [kCGImageSourceShouldCache: false] as CFDictionary),
        let small = CGImageSourceCreateThumbnailAtIndex(source, 0, options as CFDictionary)
    else { return nil }
    return UIImage(cgImage: small)
}
