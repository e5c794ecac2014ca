// Telling of messages that nobody has read: a notification while the officer looks elsewhere, a short shake while at the app.
package yike.phone.android

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.os.Bundle
import android.os.VibrationEffect
import android.os.Vibrator
import yike.fieldunit.Message
import yike.fieldunit.Order

/**
 * What the alerts say.
 *
 * @param name what the officer finds them under in the system's settings, and what a locked screen shows.
 * @param count how many are new: all else that a locked screen shows.
 * @param line a message with who wrote it.
 */
public class MessageWords(public val name: String, public val count: (Int) -> String, public val line: (Message) -> String)

/**
 * Tells of unread messages on orders.
 *
 * @param icon what the status bar shows, as a resource of the app.
 * @param thread opens an order's messages, given its id.
 */
public class MessageAlerts(
    private val context: Context,
    private val icon: Int,
    private val words: MessageWords,
    private val thread: (String) -> PendingIntent,
) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    // By order, the messages that its notification told of. It outlives an app that the system ends, and says so itself.
    private val told: MutableMap<String, Set<String>> = manager.activeNotifications.filter { it.id == UNREAD && it.tag != null }
        .associateTo(mutableMapOf()) { it.tag to it.notification.extras.getStringArray(TOLD).orEmpty().toSet() }
    private var shaken = emptySet<String>()

    init {
        val channel = NotificationChannel(CHANNEL, words.name, NotificationManager.IMPORTANCE_HIGH)
        channel.enableVibration(true)
        channel.lockscreenVisibility = Notification.VISIBILITY_PRIVATE
        manager.createNotificationChannel(channel)
    }

    /**
     * Tells of what is new on the unit's orders, and takes back what was read meanwhile; to be called whenever they change.
     *
     * @param looking whether the officer looks at the app.
     */
    public fun follow(orders: List<Order>, looking: Boolean) {
        val unread = orders.associate { order -> order.id to order.messages.filter { it.unread } }
        (told.keys - unread.keys).forEach(::withdraw)
        val ids = unread.values.flatten().map { it.id }.toSet()
        if (looking && (ids - shaken - told.values.flatten().toSet()).isNotEmpty()) shake()
        shaken = if (looking) ids else shaken intersect ids
        for (order in orders) tell(order, unread.getValue(order.id), looking)
    }

    /** Takes everything back. */
    public fun quiet(): Unit = told.keys.toList().forEach(::withdraw)

    private fun tell(order: Order, unread: List<Message>, looking: Boolean) {
        val before = told[order.id].orEmpty()
        val messages = if (looking) unread.filter { it.id in before } else unread
        val ids = messages.map { it.id }.toSet()
        if (ids == before) return
        if (ids.isEmpty()) return withdraw(order.id)
        told[order.id] = ids
        val comes = ids.any { it !in before }
        // One that the officer wiped away comes back for something new alone.
        if (comes || isShown(order.id)) manager.notify(order.id, UNREAD, notification(order, messages, comes))
    }

    private fun withdraw(order: String) {
        told -= order
        manager.cancel(order, UNREAD)
    }

    private fun isShown(order: String) = manager.activeNotifications.any { it.id == UNREAD && it.tag == order }

    private fun notification(order: Order, messages: List<Message>, comes: Boolean): Notification {
        val lines = messages.takeLast(MOST_LINES).map(words.line)
        return begun(order.place.name.ifEmpty { order.place.address }.ifEmpty { words.name }, lines.last())
            .setStyle(Notification.BigTextStyle().bigText(lines.joinToString("\n")))
            .setNumber(messages.size)
            .setWhen(messages.last().atMs)
            .setShowWhen(true)
            .setContentIntent(thread(order.id))
            .setOnlyAlertOnce(!comes)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setPublicVersion(begun(words.name, words.count(messages.size)).build())
            .addExtras(Bundle().apply { putStringArray(TOLD, messages.map { it.id }.toTypedArray()) })
            .build()
    }

    private fun begun(title: String, text: String): Notification.Builder = Notification.Builder(context, CHANNEL)
        .setSmallIcon(icon)
        .setCategory(Notification.CATEGORY_MESSAGE)
        .setContentTitle(title)
        .setContentText(text)

    private fun shake() {
        context.getSystemService(Vibrator::class.java).vibrate(VibrationEffect.createOneShot(SHAKE_MS, VibrationEffect.DEFAULT_AMPLITUDE))
    }

    public companion object {
        /** The channel that messages are told in. */
        public const val CHANNEL: String = "messages"
        private const val UNREAD = 3
        private const val TOLD = "yike.messages"

        /** As many as an opened notification has room for. */
        private const val MOST_LINES = 6
        private const val SHAKE_MS = 200L
    }
}
