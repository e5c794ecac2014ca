// The app as long as it runs: the officer who is signed in, whether anybody looks or not.

import CryptoKit
import FieldUnit
import FieldUnitApple
import Foundation
import Observation
import UIKit

/// Holds the officer's phone.
@MainActor
@Observable
final class RunningApp {
    /// The officer who is signed in.
    private(set) var officer: Officer?
    /// Why the officer was signed out, if that is to be said: the name of its words.
    private(set) var farewell: String?
    /// What a QR code said, until the officer had the last word.
    var scanned: String?
    /// The order whose messages are to be shown.
    var askedThread: String?

    let vault = Vault()

    @ObservationIgnored private let key = PhoneKey()
    @ObservationIgnored private var resuming: Task<Void, Never>?
    @ObservationIgnored private var pushName: String?
    @ObservationIgnored private var isLookedAt = false

    /// The system ended the app, or the phone was started anew: the officer goes on as before.
    func begin() {
        guard resuming == nil, let account = vault.signedIn else { return }
        resuming = Task {
            do {
                install(try await started(account))
            } catch {
                farewell = nil
                failed = words(of: error)
            }
        }
    }

    /// What kept the phone from going on as before, in words.
    private(set) var failed: String?

    /// Enrols this phone by the text of a QR code, and signs in with it.
    func enrol(_ qrText: String) async throws {
        let name = String(UIDevice.current.name.prefix(Self.nameCharacters)).trimmingCharacters(in: .whitespaces)
        let brought = try await FieldUnit.enrol(qrText: qrText, phoneName: name.isEmpty ? "iPhone" : name, key: key, proxy: networkProxy())
        let account = Account(brought)
        vault.keep(enrolled: account)
        try await signIn(account)
    }

    /// Signs in; throws `SignInFailed` or `PhoneFault` if that comes to nothing.
    func signIn(_ account: Account) async throws {
        let officer = try await started(account)
        do {
            try await officer.untilKnown()
        } catch {
            await officer.end()
            throw error
        }
        farewell = nil
        failed = nil
        vault.keep(signedIn: account)
        officer.tap { try await $0.goOnDuty() }
        install(officer)
    }

    /// Signs out; the phone goes off duty first, if the hall lets it.
    func signOut() async {
        guard let officer else { return }
        vault.forget()
        self.officer = nil
        await officer.leave()
    }

    /// The hall no longer knows the officer by what was kept, as `why` says.
    func signedOut(_ why: String) {
        farewell = why
        vault.forget()
        guard let officer else { return }
        self.officer = nil
        Task { await officer.end() }
    }

    /// The hall put this phone out.
    func putOut() {
        signedOut("phone_revoked")
        vault.disenrol()
        key.forget()
    }

    /// What the push service calls this app, whoever is signed in or will be.
    func named(_ token: String) {
        pushName = token
        tellPushName()
    }

    /// A push came with this reference, which may have started the app; done when the hall was called, or there is nobody to call it.
    func pushed(_ reference: String) async {
        begin()
        await resuming?.value
        await officer?.pushed(reference)
    }

    /// Whether the officer looks at the app.
    func looks(_ looking: Bool) {
        isLookedAt = looking
        officer?.looks(looking)
    }

    private func install(_ officer: Officer) {
        self.officer = officer
        officer.looks(isLookedAt)
        tellPushName()
    }

    private func tellPushName() {
        guard let pushName else { return }
        officer?.tap { try await $0.pushToken(vendor: pushVendor, token: pushName) }
    }

    private func started(_ account: Account) async throws -> Officer {
        let news = PhoneNews()
        let phone = try await FieldPhone.start(settings: settings(account), listener: news)
        return Officer(phone: phone, news: news, app: self)
    }

    private func settings(_ account: Account) throws -> PhoneSettings {
        let version = Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String ?? ""
        // Each officer's own: what one has yet to tell is not the next one's to send.
        let store = try Self.folder().appendingPathComponent("phone-\(mark("\(account.hall) \(account.name)")).db")
        return PhoneSettings(
            hall: account.hall, name: account.name, password: account.password, store: store.path, app: "Yike for iOS \(version)",
            proxy: networkProxy(), ca: Self.roots(), enrolled: account.phone.map { Enrolled(phone: $0.id, pins: $0.pins, key: key) })
    }

    /// The certificates that a hall's may go back to, if the app's maker laid them beside it: the core finds none of the system's.
    private static func roots() -> Data? {
        Bundle.main.url(forResource: "roots", withExtension: "pem").flatMap { try? Data(contentsOf: $0) }
    }

    private static func folder() throws -> URL {
        var folder = try FileManager.default.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
            .appendingPathComponent("phone", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What was told on this phone is not to be told again by another that a backup was laid on.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try folder.setResourceValues(values)
        return folder
    }

    /// Characters of a phone's name at most.
    private static let nameCharacters = 64
}

private func mark(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
}
