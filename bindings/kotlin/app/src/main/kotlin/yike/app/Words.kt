// What went wrong, in words for the officer.
package yike.app

import android.content.Context
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.faultCode

/** A fault in the language of the phone. */
internal fun Context.words(fault: PhoneFault): String = when (fault) {
    is PhoneFault.Refused -> refusal(fault.reason, fault.detail)
    // The core has words of its own for what a camera may read.
    is PhoneFault.NotEnrolled -> if (resources.configuration.locales[0].language == "zh") fault.chinese else fault.english
    else -> named("fault_${faultCode(fault)}") ?: fault.message.orEmpty()
}

/** Why something was not taken, by the stable name of the reason; in English where the app does not know it. */
internal fun Context.refusal(reason: String, detail: String): String = named("refused_$reason") ?: getString(R.string.tap_refused, detail)

/** What the officer is to be told of something that happened, if anything. */
internal fun Context.words(notice: Notice): String? = when (notice) {
    is Notice.OrderEnded -> getString(R.string.order_ended)
    is Notice.OrderWithdrawn -> getString(R.string.order_withdrawn)
    is Notice.Refused -> refusal(notice.reason, notice.detail)
    is Notice.OutboxFull -> getString(R.string.fault_outbox_full)
    is Notice.PhotoRefused -> getString(R.string.photo_refused)
    is Notice.StoreSetAside, is Notice.EntriesSetAside -> getString(R.string.store_set_aside)
    is Notice.StoreFailing -> getString(R.string.store_failing)
    is Notice.StrangeHall, is Notice.CertificateDates, is Notice.KeyUnusable, is Notice.ProxyRefused, is Notice.PhoneRevoked -> obstacle(notice)?.let(::getString)
    else -> null
}

/** What keeps the phone from the hall, if it is more than a net that is away. */
internal fun obstacle(notice: Notice): Int? = when (notice) {
    is Notice.SignInRefused -> R.string.sign_in_refused
    is Notice.PhoneRevoked -> R.string.phone_revoked
    is Notice.StrangeHall -> R.string.strange_hall
    is Notice.CertificateDates -> R.string.certificate_dates
    is Notice.KeyUnusable -> R.string.key_unusable
    is Notice.ProxyRefused -> R.string.proxy_refused
    else -> null
}

// The core names its faults; only the phone's system knows the words for a name.
private fun Context.named(name: String): String? =
    resources.getIdentifier(name, "string", "yike.app").takeIf { it != 0 }?.let(::getString)
