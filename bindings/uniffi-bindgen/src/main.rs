//! The generator: reads the built library and writes its face in Kotlin, Swift or Python.
//!
//! `uniffi-bindgen generate --no-format --language kotlin --out-dir FOLDER LIBRARY`. The library is not to be stripped of its
//! symbols yet, since what the face looks like is written in them. It leaves compiling the face to each platform.

fn main() {
    uniffi::uniffi_bindgen_main();
}
