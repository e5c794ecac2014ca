// What is drawn on an order's map, in degrees of WGS-84.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Everything on it.
struct MapDrawing: Equatable {
    /// How a line looks.
    struct Look: Equatable {
        let colour: Color
        let width: CGFloat
        var isDashed = false
    }

    /// A line, below those after it.
    struct Line: Equatable {
        let points: [LatLon]
        let look: Look
    }

    /// Somebody, or the place itself.
    struct Mark: Equatable {
        let at: LatLon
        let name: String
        let symbol: String
        let colour: Color
    }

    let there: LatLon
    let radiusM: Double
    let lines: [Line]
    let marks: [Mark]
    /// What is to be in sight.
    let toBeSeen: [LatLon]

    init(order: Order, here: Position?, way: Way?, isOnline: Bool) {
        let there = LatLon(lat: order.place.lat, lon: order.place.lon)
        let me = here.map { LatLon(lat: $0.lat, lon: $0.lon) }
        let road = way?.line ?? []
        self.there = there
        radiusM = order.arrivalRadiusM
        // Off the net Apple's map is empty; the streets that came with the way are there.
        let streets = isOnline ? [] : Self.streets(way?.streets ?? [])
        let gaps = offRoad(road, here: me, there: there).map { Line(points: [$0.from, $0.to], look: Self.gap) }
        lines = streets + [Line(points: road, look: Self.casing), Line(points: road, look: Self.way)].filter { $0.points.count > 1 } + gaps
        let team = (way?.team ?? []).map {
            // When a mate was there is said with the name.
            Mark(
                at: $0.at, name: "\($0.name) \(hourMinute($0.fixAtMs))", symbol: $0.there ? "checkmark" : "person.fill", colour: Colour.live
            )
        }
        let own = me.map { [Mark(at: $0, name: say("message_from_self"), symbol: "location.fill", colour: Colour.accent)] } ?? []
        let place = Mark(
            at: there, name: order.title.isEmpty ? say("place_unnamed") : order.title, symbol: "exclamationmark", colour: Colour.late)
        marks = team + own + [place]
        toBeSeen = [there] + (me.map { [$0] } ?? []) + road
    }

    private static func streets(_ streets: [Street]) -> [Line] {
        let sized = streets.map { ($0, largestFirst.firstIndex(of: $0.size) ?? largestFirst.count) }
        return sized.sorted { $0.1 > $1.1 }.flatMap { street, size in
            let width = size < widths.count ? widths[size] : 1.2
            return street.lines.filter { $0.count > 1 }.map { Line(points: $0, look: Look(colour: Colour.line, width: width)) }
        }
    }

    private static let casing = Look(colour: Colour.ground, width: 7)
    private static let way = Look(colour: Colour.accent, width: 4)
    private static let gap = Look(colour: Colour.accent, width: 2, isDashed: true)
    private static let largestFirst = ["highway", "main", "street", "lane", "path", "ferry", "unknown"]
    private static let widths: [CGFloat] = [5, 4, 2.6, 1.6]
}
