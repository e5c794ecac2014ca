// How an officer finds the scene, without a hall.

import Foundation
import XCTest

@testable import FieldUnit

final class FindingTests: XCTestCase {
    override class func setUp() { Counts.begin() }

    private let baoshan = Place(lat: 31.405, lon: 121.489, name: "宝山区|政府 (东门) & 广场,1", address: "友谊路 5 号")

    func testEachNavigationGetsThePlaceInItsOwnDatum() throws {
        let here = LatLon(lat: baoshan.lat, lon: baoshan.lon)
        let (gcj02, bd09) = (try inDatum(point: here, datum: .gcj02), try inDatum(point: here, datum: .bd09))
        // Published maps of China are some hundred metres off; Baidu's are off from those again.
        XCTAssertTrue((200...900).contains(distanceM(from: here, to: gcj02)))
        XCTAssertTrue((200...1500).contains(distanceM(from: gcj02, to: bd09)))

        let apple = try asked(.apple)
        XCTAssertEqual(apple["daddr"], degrees(gcj02))
        XCTAssertEqual(apple["q"], "宝山区 政府 (东门)   广场 1")
        let amap = try asked(.amap)
        XCTAssertEqual("\(amap["dlat"] ?? ""),\(amap["dlon"] ?? "")", degrees(gcj02))
        XCTAssertEqual(amap["dev"], "0")
        let page = try XCTUnwrap(query(Navigator.amap.links(to: baoshan)[1])["to"]).split(separator: ",")
        XCTAssertEqual("\(page[1]),\(page[0])", degrees(gcj02))
        XCTAssertEqual(page.count, 3)
        let baidu = try asked(.baidu)
        XCTAssertEqual(baidu["destination"], "latlng:\(degrees(bd09))|name:宝山区 政府 (东门)   广场 1")
        XCTAssertEqual(baidu["coord_type"], "bd09ll")
    }

    func testOutsideChinaEveryMapIsTheSame() throws {
        let vaduz = Place(lat: 47.141, lon: 9.521, name: "", address: "")
        XCTAssertEqual(onAppleMap(LatLon(lat: vaduz.lat, lon: vaduz.lon)), LatLon(lat: vaduz.lat, lon: vaduz.lon))
        let link = try XCTUnwrap(Navigator.apple.links(to: vaduz).first)
        XCTAssertEqual(query(link)["daddr"], "47.141000,9.521000")
        for navigator in Navigator.allCases { XCTAssertFalse(navigator.links(to: vaduz).isEmpty, "\(navigator)") }
    }

    func testHowFarAndWhichWay() {
        let (here, north, east) = (LatLon(lat: 47, lon: 9), LatLon(lat: 47.01, lon: 9), LatLon(lat: 47, lon: 9.01))
        XCTAssertEqual(distanceM(from: here, to: north), 1112, accuracy: 1)
        XCTAssertEqual(distanceM(from: here, to: east), 758, accuracy: 1)
        XCTAssertEqual(bearingDeg(from: here, to: north), 0, accuracy: 0.01)
        XCTAssertEqual(bearingDeg(from: here, to: east), 90, accuracy: 0.01)
        XCTAssertEqual(bearingDeg(from: north, to: here), 180, accuracy: 0.01)
        XCTAssertEqual(bearingDeg(from: east, to: here), 270, accuracy: 0.01)
    }

    func testWhereNoRoadLeadsALineDoes() {
        let (here, there) = (LatLon(lat: 47.002, lon: 9), LatLon(lat: 47, lon: 9.012))
        let road = [LatLon(lat: 47.0019, lon: 9), LatLon(lat: 47.001, lon: 9.005), LatLon(lat: 47, lon: 9.01)]
        XCTAssertEqual(offRoad([], here: here, there: there).map(\.to), [there])
        XCTAssertTrue(offRoad([], here: nil, there: there).isEmpty)
        // The officer is 11 m from the road, which is on it; the place 150 m from its end, which is not.
        XCTAssertEqual(offRoad(road, here: here, there: there).map(\.from), [road[2]])
        let away = LatLon(lat: 47.004, lon: 9.005)
        XCTAssertEqual(offRoad(road, here: away, there: there).map(\.to), [road[1], there])
    }

    private func asked(_ navigator: Navigator) throws -> [String: String] {
        query(try XCTUnwrap(navigator.links(to: baoshan).first, "no link to \(navigator)"))
    }

    private func query(_ link: URL) -> [String: String] {
        let items = URLComponents(url: link, resolvingAgainstBaseURL: false)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    }

    private func degrees(_ at: LatLon) -> String { String(format: "%.6f,%.6f", at.lat, at.lon) }
}
