// A key pair in a file, for a system that keeps none: its arithmetic is OpenSSL's.

import Foundation

@testable import FieldUnit

final class SoftwareKey: KeyStore, @unchecked Sendable {
    private let file: URL

    init() throws {
        file = FileManager.default.temporaryDirectory.appendingPathComponent("yike-key-\(UUID().uuidString).pem")
        _ = try openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file.path])
    }

    deinit { try? FileManager.default.removeItem(at: file) }

    func publicKey() throws -> Data { try openssl(["pkey", "-in", file.path, "-pubout", "-outform", "DER"]) }

    func sign(message: Data) throws -> Data { try openssl(["dgst", "-sha256", "-sign", file.path], message) }

    private func openssl(_ arguments: [String], _ input: Data = Data()) throws -> Data {
        let (process, given, answered) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = given
        process.standardOutput = answered
        try process.run()
        try given.fileHandleForWriting.write(contentsOf: input)
        try given.fileHandleForWriting.close()
        let answer = try answered.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw AppFault.Thrown(detail: "openssl \(arguments[0]) failed") }
        return answer
    }
}
