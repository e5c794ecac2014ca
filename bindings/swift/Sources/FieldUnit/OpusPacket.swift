// How much sound an Opus packet holds, which decoders of Apple's are to be told beforehand.

/// The samples at 48 kHz in an Opus packet, by its first bytes (RFC 6716 section 3); nothing of what is no packet.
public func opusSamples(of packet: some Collection<UInt8>) -> Int? {
    guard let first = packet.first else { return nil }
    let frames: Int
    switch first & 3 {
    case 0: frames = 1
    case 1, 2: frames = 2
    default:
        guard let counted = packet.dropFirst().first.map({ Int($0 & 0x3f) }), counted > 0 else { return nil }
        frames = counted
    }
    let samples = frames * samplesInFrame(configuration: Int(first >> 3))
    // A packet holds 120 ms at most.
    return samples <= 5760 ? samples : nil
}

private func samplesInFrame(configuration: Int) -> Int {
    switch configuration {
    // SILK: 10, 20, 40, 60 ms.
    case ..<12: [480, 960, 1920, 2880][configuration % 4]
    // Hybrid: 10, 20 ms.
    case ..<16: [480, 960][configuration % 2]
    // CELT: 2.5, 5, 10, 20 ms.
    default: [120, 240, 480, 960][configuration % 4]
    }
}
