// The small sign before a word of state: its colour, its shape and the word say the same.

/// The signs, each always of one colour.
enum Sign {
    case onTime, soon, late, done, waiting, busy, off, live, good, stop, talk, talking, message
}
