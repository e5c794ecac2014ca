// Every screen in both languages, drawn as a phone draws it: what is shown, whole and large enough to touch.
package yike.app

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.ImageView
import android.widget.ScrollView
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowMediaPlayer
import yike.fieldunit.AssignmentState
import yike.fieldunit.CameraAsked
import yike.fieldunit.Enrolment
import yike.fieldunit.LatLon
import yike.fieldunit.LiveState
import yike.fieldunit.LocationPermission
import yike.fieldunit.MediaType
import yike.fieldunit.NoWay
import yike.fieldunit.Notice
import yike.fieldunit.Order
import yike.fieldunit.OwnTalk
import yike.fieldunit.TalkGroup
import yike.fieldunit.TalkState
import yike.fieldunit.TeamMate
import yike.fieldunit.Voice
import yike.phone.android.FilmingLook
import yike.tests.mp4
import java.time.Duration

@RunWith(ParameterizedRobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "w360dp-h720dp-xhdpi", application = android.app.Application::class)
class PicturesTest(language: String) {
    init {
        RuntimeEnvironment.setQualifiers("+$language")
    }

    private val taps = Tapped()

    @Test
    fun signingIn() {
        val screen = SignInScreen(themed(), {}) {}
        screen.fill("https://hall.example", either("张伟", "zhangwei"))
        shows(screen, "sign-in", either("指挥大厅地址", "Hall’s address"), either("登录", "Sign in"))
    }

    @Test
    fun enrolling() {
        val screen = SignInScreen(themed(), {}) {}
        screen.scanned("yike://enrol?v=1&hall=https://hall.example:8443&code=${"Kf3_".repeat(10)}abc&pin=sha256:${"7c0e".repeat(16)}")
        shows(screen, "enrolling", either("登记到 https://hall.example:8443", "Enrols at https://hall.example:8443"), either("登记并登录", "Enrol and sign in"), either("用户名和密码登录", "With name and password"))
    }

    @Test
    fun enrolledWithAClockThatIsWrong() {
        val screen = SignInScreen(themed(), {}) {}
        screen.offer(Enrolment("https://hall.example:8443", "", either("张伟", "Zhang Wei"), emptyList()))
        screen.refused(screen.context.getString(R.string.certificate_dates))
        shows(screen, "enrolled", either("张伟", "Zhang Wei"), either("已登记到 https://hall.example:8443", "Enrolled at https://hall.example:8443"), either("有效期", "not valid"), either("登录", "Sign in"))
    }

    @Test
    fun standingByWithSomethingToAllow() {
        val seen = seen { it.copy(allowed = it.allowed.copy(location = LocationPermission.WHILE_IN_USE)) }
        shows(duty(seen), "standing-by", either("待命中", "Standing by"), either("去设置", "Allow"), either("在岗", "On duty"))
    }

    @Test
    fun ringing() {
        shows(duty(seen(order(AssignmentState.DELIVERED))), "ringing", "14:54", either("接单", "Accept"), either("太远赶不到", "Too far away"))
    }

    @Test
    fun underWayWithTimeRunningShort() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 10.7)
        shows(duty(seen(order)), "under-way", "4:18", either("即将超时", "Due soon"), either("我已到场", "I’m here"), either("直线 430 米，东南", "430 m straight, south-east"))
    }

    @Test
    fun theWayByRoadWithOneOfTheTeam() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 3.0) { it.copy(team = true) }
        val mate = TeamMate(either("李娜", "Li Na"), LatLon(47.1399, 9.5236), NOW - 20_000, there = false)
        val seen = seen(order) { it.copy(ways = mapOf(order.id to way { way -> way.copy(madeAtMs = NOW - 40_000, team = listOf(mate)) })) }
        shows(duty(seen), "way", either("路程 540 米，约 2 分钟，约 14:18 到达", "By road 540 m, about 2 min, there about 14:18"), either("呼叫大厅", "Call the hall"))
    }

    @Test
    fun theWayFromBeforeWithoutANet() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 14.0)
        val seen = seen(order) { it.copy(known = it.known.copy(online = false), ways = mapOf(order.id to way(kept = true))) }
        val screen = DutyScreen(themed(), Tapped(hasTiles = false)).apply { show(seen) }
        shows(screen, "way-offline", either("路程 540 米", "By road 540 m"), either("旧数据：截至 14:02", "From before: as of 14:02"))
    }

    @Test
    fun noStreetsAreKnownAtAll() {
        val order = order(AssignmentState.ACCEPTED, startedMinutesAgo = 1.0)
        val bare = way { it.copy(line = emptyList(), noWay = NoWay.NO_ROADS, metres = null, etaS = null, expectedAtMs = null, streets = emptyList(), madeAtMs = NOW) }
        val screen = DutyScreen(themed(), Tapped(hasTiles = false)).apply { show(seen(order) { it.copy(ways = mapOf(order.id to bare)) }) }
        shows(screen, "no-streets", either("大厅没有通往该处的道路数据", "The hall knows no road there"), either("直线 430 米，东南", "430 m straight, south-east"))
    }

    @Test
    fun liveWithThoseWhoWatch() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 6.5) { it.copy(arrivedAtMs = NOW - 60_000, onVideoAtMs = NOW - 50_000) }
        val seen = seen(order) { it.copy(known = it.known.copy(live = true, watchers = watchers()), picture = connected()) }
        val screen = duty(seen)
        film(screen)
        shows(screen, "live", either("直播中", "Live"), either("按住说话", "Hold to talk"), either("李区长（领导）", "Leader Li (Leader)"))
    }

    @Test
    fun reportingWithAPhoto() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 8.2) { it.copy(arrivedAtMs = NOW - 120_000, onVideoAtMs = NOW - 100_000) }
        val screen = duty(seen(order))
        screen.attach(PhotoFor(order.id, message = false), scene())
        screen.all().filterIsInstance<EditText>().first().setText(either("两车追尾，无人受伤，已引导绕行，请派拖车。", "Rear-end crash, nobody hurt. Traffic diverted; please send a tow truck."))
        scroll(screen) { Int.MAX_VALUE }
        shows(screen, "report", either("照片已附上", "Photo attached"), either("发送反馈", "Send report"), either("重拍", "Retake"))
    }

    @Test
    fun allThreeLegsDone() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 9.0) {
            it.copy(arrivedAtMs = NOW - 180_000, onVideoAtMs = NOW - 150_000, reportedAtMs = NOW - 30_000, reports = listOf(report()))
        }
        shows(duty(seen(order)), "done", either("三项完成", "All three done"), "6:30", either("含照片", "with photo"))
    }

    @Test
    fun aNewMessageOnTheWay() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 6.0)
            .with(own("m1", 3, either("三分钟后到", "There in three minutes"), readMinutesAgo = 2), fromHall("m2", 0, either("后门进，密码 4711", "Use the back door, code 4711"), unread = true))
        shows(duty(seen(order)), "message", either("1 条新", "1 new"), either("后门进，密码 4711", "Use the back door, code 4711"), either("已读：大厅或街镇 14:13", "read: Hall or desk 14:13"))
    }

    @Test
    fun messagesBothWays() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 9.0) { it.copy(arrivedAtMs = NOW - 120_000, team = true) }.with(
            fromHall("m1", 6, either("后门进，密码 4711", "Use the back door, code 4711")),
            own("m2", 5, either("收到", "Got it"), readMinutesAgo = 5),
            fromHall("m3", 2, either("二楼还有一位老人，请先上去看看。", "There is an elderly man on the second floor. Please look after him first.")).copy(fromUnit = "44444444-4444-4444-8444-444444444444"),
            own("m4", 1, either("已找到，人没事", "Found him, he is fine")),
            fromHall("m5", 0, either("救护车三分钟到，请在门口等", "Ambulance in three minutes. Please wait at the gate."), unread = true),
            own("m6", 0, either("好的，在门口等", "Will do"), sent = false),
        )
        val screen = duty(seen(order) { it.copy(known = it.known.copy(online = false, waiting = 1u)) })
        assertTrue(screen.openMessages(order.id))
        shows(screen, "messages", either("待送达", "not sent yet"), either("同组单兵", "Another unit"), either("已发出，未读", "sent, not read"), either("发送", "Send"), "6:00")
    }

    @Test
    fun theChecklistAtTheScene() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 7.0) {
            it.copy(arrivedAtMs = NOW - 120_000, onVideoAtMs = NOW - 100_000, team = true, checklist = checklist())
        }
        val screen = duty(seen(order))
        scroll(screen) { screen.all().filterIsInstance<Checklist>().single().top }
        shows(screen, "checklist", either("现场清单：已完成 3/5", "At the scene: 3 of 5 done"), either("李娜 14:12 完成", "done: Li Na, 14:12"), either("待送达", "not sent yet"))
    }

    @Test
    fun theOfficerTalksToTheTeam() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 5.0) { it.copy(team = true) }
        val talk = TalkState(open = true, sounds = true, out = true, own = OwnTalk.Granted(TalkGroup.Team(order.id), NOW - 4_000, 3u, 4u, 1u), heard = emptyList())
        val screen = duty(talking(order, talk))
        shows(screen, "talk-granted", either("小组：市政厅 · 3/4 名单兵、1 个席位在听", "Team: Town hall · heard by units: 3 of 4, seats: 1"), either("正在讲话", "You are talking"))
    }

    @Test
    fun aLeaderCallsWhileTheOfficerIsLive() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 6.5) { it.copy(arrivedAtMs = NOW - 60_000, onVideoAtMs = NOW - 50_000) }
        val talk = TalkState(open = true, sounds = true, out = false, own = OwnTalk.InCall(either("李区长", "Leader Li")), heard = emptyList())
        val screen = duty(talking(order, talk).let { it.copy(known = it.known.copy(live = true, watchers = watchers()), picture = connected()) })
        film(screen)
        shows(screen, "talk-call", either("接听", "Answer"), either("挂断", "Hang up"), either("李区长 来电", "Leader Li calls"), either("对讲已打开", "Talk is open"))
    }

    @Test
    fun aVoiceIsHeardWhileTheOfficerStandsBy() {
        val talk = TalkState(open = true, sounds = true, out = false, own = OwnTalk.Idle, heard = listOf(Voice(either("值守一", "Seat 1"), "dispatcher", TalkGroup.Town("t"), true)))
        val seen = seen { it.copy(known = it.known.copy(unit = it.known.unit!!.copy(town = "t"), talk = talk)) }
        shows(duty(seen), "talk-heard", either("值守一 讲话中 → 本街镇", "Seat 1 talks to My town"), either("按住讲话", "Hold to talk"), either("指挥大厅", "The hall"))
    }

    private fun talking(order: Order, talk: TalkState): Seen = seen(order) { it.copy(known = it.known.copy(talk = talk)) }

    @Test
    fun aClipThatCameAndOneThatIsAboutToBeSent() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 7.0).with(
            fromHall("m1", 4, either("报警人拍的，车还在冒烟", "By the caller: the car smokes")).with("a1", MediaType.CLIP).let { it.copy(attachment = it.attachment!!.copy(bytes = 6_400_000u)) },
            own("m2", 2, either("到了，我来拍", "There now, I film it"), readMinutesAgo = 1),
        )
        val screen = duty(seen(order))
        assertTrue(screen.openMessages(order.id))
        screen.attach(PhotoFor(order.id, message = true, clip = true), mp4(3_300_000))
        screen.laidOut()
        screen.show(seen(order))
        shows(screen, "clip", either("播放视频，6.1 MB", "Play clip, 6.1 MB"), either("视频已附上，3.1 MB", "Clip attached, 3.1 MB"), either("照片视频", "Photo, clip"))
    }

    @Test
    fun aPhotoAndASoundNoteThatIsHeard() {
        ShadowMediaPlayer.setMediaInfoProvider { ShadowMediaPlayer.MediaInfo(SPOKEN_MS, 0) }
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 7.0).with(
            fromHall("m1", 4, either("报警人拍的，红车司机被困", "The red car’s driver is trapped")).with("a1"),
            own("m2", 2, "", readMinutesAgo = 1).with("b2", MediaType.MP4),
        )
        taps.files += mapOf("a1".padEnd(64, '0') to scene(1600), "b2".padEnd(64, '0') to mp4())
        val screen = thread(order)
        screen.all().single { it.contentDescription?.startsWith(either("播放：", "Play: ")) == true }.performClick()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(5_200))
        screen.show(seen(order))
        assertTrue(screen.all().any { it.contentDescription == either("停止：我的语音，14:13，0:12", "Stop: Sound note from Me, 14:13, 0:12") })
        shows(screen, "attachments", either("报警人拍的", "The red car"), either("已读：", "read: "), either("语音", "Sound note"))
    }

    @Test
    fun aSoundNoteIsSpoken() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 7.5).with(
            fromHall("m1", 3, either("红车司机情况如何？说给我听", "How is the red car’s driver? Just tell me."), unread = true),
        )
        val screen = thread(order)
        screen.all().filterIsInstance<Button>().single { it.text.toString() == either("语音", "Sound note") }.performClick()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(17))
        shows(screen, "speaking", either("正在录音", "Recording"), "0:17 / 1:00", either("录好了", "Done"), either("不要了", "Discard"))
    }

    @Test
    fun aPhotoIsAboutToBeSentWithoutANetWhereAnotherWaits() {
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 8.0).with(
            fromHall("m1", 3, either("车牌看得清吗？", "Can you read the plate?")).with("a1"),
            fromHall("m2", 2, "").with("c3", MediaType.WEB_M),
            own("m3", 1, either("拍好了", "Here it is"), sent = false).with("b2"),
        )
        taps.online = false
        taps.files += mapOf("b2".padEnd(64, '0') to scene(1600))
        val screen = thread(order) { it.copy(known = it.known.copy(online = false, waiting = 1u)) }
        screen.attach(PhotoFor(order.id, message = true), scene(1200))
        screen.all().filterIsInstance<EditText>().first { it.hint.startsWith(either("写给", "To the hall")) }.setText(either("再近一点", "A little closer"))
        shows(screen, "attaching", either("照片已附上", "Photo attached"), either("语音：等待网络", "Sound note: waits for the net"), either("待送达", "not sent yet"))
    }

    @Test
    fun aMicrophoneThatIsNotAllowed() {
        taps.microphone = false
        val screen = thread(order(AssignmentState.ACCEPTED))
        screen.all().filterIsInstance<Button>().single { it.text.toString() == either("语音", "Sound note") }.performClick()
        shows(screen, "no-microphone", either("麦克风未获允许，仍可发送文字", "The microphone is not allowed; words can be sent all the same"))
    }

    @Test
    fun nothingWrittenYet() {
        val order = order(AssignmentState.ACCEPTED)
        val screen = duty(seen(order))
        assertTrue(screen.openMessages(order.id))
        screen.all().filterIsInstance<EditText>().first { it.hint.startsWith(either("写给", "To the hall")) }.setText("字".repeat(MOST_MESSAGE_CHARS - 12))
        shows(screen, "no-messages", either("尚无消息", "No messages yet"), either("还可输入 12 字", "Characters left: 12"))
    }

    @Test
    fun callingForHelpWithoutANet() {
        val seen = seen { it.copy(known = it.known.copy(sos = true, live = true, online = false, waiting = 1u), picture = FilmingLook(LiveState.DISCONNECTED, talking = true)) }
        shows(duty(seen), "sos", either("正在呼救", "Calling for help"), either("断线，重连中", "Offline, retrying"), either("接通后大厅即可听到", "Heard once connected"))
    }

    @Test
    fun theHallAsksForTheCamera() {
        val asked = CameraAsked(either("值守一", "Seat 1"), "dispatcher", NOW - 20_000, NOW + 100_000)
        val order = order(AssignmentState.UNDER_WAY, startedMinutesAgo = 6.0)
        val screen = duty(seen(order) { it.copy(known = it.known.copy(cameraAsked = asked)) })
        shows(screen, "camera-asked", either("指挥大厅请求开启摄像头", "The hall asks for your camera"), either("值守一（调度员）14:14 请求", "Seat 1 (Dispatcher) asked at 14:14"), either("暂不开启", "Decline"))
        screen.all().filterIsInstance<Button>().single { it.text.toString() == either("开始连线", "Go live") && it.parent.parent.parent is CameraAskedCard }.performClick()
        assertEquals(listOf("live true"), taps.heard)
        screen.show(seen(order))
        assertTrue("nobody asks any more", screen.all().filterIsInstance<CameraAskedCard>().none { it.visibility == View.VISIBLE })
    }

    @Test
    fun liveWithAnEncoderThatStopped() {
        val seen = seen { it.copy(known = it.known.copy(live = true), picture = FilmingLook(LiveState.CONNECTED, silent = true)) }
        shows(duty(seen), "no-picture", either("摄像头没有画面：请结束连线后重新开始", "No picture comes from the camera: stop the video and go live again"))
    }

    @Test
    fun whatThePhoneKeptCannotBeReadIsTold() {
        val notices = listOf(Notice.StoreSetAside("file is not a database"), Notice.EntriesSetAside(1u))
        for (notice in notices) assertTrue("$notice", themed().words(notice).orEmpty().contains(either("无法读取", "cannot be read")))
    }

    private fun duty(seen: Seen): DutyScreen = DutyScreen(themed(), taps).apply { show(seen) }

    /** The messages of an order, once what goes with them is there or known to be away. */
    private fun thread(order: Order, change: (Seen) -> Seen = { it }): DutyScreen {
        val screen = duty(seen(order, change = change))
        assertTrue(screen.openMessages(order.id))
        val wanted = order.messages.mapNotNull { it.attachment?.sha256 }.toSet()
        val until = System.nanoTime() + Duration.ofSeconds(20).toNanos()
        var more = LOOKS
        while (more > 0) {
            check(System.nanoTime() < until) { "not in time: ${taps.asked}" }
            screen.laidOut()
            screen.show(seen(order, change = change))
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(10))
            val looks = screen.all().filterIsInstance<AttachedView>()
            if (taps.asked.toSet() == wanted && looks.none { it.isLoading }) more--
            Thread.sleep(5)
        }
        return screen
    }

    /** Scrolls the cards, once they have their places. */
    private fun scroll(screen: DutyScreen, to: () -> Int) {
        screen.laidOut()
        val list = screen.all().filterIsInstance<ScrollView>().first { shown(it) }
        list.scrollTo(0, minOf(to(), list.getChildAt(0).height))
    }

    /** A picture where a phone's camera would draw one. */
    private fun film(screen: DutyScreen) {
        val frame = screen.picture.view.parent as ViewGroup
        frame.addView(ImageView(frame.context).apply {
            scaleType = ImageView.ScaleType.CENTER_CROP
            setImageBitmap(BitmapFactory.decodeByteArray(scene(), 0, scene().size))
        }, 1)
    }

    /** Draws a screen, and looks whether it says so, whole, with keys that a thumb finds. */
    private fun shows(screen: View, name: String, vararg words: String) {
        val picture = screen.laidOut().drawn(name)
        val visible = screen.all().filter { it.isLaidOut && shown(it) && it.width > 0 }
        val texts = visible.filterIsInstance<TextView>()
        for (word in words) assertTrue("“$word” is not in ${texts.map { it.text }}", texts.any { word in it.text })
        for (text in texts) assertWhole(text)
        for (key in visible.filterIsInstance<Button>()) assertTrue("“${key.text}” is too small", minOf(key.width, key.height) >= 48 * key.resources.displayMetrics.density)
        assertTrue("the picture is empty", colours(picture) > 20)
    }

    private fun shown(view: View): Boolean = view.visibility == View.VISIBLE && (view.parent as? View)?.let(::shown) ?: true

    private fun assertWhole(text: TextView) {
        val layout = text.layout ?: return
        for (line in 0 until layout.lineCount) assertEquals("“${text.text}” is cut", 0, layout.getEllipsisCount(line))
        val room = text.width - text.compoundPaddingLeft - text.compoundPaddingRight
        val widest = (0 until layout.lineCount).maxOf { layout.getLineMax(it) }
        assertTrue("“${text.text}” takes $widest of $room", widest <= room + 1)
        if (text !is EditText) assertTrue("“${text.text}” is higher than its place", layout.height <= text.height)
    }

    private fun colours(picture: Bitmap): Int {
        val pixels = IntArray(picture.width * picture.height)
        picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
        return pixels.toSet().size
    }

    companion object {
        /** What came is drawn when it is looked at the next time. */
        private const val LOOKS = 3

        @JvmStatic
        @Parameters(name = "{0}")
        fun languages(): List<Array<Any>> = listOf(arrayOf("en-rGB"), arrayOf("zh-rCN"))
    }
}
