//! What build scripts ask of compilers and archivers.

use std::ffi::OsString;

use super::{Answer, EMPTY_ARCHIVE, asked, empty};

fn asked_for(line: &str) -> Answer {
    asked(&line.split(' ').map(OsString::from).collect::<Vec<_>>())
}

#[test]
fn each_question_has_its_answer() {
    let questions = [
        ("-E /out/detect_compiler_family.c", Answer::Family),
        (
            "-O2 -I/include -o /out/sqlite3.o -c sqlite3.c",
            empty("/out/sqlite3.o", b""),
        ),
        (
            "cq /out/libsqlite3.a /out/sqlite3.o",
            empty("/out/libsqlite3.a", EMPTY_ARCHIVE),
        ),
        ("--version", Answer::Nothing),
    ];
    for (line, answer) in questions {
        assert_eq!(asked_for(line), answer, "{line}");
    }
}
