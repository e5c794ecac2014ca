// What the officer is doing, from a recogniser of the phone's.
package yike.phone.android

import yike.fieldunit.Activity

/**
 * What tells what the officer is doing. Android itself has nothing that does: Google's services do, by
 * `ActivityRecognition.getClient(context).requestActivityUpdates`, and Huawei's. An app that takes one of these along implements
 * this over it; both want the permission `ACTIVITY_RECOGNITION`.
 */
public interface Activities {
    /** Tells from now on; [heard] is called on the main thread, with nothing where it is not sure. */
    public fun start(heard: (Activity?) -> Unit)

    /** Tells no more. */
    public fun stop()
}

/**
 * An activity as the core takes it, by Google's numbers (`DetectedActivity.getType` with `getConfidence` in percent); nothing where the
 * recogniser does not know, or is not sure.
 */
public fun activity(type: Int, confidencePct: Int): Activity? = when (type) {
    IN_VEHICLE -> Activity.DRIVING
    ON_BICYCLE -> Activity.CYCLING
    ON_FOOT, WALKING -> Activity.WALKING
    RUNNING -> Activity.RUNNING
    STILL -> Activity.STILL
    else -> null
}.takeIf { confidencePct >= SURE_PCT }

// As DetectedActivity has them; others are that it does not know, or that the phone is tilted.
private const val IN_VEHICLE = 0
private const val ON_BICYCLE = 1
private const val ON_FOOT = 2
private const val STILL = 3
private const val WALKING = 7
private const val RUNNING = 8

/** So sure it is to be, in percent: what it says wins over the receiver's speed. */
private const val SURE_PCT = 70
