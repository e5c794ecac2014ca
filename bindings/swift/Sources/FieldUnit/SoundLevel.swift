// How loud sound is, by which the hall tells a voice from silence.

import Foundation

/// How many decibels below the loudest there is, 0 to 127, samples between -1 and 1 are; 127 for silence (RFC 6464).
public func soundLevel(of samples: some Collection<Float>) -> UInt8 {
    guard !samples.isEmpty else { return 127 }
    let squares = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard squares > 0, squares.isFinite else { return 127 }
    let decibels = -20 * log10((squares / Double(samples.count)).squareRoot())
    return UInt8(min(max(decibels.rounded(), 0), 127))
}
