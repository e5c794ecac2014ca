// The key pair that an enrolled phone signs in with, in the Secure Enclave of Apple's phones.
//
// Its private half never leaves the chip that made it. Systems without Apple's Security framework bring a `KeyStore` of their own.

#if canImport(Security)
    import FieldUnitFace
    import Foundation
    import Security

    /// The phone's key pair on P-256, made when it is first asked for.
    public final class PhoneKey: KeyStore, Sendable {
        private static let tag = Data("yike.phone".utf8)
        // What a public key on P-256 begins with (RFC 5480); Apple hands out the point alone.
        private static let prefix: [UInt8] = [
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
            0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ]

        public init() {}

        public func publicKey() throws -> Data {
            let key = try kept() ?? made()
            var fault: Unmanaged<CFError>?
            guard let shown = SecKeyCopyPublicKey(key), let point = SecKeyCopyExternalRepresentation(shown, &fault) else {
                throw thrown(fault)
            }
            return Data(Self.prefix) + (point as Data)
        }

        public func sign(message: Data) throws -> Data {
            guard let key = try kept() else { throw AppFault.Thrown(detail: "the key store has no key") }
            var fault: Unmanaged<CFError>?
            let how = SecKeyAlgorithm.ecdsaSignatureMessageX962SHA256
            guard let signature = SecKeyCreateSignature(key, how, message as CFData, &fault) else { throw thrown(fault) }
            return signature as Data
        }

        /// Forgets the pair: whoever is enrolled next has another.
        public func forget() {
            SecItemDelete(Self.sought as CFDictionary)
        }

        private static var sought: [String: Any] {
            [
                kSecClass as String: kSecClassKey, kSecAttrApplicationTag as String: tag,
                kSecAttrKeyType as String: kSecAttrKeyTypeECSECPrimeRandom,
            ]
        }

        private func kept() throws -> SecKey? {
            var found: CFTypeRef?
            let asked = Self.sought.merging([kSecReturnRef as String: true]) { $1 }
            switch SecItemCopyMatching(asked as CFDictionary, &found) {
            case errSecSuccess: return (found as! SecKey)
            case errSecItemNotFound: return nil
            case let status: throw AppFault.Thrown(detail: "the keychain answered \(status)")
            }
        }

        private func made() throws -> SecKey {
            var fault: Unmanaged<CFError>?
            // An order rings in a pocket: the key is used while the phone is locked, but not before it was first unlocked.
            let access = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, &fault)
            guard let access else { throw thrown(fault) }
            let wanted: [String: Any] = [
                kSecAttrKeyType as String: kSecAttrKeyTypeECSECPrimeRandom, kSecAttrKeySizeInBits as String: 256,
                kSecAttrTokenID as String: kSecAttrTokenIDSecureEnclave,
                kSecPrivateKeyAttrs as String: [
                    kSecAttrIsPermanent as String: true, kSecAttrApplicationTag as String: Self.tag,
                    kSecAttrAccessControl as String: access,
                ] as [String: Any],
            ]
            guard let key = SecKeyCreateRandomKey(wanted as CFDictionary, &fault) else { throw thrown(fault) }
            return key
        }

        private func thrown(_ fault: Unmanaged<CFError>?) -> AppFault {
            AppFault.Thrown(detail: fault.map { "\($0.takeRetainedValue())" } ?? "the key cannot be used")
        }
    }
#endif
