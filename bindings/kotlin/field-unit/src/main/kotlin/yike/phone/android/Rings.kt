// Ringing for an order, or for the camera: a notification that covers the screen, locked or not.
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
    private val name: String,
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
        show(order.id, ringing(card(order.id), order.place.name.ifEmpty { order.place.address }).setContentText(order.note))
        manager.cancel(PUSHED, RINGING)
    }

    /**
     * Rings because a push says that there is an order, until [ring] says which; a minute at most, by when it is somebody else's.
     * Whether it may ring at all.
     */
    public fun ringUnseen(): Boolean {
        if (!mayRing()) return false
        show(PUSHED, ringing(card(UNSEEN), name).setTimeoutAfter(UNSEEN_MS))
        return true
    }

    /** Rings because somebody in the hall asks for the camera, until [quietForCamera]; for as long as the hall asks at most. */
    public fun ringForCamera(title: String, text: String): Unit =
        show(ASKED, ringing(card(UNSEEN), title).setContentText(text).setTimeoutAfter(ASKED_MS))

    /** Rings no more for the camera. */
    public fun quietForCamera(): Unit = manager.cancel(ASKED, RINGING)

    private fun mayRing(): Boolean {
        val silenced = manager.getNotificationChannel(CHANNEL)?.importance == NotificationManager.IMPORTANCE_NONE
        return manager.areNotificationsEnabled() && !silenced
    }

    /** Rings no more for an order. */
    public fun quiet(order: String): Unit = manager.cancel(order, RINGING)

    /** Rings no more because of a push. */
    public fun quietUnseen(): Unit = manager.cancel(PUSHED, RINGING)

    private fun ringing(opens: PendingIntent, title: String): Notification.Builder = Notification.Builder(context, CHANNEL)
        .setSmallIcon(icon)
        .setCategory(Notification.CATEGORY_CALL)
        .setContentTitle(title)
        .setContentIntent(opens)
        .setFullScreenIntent(opens, true)
        .setOngoing(true)
        .setVisibility(Notification.VISIBILITY_PRIVATE)

    private fun show(tag: String, ringing: Notification.Builder) {
        val shown = ringing.build()
        shown.flags = shown.flags or Notification.FLAG_INSISTENT
        manager.notify(tag, RINGING, shown)
    }

    public companion object {
        /** The channel that orders ring in. */
        public const val CHANNEL: String = "orders"

        /** What [card] is given where there is no order to name: one of which nothing is known yet, or who asks for the camera. */
        public const val UNSEEN: String = ""
        private const val RINGING = 1
        private const val PUSHED = "pushed"
        private const val UNSEEN_MS = 60_000L
        private const val ASKED = "camera"
        private const val ASKED_MS = 120_000L
    }
}
