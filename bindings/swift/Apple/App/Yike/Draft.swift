// What an officer is about to send on an order: words, with what goes with them.

import FieldUnit
import Foundation

/// A message that is not sent yet.
struct Draft {
    /// What is typed.
    var text = ""
    /// The photo or sound note.
    private(set) var beside: NewAttachment?
    /// How long the sound note lasts.
    private(set) var lengthMs: Int?
    /// Tells what is attached from what was before.
    private(set) var mark = UUID()
    /// Whether a photo is made ready.
    var isPreparing = false

    /// Attaches the bytes of a JPEG; without any, what was attached before stays.
    mutating func photo(_ jpeg: Data?) {
        isPreparing = false
        if let jpeg { attach(NewAttachment(mediaType: .jpeg, bytes: jpeg), lengthMs: nil) }
    }

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

    private mutating func attach(_ new: NewAttachment?, lengthMs: Int?) {
        beside = new
        self.lengthMs = lengthMs
        mark = UUID()
    }
}
