// How far and which way, as the crow flies.

import FieldUnitFace
import Foundation

/// Metres from one point to another along a great circle (haversine formula).
public func distanceM(from: LatLon, to: LatLon) -> Double {
    let chord = half(to.lat - from.lat) + cos(radians(from.lat)) * cos(radians(to.lat)) * half(to.lon - from.lon)
    return 2 * earthM * asin(min(1, chord.squareRoot()))
}

/// Degrees clockwise from north in which one point lies from another.
public func bearingDeg(from: LatLon, to: LatLon) -> Double {
    let (phi1, phi2, lambda) = (radians(from.lat), radians(to.lat), radians(to.lon - from.lon))
    let angle = atan2(sin(lambda) * cos(phi2), cos(phi1) * sin(phi2) - sin(phi1) * cos(phi2) * cos(lambda))
    return (angle * 180 / .pi + 360).truncatingRemainder(dividingBy: 360)
}

/// The lines that lead straight from where the road ends: from the officer to it, from it to the place; without a road from one to the other.
public func offRoad(_ line: [LatLon], here: LatLon?, there: LatLon) -> [(from: LatLon, to: LatLon)] {
    guard let last = line.last else { return here.map { [(from: $0, to: there)] } ?? [] }
    let nearest = here.flatMap { here in line.min { distanceM(from: $0, to: here) < distanceM(from: $1, to: here) } }
    var gaps = [(from: last, to: there)]
    if let here, let nearest { gaps.insert((from: here, to: nearest), at: 0) }
    return gaps.filter { distanceM(from: $0.from, to: $0.to) > offRoadM }
}

/// The mean radius of the earth (IUGG).
private let earthM = 6_371_008.8
/// Where the officer or the place is further from the road, a dashed line leads there.
private let offRoadM = 25.0

private func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }

private func half(_ degrees: Double) -> Double {
    let sine = sin(radians(degrees) / 2)
    return sine * sine
}
