// A real hall, started by whoever runs the tests: officers are enrolled and orders sent over its HTTP door.
package yike.tests

import org.json.JSONArray
import org.json.JSONObject
import yike.fieldunit.PhoneSettings
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.time.Duration
import java.util.Base64
import java.util.UUID

/** A square in Vaduz, where the hall's demonstration has streets. */
const val LAT: Double = 47.1410
const val LON: Double = 9.5209

private const val PASSWORD = "a password for tests"

/** An officer, known to the hall. */
class Officer(val unit: String, val settings: PhoneSettings)

/** What the hall answers that is no success. */
class HallFault(val status: Int, said: String) : Exception("$status $said")

/** The hall that `YIKE_HALL` names: the line that `yike demo` prints once it is ready. */
object District {
    private val ready = JSONObject(checkNotNull(System.getenv("YIKE_HALL")) { "YIKE_HALL names no hall" })
    private val client = HttpClient.newHttpClient()
    private val tokens = mutableMapOf<String, String>()
    private val folder: Path = Files.createTempDirectory("yike-kotlin-").also { made ->
        Runtime.getRuntime().addShutdownHook(Thread { made.toFile().deleteRecursively() })
    }

    val url: String = ready.getString("url")

    /** Where it listens. */
    val address: InetSocketAddress = URI(url).let { InetSocketAddress(it.host, it.port) }

    /** How somebody of a role signs in: `name` and `password`. */
    fun login(role: String): JSONObject = ready.getJSONArray("logins").objects().first { it["role"] == role }

    /** Enrols a unit with its officer. */
    fun officer(): Officer {
        val name = "kotlin ${UUID.randomUUID().toString().take(8)}"
        val town = JSONArray(text("administrator", "GET", "/api/towns")).getJSONObject(0).getString("id")
        val unit = made("administrator", "/api/units", mapOf("name" to name, "town" to town))
        val person = mapOf("name" to name, "password" to PASSWORD, "role" to "officer", "unit" to unit)
        text("administrator", "POST", "/api/people", person)
        val store = folder.resolve("$unit.db").toString()
        return Officer(unit, PhoneSettings(hall = url, name = name, password = PASSWORD, store = store, app = "kotlin tests"))
    }

    /** The text of a QR code that enrols one phone of an officer. */
    fun qr(officer: Officer): String {
        val people = JSONArray(text("administrator", "GET", "/api/people")).objects()
        val person = people.single { it["name"] == officer.settings.name }.getString("id")
        val made = text("administrator", "POST", "/api/enrolments", mapOf("person" to person, "hall" to url))
        return JSONObject(made).getString("qr")
    }

    /** Has a phone never sign in again. */
    fun putOut(phone: String) {
        text("administrator", "DELETE", "/api/phones/$phone")
    }

    /** Phones of an officer that may sign in. */
    fun phones(officer: Officer): List<String> =
        JSONArray(text("administrator", "GET", "/api/phones")).objects().filter { it["person_name"] == officer.settings.name }.map { it.getString("id") }

    /** Sends an emergency order to a unit: the order's id. */
    fun sendOrder(to: Officer, note: String = "please look"): String {
        val place = mapOf("lat" to LAT, "lon" to LON, "name" to "市政厅", "address" to "Städtle 6")
        val order = mapOf("kind" to "emergency", "place" to place, "addressee" to mapOf("unit" to to.unit), "note" to note)
        return made("dispatcher", "/api/orders", order)
    }

    /** Has a fire answered by a unit: the order's id. What is seen to at a fire goes with it. */
    fun sendToFire(to: Officer): String {
        val place = mapOf("lat" to LAT, "lon" to LON, "name" to "市政厅", "address" to "Städtle 6")
        val fire = made("dispatcher", "/api/incidents", mapOf("kind" to "fire", "place" to place))
        return made("dispatcher", "/api/orders", mapOf("kind" to "emergency", "incident" to fire, "addressee" to mapOf("unit" to to.unit)))
    }

    /** Calls an order off. */
    fun cancel(order: String) {
        text("dispatcher", "POST", "/api/orders/$order/cancel", mapOf("reason" to "a mistake"))
    }

    /** An order as the hall has it. */
    fun order(id: String): JSONObject = JSONObject(text("dispatcher", "GET", "/api/orders/$id"))

    /** An order once the hall knows that it has rung. */
    fun delivered(id: String): JSONObject? =
        order(id).takeIf { it.getJSONArray("assignments").getJSONObject(0)["state"] == "delivered" }

    /** Writes to the units of an order. */
    fun write(order: String, text: String) {
        text("dispatcher", "POST", "/api/orders/$order/messages", mapOf("id" to UUID.randomUUID().toString(), "text" to text))
    }

    /** Writes to the units of an order, with a photo or sound note. */
    fun write(order: String, text: String, bytes: ByteArray, mediaType: String) {
        val sha256 = MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) }
        send(bytes, sha256, mediaType)
        val beside = mapOf("sha256" to sha256, "media_type" to mediaType, "bytes" to bytes.size)
        text("dispatcher", "POST", "/api/orders/$order/messages", mapOf("id" to UUID.randomUUID().toString(), "text" to text, "attachment" to beside))
    }

    /** Reads a message that a unit wrote on an order. */
    fun read(order: String, message: String) {
        text("dispatcher", "POST", "/api/orders/$order/messages/read", mapOf("messages" to JSONArray(listOf(message))))
    }

    /** Asks for an officer's camera. */
    fun askForCamera(officer: Officer) {
        text("dispatcher", "POST", "/api/units/${officer.unit}/camera-request")
    }

    /** A unit as the hall has it. */
    fun unit(officer: Officer): JSONObject =
        JSONArray(text("dispatcher", "GET", "/api/units")).objects().single { it["id"] == officer.unit }

    /** What lies at a path, once something does. */
    fun file(path: String): ByteArray? = try {
        bytes("dispatcher", "GET", path, null)
    } catch (fault: HallFault) {
        if (fault.status != 404 && fault.status != 503) throw fault
        null
    }

    /** Sends bytes as browsers do, by tus 1.0.0: what the hall has already is not sent again. */
    private fun send(bytes: ByteArray, sha256: String, mediaType: String) {
        fun base64(text: String) = Base64.getEncoder().encodeToString(text.toByteArray())
        fun sent(method: String, path: String, body: ByteArray, vararg headers: String): Int {
            val request = HttpRequest.newBuilder(URI(url + path)).timeout(Duration.ofSeconds(15)).method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .headers("authorization", "Bearer ${token("dispatcher")}", "tus-resumable", "1.0.0", *headers)
            val answer = client.send(request.build(), BodyHandlers.ofString())
            if (answer.statusCode() !in 200..299) throw HallFault(answer.statusCode(), answer.body())
            return answer.headers().firstValue("upload-offset").orElseThrow().toInt()
        }
        val there = sent("POST", "/api/attachments", ByteArray(0), "upload-length", "${bytes.size}", "upload-metadata", "sha256 ${base64(sha256)},filetype ${base64(mediaType)}")
        if (there == bytes.size) return
        sent("PATCH", "/api/attachments/$sha256", bytes.copyOfRange(there, bytes.size), "upload-offset", "$there", "content-type", "application/offset+octet-stream")
    }

    private fun made(role: String, path: String, body: Map<String, Any>): String =
        JSONObject(text(role, "POST", path, body)).getString("id")

    private fun text(role: String, method: String, path: String, body: Map<String, Any>? = null): String =
        String(bytes(role, method, path, body))

    private fun bytes(role: String, method: String, path: String, body: Map<String, Any>?): ByteArray =
        call(method, path, body, token(role))

    private fun token(role: String): String = tokens.getOrPut(role) { signIn(role) }

    private fun signIn(role: String): String {
        val login = login(role)
        val person = mapOf("name" to login.getString("name"), "password" to login.getString("password"))
        return JSONObject(String(call("POST", "/api/session", person, null))).getString("token")
    }

    private fun call(method: String, path: String, body: Map<String, Any>?, token: String?): ByteArray {
        val sent = body?.let { HttpRequest.BodyPublishers.ofString(JSONObject(it).toString()) }
        val request = HttpRequest.newBuilder(URI(url + path)).timeout(Duration.ofSeconds(15))
            .method(method, sent ?: HttpRequest.BodyPublishers.noBody())
            .header("content-type", "application/json")
        token?.let { request.header("authorization", "Bearer $it") }
        val answer = client.send(request.build(), BodyHandlers.ofByteArray())
        if (answer.statusCode() !in 200..299) throw HallFault(answer.statusCode(), String(answer.body()))
        return answer.body()
    }
}

// Android's own lists of JSON cannot be walked.
private fun JSONArray.objects(): List<JSONObject> = (0 until length()).map(::getJSONObject)
