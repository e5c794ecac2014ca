// What the officer signed in with, kept so that the phone goes on after the system ended the app.
//
// The keys never leave the phone's key store, so that a copy of the app's files tells no password and signs nobody in.
package yike.app

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.Base64
import android.util.Log
import yike.fieldunit.Enrolment
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** Keeps an account. */
internal class Vault(context: Context) {
    private val file = context.getSharedPreferences("account", Context.MODE_PRIVATE)

    /** The hall and the name that were signed in with last. */
    val last: Pair<String, String>
        get() = file.getString(HALL, "").orEmpty() to file.getString(NAME, "").orEmpty()

    /** What enrolling brought, until the hall puts the phone out or it is enrolled anew. */
    val enrolment: Enrolment?
        get() = file.getString(PHONE, null)?.let { phone ->
            Enrolment(last.first, phone, last.second, file.getString(PINS, "").orEmpty().split(' ').filter(String::isNotEmpty))
        }

    /** Keeps what enrolling brought. */
    fun keep(enrolment: Enrolment) {
        file.edit().putString(HALL, enrolment.hall).putString(NAME, enrolment.name).putString(PHONE, enrolment.phone)
            .putString(PINS, enrolment.pins.joinToString(" ")).remove(SECRET).apply()
    }

    /** Keeps that an enrolled phone's officer is signed in, or an account; on a phone whose key store fails, all but the password. */
    fun keep(account: Account) {
        if (account.enrolment != null) {
            file.edit().putBoolean(IN, true).apply()
            return
        }
        val edit = file.edit().putString(HALL, account.hall).putString(NAME, account.name).remove(SECRET).remove(PHONE)
        try {
            val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, key()) }
            val sealed = cipher.iv + cipher.doFinal(account.password.toByteArray())
            edit.putString(SECRET, Base64.encodeToString(sealed, Base64.NO_WRAP))
        } catch (fault: GeneralSecurityException) {
            Log.w(TAG, "the key store keeps nothing", fault)
        }
        edit.apply()
    }

    /** The account that was kept, if there is one and it can be read. */
    fun kept(): Account? = enrolment?.let { if (file.getBoolean(IN, false)) Account(it) else null } ?: password()

    /** Forgets the password, and that the officer is signed in. */
    fun forget() {
        file.edit().remove(SECRET).remove(IN).apply()
    }

    /** Forgets all that enrolling brought. */
    fun disenrol() {
        file.edit().remove(PHONE).remove(PINS).remove(IN).apply()
    }

    private fun password(): Account? = try {
        file.getString(SECRET, null)?.let { Base64.decode(it, Base64.NO_WRAP) }?.let { sealed ->
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES))
            val password = cipher.doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES)
            Account(last.first, last.second, String(password))
        }
    } catch (fault: GeneralSecurityException) {
        // Another phone's file, or a key that the officer's new fingerprint made void: to be signed in anew.
        Log.w(TAG, "the account cannot be read", fault)
        null
    }

    private fun key(): SecretKey {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        (store.getKey(ALIAS, null) as? SecretKey)?.let { return it }
        val made = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        made.init(
            KeyGenParameterSpec.Builder(ALIAS, purposes).setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE).build(),
        )
        return made.generateKey()
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val ALIAS = "account"
        const val CIPHER = "AES/GCM/NoPadding"
        const val TAG_BITS = 128
        const val NONCE_BYTES = 12
        const val TAG = "vault"
        const val HALL = "hall"
        const val NAME = "name"
        const val SECRET = "secret"
        const val PHONE = "phone"
        const val PINS = "pins"
        const val IN = "in"
    }
}
