// Prepared pictures: the access units of `clip/testsrc.h264`, each of which begins with a delimiter.

import Foundation
import XCTest

enum Clip {
    static let fps = 15

    static func accessUnits() throws -> [Data] {
        let path = try XCTUnwrap(ProcessInfo.processInfo.environment["YIKE_CLIP"], "YIKE_CLIP names no file")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let delimiter = Data([0, 0, 0, 1, 0x09])
        var starts: [Int] = []
        var from = bytes.startIndex
        while let found = bytes.range(of: delimiter, in: from..<bytes.endIndex) {
            starts.append(found.lowerBound)
            from = found.upperBound
        }
        return zip(starts, starts.dropFirst() + [bytes.endIndex]).map { Data(bytes[$0..<$1]) }
    }
}
