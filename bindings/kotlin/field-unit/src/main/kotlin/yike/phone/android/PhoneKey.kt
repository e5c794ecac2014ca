// The key pair that an enrolled phone signs in with, in Android's key store.
//
// Its private half never leaves the chip that made it, so that a copy of the app's files signs nobody in.
package yike.phone.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import yike.fieldunit.KeyStore
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.PublicKey
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** The phone's key pair on P-256, made when it is first asked for. What Android throws, the core tells as a key that cannot be used. */
public class PhoneKey : KeyStore {
    private val store: java.security.KeyStore get() = java.security.KeyStore.getInstance(STORE).apply { load(null) }

    override fun publicKey(): ByteArray = synchronized(LOCK) { (kept() ?: made()).encoded }

    override fun sign(message: ByteArray): ByteArray {
        val key = store.getKey(ALIAS, null) as? PrivateKey
        return Signature.getInstance("SHA256withECDSA").run {
            initSign(checkNotNull(key) { "the key store has no key" })
            update(message)
            sign()
        }
    }

    /** Forgets the pair: whoever is enrolled next has another. */
    public fun forget(): Unit = synchronized(LOCK) { store.deleteEntry(ALIAS) }

    private fun kept(): PublicKey? = store.getCertificate(ALIAS)?.publicKey

    private fun made(): PublicKey {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            try {
                return made(strongBox = true)
            } catch (_: StrongBoxUnavailableException) {
                // A phone without a chip of its own for keys keeps them in its processor's.
            }
        }
        return made(strongBox = false)
    }

    private fun made(strongBox: Boolean): PublicKey {
        val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_SIGN)
            .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1")).setDigests(KeyProperties.DIGEST_SHA256)
        if (strongBox && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(true)
        val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, STORE)
        generator.initialize(spec.build())
        return generator.generateKeyPair().public
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val ALIAS = "yike-phone"
        val LOCK = Any()
    }
}
