// How far a place is by road, how long that takes, how old that word is.

import FieldUnit
import Foundation

/// How far by road, with when the hall expects the arrival; nothing before the hall told a way.
func farByRoad(_ way: Way) -> String? {
    guard let metres = way.metres, let seconds = way.etaS else { return way.noWay == .noRoads ? say("way_no_roads") : nil }
    let minutes = max(1, Int((Double(seconds) / 60).rounded()))
    let far = say("way_far", distance(Double(metres)), minutes)
    guard let expected = way.expectedAtMs else { return far }
    return [far, say("way_there", hourMinute(expected))].joined(separator: say("way_between"))
}

/// Of when a word of the hall's is, if it is not of now.
func age(of way: Way, at hallTimeMs: Int64) -> String? {
    if way.kept { return say("way_kept", hourMinute(way.madeAtMs)) }
    return hallTimeMs - way.madeAtMs > oldMs ? say("way_of", hourMinute(way.madeAtMs)) : nil
}

/// A word of the hall's that is older says of when it is.
private let oldMs: Int64 = 3 * 60_000
