// How many tests went how, in one closing line.
package yike.tests

import org.junit.runner.Description
import org.junit.runner.Result
import org.junit.runner.notification.Failure
import org.junit.runner.notification.RunListener
import java.util.concurrent.ConcurrentHashMap

/** Prints `N passed, N failed` at the end of a run. */
class Counts : RunListener() {
    private val ran: MutableSet<Description> = ConcurrentHashMap.newKeySet()
    private val failed: MutableSet<Description> = ConcurrentHashMap.newKeySet()

    override fun testStarted(test: Description) {
        ran += test
    }

    override fun testFailure(failure: Failure) {
        failed += failure.description
    }

    override fun testRunFinished(result: Result) {
        println("${(ran - failed).size} passed, ${failed.size} failed")
    }
}
