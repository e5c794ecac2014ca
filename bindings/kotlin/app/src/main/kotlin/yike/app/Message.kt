// A message on an order, in the officer's words: who wrote it, how far it has come, and what may be sent.
package yike.app

import android.content.Context
import yike.fieldunit.Message

/** `MOST_MESSAGE_CHARS` of the core. */
internal const val MOST_MESSAGE_CHARS = 1000

/** Whether the officer of a unit wrote it; what is not in the hall yet, nobody else did. */
internal fun Message.isOwn(unit: String?): Boolean = fromUnit != null && (fromUnit == unit || !sent)

/** Who wrote a message, to the officer of a unit. */
internal fun Context.writer(message: Message, unit: String?): String = if (message.isOwn(unit)) getString(R.string.message_from_self) else party(message.fromUnit)

/** What a message says where there is no room for what goes with it, which is named. */
internal fun Context.said(message: Message): String {
    val beside = message.attachment?.let { getString(it.kind.named) }
    return listOfNotNull(beside, message.text.ifEmpty { null }).joinToString("\n")
}

/** How far a message of the officer's own has come: the words, and their sign. */
internal fun Context.mark(message: Message): Pair<String, Sign> = when {
    !message.sent -> getString(R.string.message_waiting) to Sign.WAITING
    message.read.isEmpty() -> getString(R.string.message_sent) to Sign.OFF
    else -> {
        val readers = message.read.joinToString(getString(R.string.message_read_between)) { "${party(it.unit)} ${hourMinute(it.atMs)}" }
        getString(R.string.message_read_by, readers) to Sign.GOOD
    }
}

/** `HH:MM` where the phone is, of a time of the hall's. */
internal fun hourMinute(atMs: Long): String = clockTime(atMs).take(5)

/** What of a text is a message: without the white space around it, and control characters as spaces but line breaks. */
internal fun wordsOf(text: String): String =
    text.replace("\r\n", "\n").replace('\r', '\n').map { if (it.isISOControl() && it != '\n') ' ' else it }.joinToString("").trim()

/** Characters as the hall counts them. */
internal fun charsOf(text: String): Int = text.codePointCount(0, text.length)

private fun Context.party(unit: String?): String = getString(if (unit == null) R.string.message_from_hall else R.string.message_from_other)
