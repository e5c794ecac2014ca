// Ringing for an order: a notification that covers the screen, locked or not.
package yike.phone.android

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.media.AudioAttributes
import android.media.RingtoneManager
import yike.fieldunit.Order

/**
 * Rings for orders.
 *
 * @param icon what the status bar shows, as a resource of the app.
 * @param name what the officer finds the ringing under in the system's settings.
 * @param card opens an order's card, given its id; it is what covers the screen.
 */
public class Rings(
    private val context: Context,
    private val icon: Int,
    name: String,
    private val card: (String) -> PendingIntent,
) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    init {
        val channel = NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_HIGH)
        val alarm = AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_ALARM).build()
        channel.setSound(RingtoneManager.getDefaultUri(RingtoneManager.TYPE_RINGTONE), alarm)
        channel.enableVibration(true)
        channel.lockscreenVisibility = Notification.VISIBILITY_PRIVATE
        manager.createNotificationChannel(channel)
    }

    /** Rings until the officer answers, or [quiet] is called. */
    public fun ring(order: Order) {
        val opens = card(order.id)
        val place = order.place.name.ifEmpty { order.place.address }
        val ringing = Notification.Builder(context, CHANNEL)
            .setSmallIcon(icon)
            .setCategory(Notification.CATEGORY_CALL)
            .setContentTitle(place)
            .setContentText(order.note)
            .setContentIntent(opens)
            .setFullScreenIntent(opens, true)
            .setOngoing(true)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .build()
        ringing.flags = ringing.flags or Notification.FLAG_INSISTENT
        manager.notify(order.id, RINGING, ringing)
    }

    /** Rings no more for an order. */
    public fun quiet(order: String): Unit = manager.cancel(order, RINGING)

    public companion object {
        /** The channel that orders ring in. */
        public const val CHANNEL: String = "orders"
        private const val RINGING = 1
    }
}
