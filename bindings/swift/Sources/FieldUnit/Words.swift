// What an officer reads: faults and the countdown, in Chinese and English.

import FieldUnitFace

/// A language of the screens.
public enum Language: CaseIterable, Sendable {
    case chinese
    case english

    /// What is said in it, of the same words in each.
    func of(_ chinese: String, _ english: String) -> String { self == .chinese ? chinese : english }
}

/// What to tell the officer of a fault.
public func words(for fault: PhoneFault, in language: Language) -> String {
    let (chinese, english) =
        switch fault {
        case .Stopped: ("应用已退出登录", "You are signed out")
        case .Refused(_, let detail): ("操作未被接受：\(detail)", "This was not accepted: \(detail)")
        case .OutboxFull: ("待上传内容过多，请到有网络处", "Too much waits to be sent. Go where there is a network")
        case .NotStored: ("手机存储已满，请清理空间", "The phone's storage is full. Free some space")
        case .PhotoNotJpeg: ("照片必须为 JPEG 格式", "A photo must be a JPEG")
        case .PhotoTooBig: ("照片不能超过 8 MB", "A photo has at most 8 MB")
        case .AttachmentNotOfItsKind:
            ("照片、语音或视频无法识别，请重新录制", "The photo, sound note or clip cannot be read. Make it anew")
        case .AttachmentNotPlayed:
            (
                "该视频或语音无法在所有设备上播放，请以 H.264 视频、AAC 声音重新录制",
                "This clip or sound note cannot be played everywhere. Take it anew in H.264, with AAC sound"
            )
        case .AttachmentTooBig: ("照片不能超过 8 MB，语音不能超过 2 MB，视频不能超过 16 MB", "A photo has at most 8 MB, a sound note 2 MB, a clip 16 MB")
        case .NoAttachment:
            (
                "暂时无法显示：本机没有，且无法连接大厅或大厅尚未收到",
                "It cannot be shown now: it is not on this phone, and the hall cannot be reached or does not have it yet"
            )
        case .LiveAlready: ("直播已在进行", "You are live already")
        case .TalkOpenAlready: ("对讲已打开", "Talk is open already")
        case .UnitUnknown: ("尚未与指挥大厅连通", "The hall has not been reached yet")
        case .OffDuty: ("请先上岗再直播或对讲", "Go on duty before going live or talking")
        case .FrameNotH264, .FrameNotH265: ("摄像头编码异常", "The camera's encoder does not work")
        case .NotAnId, .NotAPlace: ("数据有误，请联系管理员", "Something is wrong with the data. Tell the administrator")
        case .NotAPushToken: ("推送服务异常", "The push service is out of order")
        case .NotANumber: ("电话号码须为 3 至 15 位数字", "A telephone number has 3 to 15 digits")
        case .NoWay: ("暂无路线：无法连接大厅，或大厅没有路线", "There is no way to show: the hall cannot be reached, or knows none")
        case .HallAddress: ("指挥大厅地址有误", "The hall's address is wrong")
        case .ProxyAddress: ("代理服务器地址有误", "The proxy's address is wrong")
        case .NotEnrolled(_, _, let english, let chinese): (chinese, english)
        case .Certificates: ("证书无法读取", "The certificate cannot be read")
        case .Store: ("无法打开本机存储", "The phone's storage cannot be opened")
        case .System: ("系统异常，请重启手机", "The phone lacks something. Restart it")
        }
    return language.of(chinese, english)
}

/// What is left of an order's limit at a time of the hall's, as the card shows it: `14:59`, `-0:07` once it is up, nothing while the
/// clock waits or where there is no limit.
public func countdown(of order: Order, at hallTimeMs: Int64) -> String? {
    guard let due = order.dueAtMs else { return nil }
    // A second that has begun is shown whole, so that the card reads 0:00 when the limit is up and not before.
    let left = due - hallTimeMs
    let seconds = left >= 0 ? (left + 999) / 1000 : -left / 1000
    let digits = String(seconds % 60)
    return "\(left < 0 ? "-" : "")\(seconds / 60):\(digits.count == 1 ? "0" : "")\(digits)"
}
