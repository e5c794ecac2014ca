// A running phone as an app holds it: the core's functions for coroutines, what it tells as flows.
//
// What an officer may do is decided in the core; nothing here knows a rule.
package yike.phone

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.withContext
import yike.fieldunit.CameraControl
import yike.fieldunit.DeclineReason
import yike.fieldunit.Enrolment
import yike.fieldunit.FieldPhone
import yike.fieldunit.HallTime
import yike.fieldunit.KeyStore
import yike.fieldunit.LivePicture
import yike.fieldunit.LiveSettings
import yike.fieldunit.LocationControl
import yike.fieldunit.Measurement
import yike.fieldunit.NewAttachment
import yike.fieldunit.Notice
import yike.fieldunit.Order
import yike.fieldunit.Permissions
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.fieldunit.PushVendor
import yike.fieldunit.Snapshot
import yike.fieldunit.Speaker
import yike.fieldunit.TalkLine
import yike.fieldunit.Way

/**
 * A running phone. Every suspending function throws [PhoneFault] if it was not done; those that store something are done when it is
 * stored, with or without a net.
 */
public class FieldUnit private constructor(private val core: FieldPhone, news: PhoneNews) {
    /** Everything that happened, in its order, from the start; each is heard by one follower. */
    public val notices: Flow<Notice> = news.notices

    /** What the phone knows, the newest only; nothing before it was told first. */
    public val snapshot: StateFlow<Snapshot?> = news.snapshot

    /** The unit's open orders, oldest first. */
    public val orders: List<Order> get() = core.orders()

    /** The hall's clock, as well as it is known. */
    public val hallTime: HallTime get() = core.hallTime()

    /**
     * Has [receiver] told how to measure, at once and whenever that changes, until the phone is shut down. One that was told before
     * measures no more; without one, nothing does.
     */
    public fun locateWith(receiver: LocationControl?): Unit = core.locateWith(receiver)

    /** Hands in a position; off duty, or when it tells nothing new, nothing comes of it. Never waits. */
    public fun fix(measured: Measurement): Unit = core.fix(measured)

    /** The officer says yes to an order. */
    public suspend fun accept(order: String): Unit = off { core.accept(order) }

    /** The officer says no to an order. */
    public suspend fun decline(order: String, reason: DeclineReason): Unit = off { core.decline(order, reason) }

    /** The officer sets off. */
    public suspend fun setOff(order: String): Unit = off { core.setOff(order) }

    /** The officer says to be at the place, whatever the receiver makes of it. */
    public suspend fun arrived(order: String): Unit = off { core.arrived(order) }

    /** The officer reports, with the bytes of a JPEG if there is a photo. */
    public suspend fun report(order: String, text: String, photo: ByteArray? = null): Unit =
        off { core.report(order, text, photo) }

    /**
     * The way from where the officer was last to the scene of one of the unit's open orders, on the net or off it. Ask as often as a
     * screen is drawn: the core asks the hall when there is reason to, and keeps the newest answer until the order is ended.
     */
    public suspend fun way(order: String): Way = off { core.way(order) }

    /**
     * The officer writes a message on an order, at most 1000 characters, with a photo, sound note or clip if there is one, beside which it needs
     * no words. It goes to the hall by itself, and what goes with it follows piece by piece.
     */
    public suspend fun writeMessage(order: String, text: String, attachment: NewAttachment? = null): Unit =
        off { core.writeMessage(order, text, attachment) }

    /** The bytes of a photo, sound note or clip that a message names; what was seen once is there off the net too. */
    public suspend fun attachment(sha256: String): ByteArray = off { core.attachment(sha256) }

    /** The officer has read messages of an order, by their identities: the hall is told so. What is read already is passed over. */
    public suspend fun readMessages(order: String, messages: List<String>): Unit = off { core.readMessages(order, messages) }

    /** The officer ticks an item of an order's checklist, or takes the tick back. */
    public suspend fun checkItem(order: String, item: String, done: Boolean): Unit = off { core.checkItem(order, item, done) }

    /** The officer goes on duty. */
    public suspend fun goOnDuty(): Unit = off { core.goOnDuty() }

    /** The officer goes off duty: no position leaves, the camera goes off. */
    public suspend fun goOffDuty(): Unit = off { core.goOffDuty() }

    /** The officer is in danger and calls for help; [goLive] is to follow at once. */
    public suspend fun callForHelp(): Unit = off { core.callForHelp() }

    /** The officer will not switch the camera on that the hall asks for; [goLive] is the yes. */
    public suspend fun declineCamera(): Unit = off { core.declineCamera() }

    /** The app may do this from now on. To be told at the start, too. */
    public suspend fun permissionsChanged(permissions: Permissions): Unit =
        off { core.permissionsChanged(permissions) }

    /** The phone changed networks or found one: the hall is called anew at once. */
    public suspend fun networkChanged(): Unit = off { core.networkChanged() }

    /**
     * The phone is on a network with this proxy from now on, `http://host:port`, or on one without. To be told when the system says so,
     * beside [networkChanged]: the hall is called anew at once if that is another way than before.
     */
    public suspend fun proxyChanged(proxy: String?): Unit = off { core.proxyChanged(proxy) }

    /** The officer wants this phone to have the word again, after another phone of the unit took it. */
    public suspend fun takeOver(): Unit = off { core.takeOver() }

    /** What a push service calls this app: to be handed in each time the service says so. The hall is told in each session anew. */
    public suspend fun pushToken(vendor: PushVendor, token: String): Unit = off { core.pushToken(vendor, token) }

    /** The officer's telephone number, or none any more: the hall sends a message or calls when nothing else helps. */
    public suspend fun telephone(number: String?): Unit = off { core.telephone(number) }

    /**
     * A push came with this `reference` in its data: the hall is called at once, which brings the order itself, and hears that the phone
     * was reached if the app [rings]; else it goes on to its next means.
     */
    public suspend fun pushed(reference: String, rings: Boolean): Unit = off { core.pushed(reference, rings) }

    /**
     * Switches the camera on until the picture is stopped, or the officer goes off duty.
     *
     * @param camera hears what the encoders are to do; [EncoderWishes] makes a flow of it.
     * @param speaker plays what the hall says; without one the hall is not heard.
     */
    public suspend fun goLive(settings: LiveSettings, camera: CameraControl, speaker: Speaker? = null): LivePicture =
        off { core.goLive(settings, camera, speaker) }

    /**
     * Opens the line to talk until it is closed, or the officer goes off duty; what it shows is in the snapshot's `talk`.
     *
     * @param speaker plays what is said to the unit; while the camera is on with sound, that is heard there.
     */
    public suspend fun openTalk(speaker: Speaker): TalkLine = off { core.openTalk(speaker) }

    /** Has an enrolled phone's session last anew; whether it does. It is done every hour anyway, while the app runs. */
    public suspend fun renewSession(): Boolean = off { core.renewSession() }

    /** Stops everything and ends the session at the hall; whether the hall knows of it. [shutdown] is to follow. */
    public suspend fun signOff(): Boolean = off { core.signOff() }

    /**
     * Holds neither socket nor file any more, before the system suspends the app; stop a picture before. What the officer does
     * until [resume] is stored all the same.
     */
    public suspend fun suspend(): Unit = off { core.suspend() }

    /** Goes on after [suspend]: the hall is called at once. */
    public suspend fun resume(): Unit = off { core.resume() }

    /** Stops everything and closes the file; done when that is done, whoever gives up waiting. A second time does nothing. */
    public suspend fun shutdown(): Unit = withContext(NonCancellable + Dispatchers.IO) { core.shutdown() }

    // A core that answers at once answers on its own thread, which a coroutine without a dispatcher would then hold up.
    private suspend fun <T> off(work: suspend CoroutineScope.() -> T): T = withContext(Dispatchers.IO, work)

    public companion object {
        /**
         * Enrols this phone by the text of the QR code that the hall's administrator shows.
         *
         * What it brings is to be kept; the phone is then started with [PhoneSettings.enrolled] instead of a password.
         *
         * @param phoneName tells the phone from the officer's others.
         * @param proxy that of the network, if it has one, as in [PhoneSettings.proxy].
         */
        public suspend fun enrol(qrText: String, phoneName: String, key: KeyStore, proxy: String? = null): Enrolment =
            withContext(Dispatchers.IO) { yike.fieldunit.enrol(qrText, phoneName, key, proxy) }

        /** Starts a phone; the net may be away. Its [PhoneSettings.store] belongs in the app's files, never in a cache. */
        public suspend fun start(settings: PhoneSettings): FieldUnit {
            val news = PhoneNews()
            return FieldUnit(withContext(Dispatchers.IO) { FieldPhone.start(settings, news) }, news)
        }
    }
}
