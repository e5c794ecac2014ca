// What an officer is about to send on an order: words, with what goes with them.

import FieldUnit
import Foundation

/// A message that is not sent yet.
struct Draft {
    /// What is typed.
    var text = ""
    /// The photo, sound note or clip.
    private(set) var beside: NewAttachment?
    /// How long the sound note lasts.
    private(set) var lengthMs: Int?
    /// Tells what is attached from what was before.
    private(set) var mark = UUID()
    /// What is made ready: a photo or a clip.
    var preparing: AttachedKind?

    /// Whether something is made ready.
    var isPreparing: Bool { preparing != nil }

    /// Attaches the bytes of a JPEG; without any, what was attached before stays.
    mutating func photo(_ jpeg: Data?) { prepared(.jpeg, jpeg) }

    /// Attaches the bytes of a clip in MP4; without any, what was attached before stays.
    mutating func clip(_ mp4: Data?) { prepared(.clip, mp4) }

    /// Attaches a sound note in MP4.
    mutating func note(_ mp4: Data, lengthMs: Int) {
        attach(NewAttachment(mediaType: .mp4, bytes: mp4), lengthMs: lengthMs)
    }

    /// Has nothing attached.
    mutating func takeAway() { attach(nil, lengthMs: nil) }

    /// Leaves what was made while these words, with what was attached then, were sent.
    mutating func sent(_ words: String, mark sent: UUID) {
        if sendable(text) == words { text = "" }
        if mark == sent { takeAway() }
    }

    private mutating func prepared(_ kind: MediaType, _ bytes: Data?) {
        preparing = nil
        if let bytes { attach(NewAttachment(mediaType: kind, bytes: bytes), lengthMs: nil) }
    }

    private mutating func attach(_ new: NewAttachment?, lengthMs: Int?) {
        beside = new
        self.lengthMs = lengthMs
        mark = UUID()
    }
}
