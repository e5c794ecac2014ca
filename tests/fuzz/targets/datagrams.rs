//! The fuzzer's way into [`fuzz::datagrams`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::datagrams::fuzz(bytes);
});
