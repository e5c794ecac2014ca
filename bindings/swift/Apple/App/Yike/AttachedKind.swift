// What goes with messages, by the sense it is for: seen, heard, or both.

import FieldUnit

/// What goes with a message.
enum AttachedKind {
    case photo, note, clip

    /// What it is called.
    var words: String {
        switch self {
        case .photo: "attached_photo"
        case .note: "attached_note"
        case .clip: "attached_clip"
        }
    }

    /// What stands for it where there is no room for it.
    var named: String {
        switch self {
        case .photo: "message_photo"
        case .note: "message_note"
        case .clip: "message_clip"
        }
    }

    /// What takes it away.
    var removes: String {
        switch self {
        case .photo: "photo_remove"
        case .note: "note_remove"
        case .clip: "clip_remove"
        }
    }
}

extension MediaType {
    /// What it is to the officer.
    var kind: AttachedKind {
        switch self {
        case .jpeg: .photo
        case .ogg, .mp4, .webM: .note
        case .clip: .clip
        }
    }
}

extension Attachment {
    /// What it is to the officer.
    var kind: AttachedKind { mediaType.kind }
}

/// How much of the net something takes, as the hall's limits are told.
func megabytes(_ bytes: Int) -> String { say("clip_bytes", max(0.1, Double(bytes) / 1_048_576)) }
