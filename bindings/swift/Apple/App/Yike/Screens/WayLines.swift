// How far and which way the place is from here: straight with an arrow, by road with the time.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// How far and which way, as the crow flies; north is up.
struct StraightLine: View {
    let order: Order
    let here: Position?

    var body: some View {
        HStack(spacing: 10) {
            if let bearing {
                Image(systemName: "location.north.fill").foregroundStyle(Colour.accent).rotationEffect(.degrees(bearing))
                    .accessibilityHidden(true)
            }
            Text(words).font(.headline).foregroundStyle(here == nil ? Colour.faint : Colour.ink)
        }
    }

    private var there: LatLon { LatLon(lat: order.place.lat, lon: order.place.lon) }

    private var me: LatLon? { here.map { LatLon(lat: $0.lat, lon: $0.lon) } }

    /// Nothing nearer than the position is sure: a direction would mean nothing.
    private var bearing: Double? {
        guard let me, let here, distanceM(from: me, to: there) > max(Self.nearM, here.accuracyM) else { return nil }
        return bearingDeg(from: me, to: there)
    }

    private var words: String {
        guard let me else { return say("own_position_unknown") }
        guard let bearing else { return say("at_place") }
        return say("straight", distance(distanceM(from: me, to: there)), wind(bearing))
    }

    private static let nearM = 20.0
}

/// How far by road, how long that takes, how old that word is.
struct RoadLine: View {
    let way: Way
    let hallTimeMs: Int64

    var body: some View {
        if let far = farByRoad(way) {
            VStack(alignment: .leading, spacing: 2) {
                Text(far).font(.body.weight(.bold)).foregroundStyle(way.noWay == nil ? Colour.ink : Colour.faint)
                if let age = age(of: way, at: hallTimeMs) { Signed(words: age, sign: .waiting, colour: Colour.faint).font(.subheadline) }
            }
        }
    }
}
