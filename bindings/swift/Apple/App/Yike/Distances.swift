// How far, which way, by whom: in words.

import FieldUnit

/// The wind nearest to a bearing, in words.
func wind(_ degrees: Double) -> String {
    say("wind_\(Int((degrees / 45).rounded()) % 8)")
}

/// How far, coarsely, in words.
func distance(_ metres: Double) -> String {
    metres < 995 ? say("metres", Int((metres / 10).rounded()) * 10) : say("kilometres", metres / 1000)
}

extension Navigator {
    /// The name of its word.
    var word: String {
        switch self {
        case .apple: "navigate_system"
        case .amap: "navigate_amap"
        case .baidu: "navigate_baidu"
        }
    }
}
