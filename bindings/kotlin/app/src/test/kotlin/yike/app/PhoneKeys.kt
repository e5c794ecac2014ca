// A phone's key store, as Robolectric's Android has none: keys in memory, by the names that the app gives them.
package yike.app

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

class PhoneKeys : Provider("AndroidKeyStore", "1", "keys in memory") {
    init {
        put("KeyStore.AndroidKeyStore", Store::class.java.name)
        put("KeyGenerator.AES", Generator::class.java.name)
        put("KeyPairGenerator.EC", PairGenerator::class.java.name)
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var name: String

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(spec: AlgorithmParameterSpec?, random: SecureRandom?) {
            name = (spec as KeyGenParameterSpec).keystoreAlias
        }

        override fun engineInit(size: Int, random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineGenerateKey(): SecretKey = SecretKeySpec(SecureRandom().generateSeed(32), "AES").also { keys[name] = it }
    }

    class PairGenerator : KeyPairGeneratorSpi() {
        private lateinit var name: String

        override fun initialize(size: Int, random: SecureRandom?) = throw UnsupportedOperationException()

        override fun initialize(spec: AlgorithmParameterSpec, random: SecureRandom?) {
            name = (spec as KeyGenParameterSpec).keystoreAlias
        }

        override fun generateKeyPair(): KeyPair {
            val made = KeyPairGenerator.getInstance("EC").run {
                initialize(ECGenParameterSpec("secp256r1"))
                generateKeyPair()
            }
            keys[name] = made.private
            publics[name] = made.public
            return made
        }
    }

    /** What Android wraps a public key in. */
    class Wrapping(private val key: PublicKey) : Certificate("wrapped") {
        override fun getPublicKey(): PublicKey = key

        override fun getEncoded(): ByteArray = key.encoded

        override fun verify(key: PublicKey?) = throw UnsupportedOperationException()

        override fun verify(key: PublicKey?, provider: String?) = throw UnsupportedOperationException()

        override fun toString(): String = "a public key"
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = keys[alias]

        override fun engineLoad(stream: InputStream?, password: CharArray?): Unit = Unit

        override fun engineContainsAlias(alias: String): Boolean = alias in keys

        override fun engineIsKeyEntry(alias: String): Boolean = alias in keys

        override fun engineSize(): Int = keys.size

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
            publics.remove(alias)
        }

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = publics[alias]?.let(::Wrapping)

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineIsCertificateEntry(alias: String): Boolean = false

        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) = throw UnsupportedOperationException()

        override fun engineStore(stream: OutputStream?, password: CharArray?) = throw UnsupportedOperationException()
    }

    companion object {
        private val keys: MutableMap<String, Key> = ConcurrentHashMap()
        private val publics: MutableMap<String, PublicKey> = ConcurrentHashMap()

        /** Has the phone have one. */
        fun install() {
            if (Security.getProvider("AndroidKeyStore") == null) Security.addProvider(PhoneKeys())
        }
    }
}
