// A key pair in memory, where a phone has a key store.
package yike.tests

import yike.fieldunit.KeyStore
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** A key pair on P-256; a locked one throws. */
class SoftwareKey : KeyStore {
    private val pair = KeyPairGenerator.getInstance("EC").run {
        initialize(ECGenParameterSpec("secp256r1"))
        generateKeyPair()
    }

    @Volatile
    var locked = false

    override fun publicKey(): ByteArray {
        check(!locked) { "the key store is locked" }
        return pair.public.encoded
    }

    override fun sign(message: ByteArray): ByteArray {
        check(!locked) { "the key store is locked" }
        return Signature.getInstance("SHA256withECDSA").run {
            initSign(pair.private)
            update(message)
            sign()
        }
    }
}
