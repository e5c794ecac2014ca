// H.264 and H.265 as Apple's encoders give it out, made into what the core takes.
//
// An encoder of VideoToolbox puts the length before each NAL unit (ISO/IEC 14496-15) and keeps the parameter sets apart; the core takes
// start codes (Annex B of both) with the parameter sets before each key frame.

import Foundation

/// Why bytes are no access unit with lengths.
public enum LengthFault: Error, Equatable {
    /// A length reaches beyond the end, or is cut off itself.
    case cutOff
}

/// An access unit with start codes, made of one with lengths of four bytes each.
///
/// - Parameters:
///   - lengths: The access unit as the encoder made it.
///   - parameterSets: The parameter sets without length or start code, for a key frame; else none.
public func annexB(fromLengths lengths: Data, parameterSets: [Data] = []) throws -> Data {
    var bytes = Data(capacity: lengths.count + parameterSets.reduce(0) { $0 + $1.count + 4 })
    for set in parameterSets {
        bytes.append(contentsOf: startCode)
        bytes.append(set)
    }
    var rest = lengths[...]
    while !rest.isEmpty {
        guard rest.count >= 4 else { throw LengthFault.cutOff }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard length <= rest.count else { throw LengthFault.cutOff }
        bytes.append(contentsOf: startCode)
        bytes.append(rest.prefix(length))
        rest = rest.dropFirst(length)
    }
    return bytes
}

private let startCode: [UInt8] = [0, 0, 0, 1]
