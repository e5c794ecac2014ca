// A real hall, started by whoever runs the tests: officers are enrolled and orders sent over its HTTP door.

import Foundation
import XCTest

@testable import FieldUnit

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// How long a wish may take to come true.
let soon: TimeInterval = 30
let scene = (lat: 47.1410, lon: 9.5209)

struct Officer {
    let unit: String
    let settings: PhoneSettings
}

/// What the hall answers that is no success.
struct HallFault: Error {
    let status: Int
    let said: String
}

final class District: @unchecked Sendable {
    let url: String
    private let logins: [[String: Any]]
    private var tokens: [String: String] = [:]
    private let folder: URL

    /// The hall that `YIKE_HALL` names: the line that `yike demo` prints once it is ready.
    init() throws {
        let line = try XCTUnwrap(ProcessInfo.processInfo.environment["YIKE_HALL"], "YIKE_HALL names no hall")
        let ready = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        url = try XCTUnwrap(ready["url"] as? String)
        logins = try XCTUnwrap(ready["logins"] as? [[String: Any]])
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yike-swift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Enrols a unit with its officer.
    func officer() async throws -> Officer {
        let name = "swift \(UUID().uuidString.prefix(8))"
        let towns = try await ask("administrator", "GET", "/api/towns") as? [[String: Any]]
        let town = try XCTUnwrap(towns?.first?["id"] as? String)
        let made = try await ask("administrator", "POST", "/api/units", ["name": name, "town": town])
        let unit = try XCTUnwrap((made as? [String: Any])?["id"] as? String)
        let person = ["name": name, "password": "a password for tests", "role": "officer", "unit": unit]
        _ = try await ask("administrator", "POST", "/api/people", person)
        let settings = PhoneSettings(
            hall: url, name: name, password: "a password for tests",
            store: folder.appendingPathComponent("\(unit).db").path, app: "swift tests")
        return Officer(unit: unit, settings: settings)
    }

    /// The text of a QR code that enrols one phone of an officer.
    func qr(for officer: Officer) async throws -> String {
        let people = try await ask("administrator", "GET", "/api/people") as? [[String: Any]]
        let person = try XCTUnwrap(people?.first { $0["name"] as? String == officer.settings.name }?["id"] as? String)
        let made = try await ask("administrator", "POST", "/api/enrolments", ["person": person, "hall": url])
        return try XCTUnwrap((made as? [String: Any])?["qr"] as? String)
    }

    /// Has a phone never sign in again.
    func putOut(_ phone: String) async throws {
        _ = try await bytes("administrator", "DELETE", "/api/phones/\(phone)", nil)
    }

    /// Where a unit was last, as the hall has it.
    func position(of officer: Officer) async throws -> [String: Any]? {
        let units = try await ask("dispatcher", "GET", "/api/units") as? [[String: Any]]
        return units?.first { $0["id"] as? String == officer.unit }?["position"] as? [String: Any]
    }

    /// Sends an emergency order to a unit: the order's id.
    func sendOrder(to officer: Officer) async throws -> String {
        let order: [String: Any] = [
            "kind": "emergency", "place": ["lat": scene.lat, "lon": scene.lon, "name": "市政厅"],
            "addressee": ["unit": officer.unit], "note": "please look",
        ]
        let made = try await ask("dispatcher", "POST", "/api/orders", order) as? [String: Any]
        return try XCTUnwrap(made?["id"] as? String)
    }

    /// Sends an emergency order to a fire to a unit, which comes with a checklist: the order's id.
    func sendToFire(_ officer: Officer) async throws -> String {
        let incident: [String: Any] = ["kind": "fire", "place": ["lat": scene.lat, "lon": scene.lon, "name": "市政厅"]]
        let fire = try await ask("dispatcher", "POST", "/api/incidents", incident) as? [String: Any]
        let order: [String: Any] = [
            "kind": "emergency", "incident": try XCTUnwrap(fire?["id"] as? String), "addressee": ["unit": officer.unit],
        ]
        let made = try await ask("dispatcher", "POST", "/api/orders", order) as? [String: Any]
        return try XCTUnwrap(made?["id"] as? String)
    }

    /// An order as the hall has it.
    func order(_ id: String) async throws -> [String: Any] {
        let said = try await ask("dispatcher", "GET", "/api/orders/\(id)")
        return try XCTUnwrap(said as? [String: Any])
    }

    /// What hall and units wrote each other on an order, as the hall has it.
    func messages(of order: String) async throws -> [[String: Any]] {
        let known = try await self.order(order)
        return try XCTUnwrap(known["messages"] as? [[String: Any]])
    }

    /// Writes to the units of an order.
    func write(_ order: String, _ text: String) async throws {
        let message = ["id": UUID().uuidString.lowercased(), "text": text]
        _ = try await ask("dispatcher", "POST", "/api/orders/\(order)/messages", message)
    }

    /// Reads a message that a unit wrote on an order.
    func read(_ order: String, _ message: String) async throws {
        _ = try await ask("dispatcher", "POST", "/api/orders/\(order)/messages/read", ["messages": [message]])
    }

    /// Asks for an officer's camera.
    func askForCamera(_ officer: Officer) async throws {
        _ = try await ask("dispatcher", "POST", "/api/units/\(officer.unit)/camera-request")
    }

    /// What the hall has of that request.
    func cameraRequest(_ officer: Officer) async throws -> String? {
        let units = try await ask("dispatcher", "GET", "/api/units") as? [[String: Any]]
        let unit = units?.first { $0["id"] as? String == officer.unit }
        return (unit?["camera_request"] as? [String: Any])?["state"] as? String
    }

    /// A photo as the hall has it, once it has.
    func photo(_ name: String) async throws -> Data? {
        do {
            return try await bytes("dispatcher", "GET", "/api/photos/\(name)", nil)
        } catch let fault as HallFault where fault.status == 404 { return nil }
    }

    private func ask(_ role: String, _ method: String, _ path: String, _ body: Any? = nil) async throws -> Any {
        let said = try await bytes(role, method, path, body)
        return said.isEmpty ? [:] : try JSONSerialization.jsonObject(with: said)
    }

    private func bytes(_ role: String, _ method: String, _ path: String, _ body: Any?) async throws -> Data {
        if tokens[role] == nil {
            let login = try XCTUnwrap(logins.first { $0["role"] as? String == role })
            let credentials = ["name": login["name"] ?? "", "password": login["password"] ?? ""]
            let said = try await call("POST", "/api/session", credentials, nil)
            let session = try JSONSerialization.jsonObject(with: said) as? [String: Any]
            tokens[role] = try XCTUnwrap(session?["token"] as? String)
        }
        return try await call(method, path, body, tokens[role])
    }

    private func call(_ method: String, _ path: String, _ body: Any?, _ token: String?) async throws -> Data {
        var request = URLRequest(url: try XCTUnwrap(URL(string: url + path)))
        request.httpMethod = method
        if let body {
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
            request.setValue("application/json", forHTTPHeaderField: "content-type")
        }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "authorization") }
        let (said, answer) = try await URLSession.shared.data(for: request)
        let status = (answer as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw HallFault(status: status, said: String(decoding: said, as: UTF8.self))
        }
        return said
    }
}

/// Asks again and again until there is something.
func eventually<T>(_ what: String, _ wished: () async throws -> T?) async throws -> T {
    let until = Date().addingTimeInterval(soon)
    while Date() < until {
        if let said = try await wished() { return said }
        try await Task.sleep(nanoseconds: 100_000_000)
    }
    throw NotInTime(what: what)
}

struct NotInTime: Error { let what: String }
