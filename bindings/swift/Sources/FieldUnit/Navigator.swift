// Handing a place over to the phone's own navigation, or to one of the two that China drives by, each in the datum it reads.

import FieldUnitFace
import Foundation

/// Who leads the officer to a place.
public enum Navigator: CaseIterable, Sendable {
    case apple, amap, baidu

    /// The links that open it with a place, the best first: an app's own, which is there or not, before a page.
    public func links(to place: Place) -> [URL] {
        let links =
            switch self {
            case .apple: [appleLink(place)]
            case .amap: [amapAppLink(place), amapLink(place)]
            case .baidu: [baiduAppLink(place)]
            }
        return links.compactMap { $0.flatMap(URL.init(string:)) }
    }
}

/// A point as a map of Apple's takes it: in China that is drawn in the datum of published maps, elsewhere both are one.
public func onAppleMap(_ at: LatLon) -> LatLon {
    // The core refuses degrees that are none; a place of the hall's has some.
    (try? inDatum(point: at, datum: .gcj02)) ?? at
}

/// Apple's maps, which are always there (Apple's "Map Links").
private func appleLink(_ place: Place) -> String? {
    let at = onAppleMap(point(place))
    return "http://maps.apple.com/?daddr=\(degrees(at))&q=\(encoded(label(place)))&dirflg=d"
}

/// Amap's app; its degrees are of GCJ-02, which `dev=0` says.
private func amapAppLink(_ place: Place) -> String? {
    guard let at = try? inDatum(point: point(place), datum: .gcj02) else { return nil }
    return "iosamap://path?sourceApplication=yike&dlat=\(degree(at.lat))&dlon=\(degree(at.lon))&dname=\(encoded(label(place)))&dev=0&t=0"
}

/// Amap's page, which opens the app where it is; its degrees are of GCJ-02, east first.
private func amapLink(_ place: Place) -> String? {
    guard let at = try? inDatum(point: point(place), datum: .gcj02) else { return nil }
    let to = "\(degree(at.lon)),\(degree(at.lat)),\(encoded(label(place)))"
    return "https://uri.amap.com/navigation?to=\(to)&mode=car&coordinate=gaode&callnative=1&src=yike"
}

/// Baidu's app; its degrees are of BD-09.
private func baiduAppLink(_ place: Place) -> String? {
    guard let at = try? inDatum(point: point(place), datum: .bd09) else { return nil }
    let to = "latlng:\(degrees(at))|name:\(label(place))"
    return "baidumap://map/direction?destination=\(encoded(to))&coord_type=bd09ll&mode=driving&src=yike"
}

private func point(_ place: Place) -> LatLon { LatLon(lat: place.lat, lon: place.lon) }

private func degree(_ value: Double) -> String { String(format: "%.6f", locale: Locale(identifier: "en_US_POSIX"), value) }

private func degrees(_ at: LatLon) -> String { "\(degree(at.lat)),\(degree(at.lon))" }

/// What parts the fields of a link is none of the name.
private func label(_ place: Place) -> String {
    let name = [place.name, place.address].first { !$0.isEmpty } ?? degrees(point(place))
    return String(name.map { "|,&".contains($0) ? " " : $0 }).trimmingCharacters(in: .whitespaces)
}

private func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}

/// What need not be encoded anywhere in a link (RFC 3986 section 2.3).
private let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
