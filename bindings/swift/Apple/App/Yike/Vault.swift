// What the officer signed in with, kept so that the phone goes on after the system ended the app.
//
// It lies in the keychain of this phone alone: a copy of the app's files, or of the phone's backup, tells no password and signs nobody in.

import Foundation
import Security

/// Keeps an account.
struct Vault {
    private struct Kept: Codable {
        var account: Account
        var isIn: Bool
    }

    /// The account that was signed in with last, without its password.
    var last: Account? {
        read().map { kept in
            var account = kept.account
            account.password = ""
            return account
        }
    }

    /// Whom this phone is enrolled for, until the hall puts the phone out or it is enrolled anew.
    var enrolled: Account? { read()?.account.phone == nil ? nil : last }

    /// The account to go on with, if its officer is signed in.
    var signedIn: Account? {
        guard let kept = read(), kept.isIn else { return nil }
        return kept.account
    }

    /// Keeps what enrolling brought: the code is spent, whatever comes of signing in.
    func keep(enrolled account: Account) {
        write(Kept(account: account, isIn: false))
    }

    /// Keeps an account, whose officer is signed in.
    func keep(signedIn account: Account) {
        write(Kept(account: account, isIn: true))
    }

    /// Forgets the password, and that the officer is signed in.
    func forget() {
        if let last { write(Kept(account: last, isIn: false)) }
    }

    /// Forgets all that enrolling brought.
    func disenrol() {
        guard var last else { return }
        last.phone = nil
        write(Kept(account: last, isIn: false))
    }

    private static let item: [CFString: Any] = [
        kSecClass: kSecClassGenericPassword, kSecAttrService: "yike.app", kSecAttrAccount: "account",
    ]

    private func read() -> Kept? {
        var found: CFTypeRef?
        let asked = Self.item.merging([kSecReturnData: true]) { $1 }
        guard SecItemCopyMatching(asked as CFDictionary, &found) == errSecSuccess, let data = found as? Data else { return nil }
        return try? JSONDecoder().decode(Kept.self, from: data)
    }

    private func write(_ kept: Kept) {
        guard let data = try? JSONEncoder().encode(kept) else { return }
        // An order rings in a pocket: it is read while the phone is locked, but not before it was first unlocked.
        let held: [CFString: Any] = [
            kSecValueData: data, kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        let status = SecItemUpdate(Self.item as CFDictionary, held as CFDictionary)
        if status == errSecItemNotFound { SecItemAdd(Self.item.merging(held) { $1 } as CFDictionary, nil) }
    }
}
