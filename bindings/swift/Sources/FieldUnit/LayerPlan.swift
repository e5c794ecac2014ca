// Which layers of a picture are encoded at which rate, as the core asks for it.
//
// It turns wishes into steps for encoders that know no layers, whoever made them.

/// What one layer's encoder is to do.
public enum LayerStep: Equatable, Sendable {
    /// Encode at a rate in bits per second from now on.
    case rate(layer: Int, bitsPerSecond: UInt64)
    /// Make the next picture a key frame.
    case keyFrame(layer: Int)
    /// Take no pictures for the time being.
    case rest(layer: Int)
    /// Take pictures again.
    case goOn(layer: Int)
}

/// What each layer was asked for, the smallest first.
public struct LayerPlan: Sendable {
    private var needed = true
    private var rates: [UInt64?]
    private var resting: Set<Int> = []

    /// A plan for so many layers, all of which are encoded until the core says otherwise.
    public init(layers: Int) {
        rates = Array(repeating: nil, count: layers)
    }

    /// Whether a layer takes pictures now.
    public func isOn(_ layer: Int) -> Bool {
        rates.indices.contains(layer) && !resting.contains(layer)
    }

    /// What the encoders are to do because of a wish; nothing of what is for the officer to know, or of a layer that is not there.
    public mutating func obey(_ wish: EncoderWish) -> [LayerStep] {
        var steps: [LayerStep] = []
        switch wish {
        case .bitrate(let layer, let bitsPerSecond):
            guard rates.indices.contains(Int(layer)) else { return [] }
            rates[Int(layer)] = bitsPerSecond
            if bitsPerSecond > 0 { steps.append(.rate(layer: Int(layer), bitsPerSecond: bitsPerSecond)) }
        case .keyFrame(let layer):
            guard rates.indices.contains(Int(layer)) else { return [] }
            steps.append(.keyFrame(layer: Int(layer)))
        case .encode(let isNeeded): needed = isNeeded
        case .missed: steps += rates.indices.map { .keyFrame(layer: $0) }
        // While only stills go, the encoders run on, so that a key frame is there as soon as one is asked for.
        case .stillsOnly, .state, .refused, .silent: return []
        // Whoever made the encoders makes others.
        case .encodeIn: return []
        }
        for layer in rates.indices { steps += restOrGoOn(layer) }
        return steps
    }

    /// What encoders that were made anew are to be told, so that they go on where those before them were.
    public func afresh() -> [LayerStep] {
        rates.indices.flatMap { layer -> [LayerStep] in
            let rate = rates[layer].flatMap { $0 > 0 ? LayerStep.rate(layer: layer, bitsPerSecond: $0) : nil }
            return (rate.map { [$0] } ?? []) + (resting.contains(layer) ? [.rest(layer: layer)] : [])
        }
    }

    private mutating func restOrGoOn(_ layer: Int) -> [LayerStep] {
        let rests = rates[layer] == 0 || !needed
        if rests == resting.contains(layer) { return [] }
        if rests {
            resting.insert(layer)
            return [.rest(layer: layer)]
        }
        resting.remove(layer)
        return [.goOn(layer: layer), .keyFrame(layer: layer)]
    }
}
