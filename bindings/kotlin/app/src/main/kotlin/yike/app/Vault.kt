// What the officer signed in with, kept so that the phone goes on after the system ended the app.
//
// The key never leaves the phone's key store, so that a copy of the app's files tells no password.
package yike.app

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.Base64
import android.util.Log
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

    /** Keeps an account; on a phone whose key store fails, all but the password. */
    fun keep(account: Account) {
        val edit = file.edit().putString(HALL, account.hall).putString(NAME, account.name).remove(SECRET)
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
    fun kept(): Account? = try {
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

    /** Forgets the password. */
    fun forget() {
        file.edit().remove(SECRET).apply()
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
    }
}
