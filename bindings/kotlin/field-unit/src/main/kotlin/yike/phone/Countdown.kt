// What is left of an order's limit, as the card shows it.
package yike.phone

import yike.fieldunit.Order

/**
 * What is left of an order's limit at a time of the hall's: `14:59`, `-0:07` once it is up, nothing while the clock waits or where
 * there is no limit.
 */
public fun countdown(order: Order, hallTimeMs: Long): String? = order.dueAtMs?.let { left(it - hallTimeMs) }

/** A length of time in milliseconds, in minutes and seconds. */
internal fun left(leftMs: Long): String {
    // A second that has begun is shown whole, so that the card reads 0:00 when the limit is up and not before.
    val seconds = if (leftMs >= 0) (leftMs + 999) / 1000 else -leftMs / 1000
    val digits = (seconds % 60).toString().padStart(2, '0')
    return "${if (leftMs < 0) "-" else ""}${seconds / 60}:$digits"
}
